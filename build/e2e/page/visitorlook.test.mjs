// SPDX-License-Identifier: MIT

// Every page that a visitor may meet, for everybody: on a phone and at a desk,
// light and dark. With PORCHLIGHT_SHOTS=DIR in the environment pictures of them
// are left there.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { browse, download, judge } from './porch.mjs';
import { lend, phone, picture, put, screens, sound, visit } from './visitor.mjs';

let browser;
before(async () => { browser = await browse(); });
after(() => browser.close());

const shots = process.env.PORCHLIGHT_SHOTS;
const open = ['--access', 'open'];
const some = {
  'Trips/a.txt': '', 'Übersicht.pdf': 'x'.repeat(48000), 'lake.png': picture(), 'song.wav': sound(9), 'notes.txt': 'n', 'backup.zip': 'x'.repeat(2e6),
  'a name that is much longer than the screen of a phone is wide, and goes on and on.docx': 'x', 'שלום עולם.txt': 'x', 'line\nbreak.txt': '',
};

// look has a page judged on every screen, in both colours.
async function look(t, name, lending, come, rules) {
  const share = await lend(t, lending);
  for (const [kind, screen] of screens) {
    const page = await visit(t, browser, screen);
    await come(page, share);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      if (shots) {
        mkdirSync(shots, { recursive: true });
        await page.screenshot({ path: join(shots, `visitor-${name}-${kind}-${colorScheme}.png`), fullPage: true });
      }
      await judge(page, rules);
    }
    const { width } = screen.viewport;
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, 'it is wider than the screen');
    await page.close();
  }
  return share;
}

test('the code', t => look(t, 'code', {}, async (page, share) => {
  await page.goto(share.site);
  await page.getByLabel('Code').fill('wrong');
  await page.keyboard.press('Enter');
  await page.getByText('That is not the code.').waitFor();
}));

test('the wait for a person', t => look(t, 'ask', { args: ['--access', 'ask'] }, async (page, share) => {
  await page.goto(share.site);
  await page.getByText('Tell the person who shares').waitFor();
}));

test('a listing', t => look(t, 'listing', { args: [...open, '--uploads'], files: some }, async (page, share) => {
  await page.goto(share.site);
  await page.waitForFunction(() => document.querySelector('tbody img')?.naturalWidth > 0);
  await page.getByLabel('Choose lake.png').check();
}));

test('a folder below others', t => look(t, 'below', { args: open, files: { 'One/Two/Three/Four with a longer name/Five/a.txt': '' } }, async (page, share) => {
  await page.goto(share.site + '/One/Two/Three/Four%20with%20a%20longer%20name/Five/');
}));

const heap = Object.fromEntries(Array.from({ length: 1003 }, (_, n) => [`page ${n}.txt`, '']));

test('the end of a long listing', t => look(t, 'pages', { args: open, files: heap }, async (page, share) => {
  await page.goto(share.site + '/?page=3');
  await page.getByText('1,001–1,003 of 1,003').waitFor();
}));

test('an empty folder', t => look(t, 'empty', { args: [...open, '--uploads'] }, (page, share) => page.goto(share.site)));

test('an inbox', t => look(t, 'inbox', { mode: 'receive', args: open }, (page, share) => page.goto(share.site + '/?arrived=3')));

for (const mode of ['share', 'receive']) {
  test(`uploads, ${mode}`, t => look(t, 'uploads-' + mode, { mode, args: [...open, ...mode === 'share' ? ['--uploads'] : []], files: { 'a.txt': '' } }, async (page, share) => {
    await page.goto(share.site);
    const wire = await page.context().newCDPSession(page);
    await wire.send('Network.enable');
    await page.locator('#file').setInputFiles([{ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('n') }]);
    await page.getByText('1 of 1 file has arrived.').waitFor();
    await page.route('**/refused.txt', route => route.fulfill({ status: 507, json: { message: 'The disk is full. Nothing was stored; make room and send it again.' } }));
    await wire.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 1e6 });
    await page.locator('#file').setInputFiles(['refused.txt', 'a holiday film with a long name that wraps on a phone.mp4', 'b.mp4', 'c.mp4', 'd.mp4'].map(name =>
      ({ name, mimeType: 'video/mp4', buffer: Buffer.alloc(name === 'refused.txt' ? 9 : 9 << 20) })));
    await page.getByText('The disk is full.').waitFor();
    await page.getByRole('button', { name: 'Pause b.mp4' }).click();
    await page.waitForFunction(() => [...document.querySelectorAll('progress')].some(bar => bar.value > 1e6));
  }));
}

test('a share that has ended', t => look(t, 'ended', { mode: 'receive', args: open }, async (page, share) => {
  await page.goto(share.site);
  await page.route('**/arrives.txt', route => route.fulfill({ status: 201, headers: { 'Share-Ended': '?1' }, json: { files: [{ name: 'arrives.txt' }] } }));
  await page.route('**/cut*', route => route.abort());
  await page.locator('#file').setInputFiles(['cut off.txt', 'cut too.txt', 'arrives.txt', 'waits.txt'].map(name => ({ name, mimeType: 'text/plain', buffer: Buffer.from('n') })));
  await page.getByText('The share has ended. 1 of 4 files have arrived.').waitFor();
  await page.getByRole('button', { name: 'Try again to send' }).waitFor();
}));

test('no room, and then some', { timeout: 120e3 }, async t => {
  let held;
  const share = await look(t, 'full', { args: [...open, '--workers', '1', '--queue', '0'], files: { 'a.txt': 'hello' } }, async (page, share) => {
    if (!held) {
      put(share, 'film.mp4', Buffer.alloc(64 << 20));
      held = await download(t, share.site, '/film.mp4');
    }
    const answer = await page.goto(share.site);
    assert.equal(answer.status(), 503);
    await page.getByText('This page tries again by itself').waitFor();
  }, { 'meta-refresh': { enabled: false } }); // a full server has no script to lend, and who does not come back loses their place
  const page = await visit(t, browser, phone, { javaScriptEnabled: false });
  await page.goto(share.site);
  await page.getByText('This page tries again by itself').waitFor();
  held.end();
  await page.getByRole('link', { name: 'a.txt', exact: true }).waitFor({ timeout: 40e3 });
});

test('an address of nothing', t => look(t, 'none', { args: open }, async (page, share) => {
  await page.goto(share.site + '/none.txt');
  await page.getByText('There is no such file here.').waitFor();
}));
