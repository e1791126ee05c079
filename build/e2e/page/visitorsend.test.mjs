// SPDX-License-Identifier: MIT

// A visitor who sends files: into a folder that takes them, and into an inbox.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync, writeSync, closeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { browse } from './porch.mjs';
import { ask, desk, lend, names, phone, screens, sumOf, visit } from './visitor.mjs';

let browser;
before(async () => { browser = await browse(); });
after(() => browser.close());

const taking = ['--access', 'open', '--uploads'];

// own makes files of the visitor's, and returns where they are.
function own(t, files) {
  const dir = mkdtempSync(join(tmpdir(), 'own-'));
  t.after(() => rmSync(dir, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(dir, name, '..'), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  return dir;
}

function large(t, size) {
  const path = join(own(t, {}), 'film.mp4'), file = openSync(path, 'w'), piece = randomBytes(1 << 20);
  for (let at = 0; at < size; at += piece.length) writeSync(file, randomBytes(16)), writeSync(file, piece.subarray(16));
  closeSync(file);
  return path;
}

// below lists the files in a folder, by their paths, but for hidden ones.
const below = dir => readdirSync(dir, { recursive: true }).filter(f => !/(^|\/)\./.test(f) && statSync(join(dir, f)).isFile()).sort();

// drop lets go of files over the page, as a person does who drags them there.
async function drop(page, files) {
  const wire = await page.context().newCDPSession(page), data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) await wire.send('Input.dispatchDragEvent', { type, x: 200, y: 300, data });
}

for (const [name, screen] of screens) {
  test(`several files are chosen at once, ${name}`, async t => {
    const share = await lend(t, { args: taking, files: { 'a.txt': 'old' } }), page = await visit(t, browser, screen);
    const dir = own(t, { 'a.txt': 'new', 'big.bin': Buffer.alloc(3 << 20), 'ü 🏮.txt': 'x' });
    await page.goto(share.site);
    await page.getByLabel('Send files to this folder').setInputFiles(readdirSync(dir).map(f => join(dir, f)));
    await page.getByText('3 of 3 files have arrived.').waitFor();
    await page.getByText('Arrived as a (2).txt').waitFor();
    assert.deepEqual(below(share.dir), ['a (2).txt', 'a.txt', 'big.bin', 'ü 🏮.txt']);
    assert.equal(readFileSync(join(share.dir, 'a.txt'), 'utf8'), 'old');
    await page.getByRole('link', { name: 'Show them in the list' }).click();
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 4);
    assert.deepEqual(await names(page), ['a (2).txt', 'a.txt', 'big.bin', 'ü 🏮.txt']);
  });
}

test('a folder is dropped, another one chosen', async t => {
  const share = await lend(t, { args: taking }), page = await visit(t, browser, desk);
  const dir = own(t, { 'Trip/a.txt': 'A', 'Trip/day 2/b.txt': 'B', 'Other/c/d.txt': 'D', 'loose.txt': 'L' });
  await page.goto(share.site);
  await drop(page, [join(dir, 'Trip'), join(dir, 'loose.txt')]);
  await page.getByText('3 of 3 files have arrived.').waitFor();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Choose a folder' }).click()]);
  await chooser.setFiles(join(dir, 'Other'));
  await page.getByText('4 of 4 files have arrived.').waitFor();
  assert.deepEqual(below(share.dir), ['Other/c/d.txt', 'Trip/a.txt', 'Trip/day 2/b.txt', 'loose.txt']);
});

for (const javaScriptEnabled of [true, false]) {
  test(`an inbox takes, and shows nothing, ${javaScriptEnabled ? 'with' : 'without'} script`, async t => {
    const share = await lend(t, { mode: 'receive', files: { 'secret.txt': 'mine' } });
    const page = await visit(t, browser, phone, { javaScriptEnabled }), dir = own(t, { 'a.txt': 'A', 'b.txt': 'B' });
    await page.goto(share.link);
    assert.doesNotMatch(await page.content(), /secret/);
    await page.getByLabel('Choose files to send').setInputFiles([join(dir, 'a.txt'), join(dir, 'b.txt')]);
    if (!javaScriptEnabled) await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText(/^2 (of 2 )?files have arrived/).waitFor();
    const day = new Date().toISOString().slice(0, 10), got = below(share.dir).filter(f => f !== 'secret.txt');
    assert.equal(got.length, 2);
    for (const file of got) assert.match(file, RegExp(`^[^/]+/${day}/[ab]\\.txt$`));
    for (const target of ['/secret.txt', '/' + encodeURI(got[0])]) {
      const answer = await page.goto(share.site + target);
      assert(answer.status() >= 400, `${target}: ${answer.status()}`);
      assert.doesNotMatch(await page.content(), /mine/);
    }
  });
}

test('the plain form sends to the folder that it stands in', async t => {
  const share = await lend(t, { args: taking, files: { 'sub/a.txt': 'old' } }), page = await visit(t, browser, phone, { javaScriptEnabled: false });
  const dir = own(t, { 'a.txt': 'new' });
  await page.goto(share.site + '/sub/');
  await page.getByLabel('Send files to this folder').setInputFiles(join(dir, 'a.txt'));
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('1 file has arrived.').waitFor();
  assert.equal(new URL(page.url()).pathname, '/sub/');
  assert.deepEqual(below(share.dir), ['sub/a (2).txt', 'sub/a.txt']);
});

test('300 MB come whole, although the server dies half way', { timeout: 240e3 }, async t => {
  const share = await lend(t, { args: taking }), page = await visit(t, browser, phone), film = large(t, 300 << 20);
  await page.goto(share.site);
  await slow(page, 60e6);
  await page.getByLabel('Send files to this folder').setInputFiles(film);
  await page.waitForFunction(() => { const bar = document.querySelector('progress'); return bar && bar.value > bar.max * 0.4; }, null, { timeout: 60e3 });
  await share.kill();
  assert.deepEqual(below(share.dir), [], 'half a film is shown');
  await page.getByText('The connection was lost. Trying again in').waitFor();
  await share.again();
  await page.getByText('1 of 1 file has arrived.').waitFor({ timeout: 120e3 });
  assert.deepEqual(below(share.dir), ['film.mp4']);
  assert.equal(await sumOf(join(share.dir, 'film.mp4')), await sumOf(film));
});

test('who has to come in anew is told so, and goes on', { timeout: 120e3 }, async t => {
  const share = await lend(t, { args: ['--uploads'] }), page = await visit(t, browser, phone), film = large(t, 40 << 20);
  await page.goto(share.link);
  await slow(page, 10e6);
  await page.getByLabel('Send files to this folder').setInputFiles(film);
  await page.waitForFunction(() => document.querySelector('progress')?.value > 9e6);
  await share.kill();
  await share.again();
  await page.getByText('This page has to be let in again.').waitFor();
  assert.doesNotMatch(await page.locator('body').innerText(), /curl/);
  const [tab] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('link', { name: 'Come in again' }).click()]);
  await tab.getByLabel('Code').fill(share.code);
  await tab.getByRole('button', { name: 'Come in' }).click();
  await tab.locator('#list').waitFor();
  await tab.close();
  await page.getByRole('button', { name: 'Try again film.mp4' }).click();
  await page.getByText('1 of 1 file has arrived.').waitFor({ timeout: 60e3 });
  assert.deepEqual(below(share.dir), ['film.mp4'], 'it was sent from the start');
  assert.equal(await sumOf(join(share.dir, 'film.mp4')), await sumOf(film));
});

// These stop a share and start it again, which the page cannot tell from two
// shares: so it goes on when the person says so.
test('a share that ends under an upload is told of', { timeout: 120e3 }, async t => {
  const share = await lend(t, { args: taking }), page = await visit(t, browser, desk), film = large(t, 40 << 20), dir = own(t, { 'a.txt': 'A' });
  await page.goto(share.site);
  await slow(page, 5e6);
  await page.getByLabel('Send files to this folder').setInputFiles(film);
  await page.waitForFunction(() => document.querySelector('progress')?.value > 1e6);
  await ask(share, '/api/stop', {});
  await page.getByText('The share has ended. 0 of 1 file has arrived.').waitFor();
  await page.getByText('Not arrived').waitFor();
  assert.equal((await share.ended)[0], 0);
  assert.deepEqual(below(share.dir), []);
  await share.again();
  await page.getByLabel('Send files to this folder').setInputFiles(join(dir, 'a.txt'));
  await page.getByText('2 of 2 files have arrived.').waitFor({ timeout: 60e3 });
  assert.equal(await sumOf(join(share.dir, 'film.mp4')), await sumOf(film));
});

test('a share that ends between many files is told of, once', { timeout: 120e3 }, async t => {
  const files = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`IMG_${1000 + n}.jpg`, randomBytes(900e3)]));
  const share = await lend(t, { args: taking }), page = await visit(t, browser, phone), dir = own(t, files);
  await page.goto(share.site);
  await slow(page, 4e6);
  await page.getByLabel('Send files to this folder').setInputFiles(Object.keys(files).map(f => join(dir, f)));
  await page.getByText(/^[3-9] of 60 files have arrived/).waitFor();
  await ask(share, '/api/stop', {});
  await page.getByRole('button', { name: 'Try again to send' }).waitFor();
  const [, arrived] = /^The share has ended\. (\d+) of 60 files have arrived\.$/.exec(await page.locator('.upload-summary').textContent());
  assert.equal(below(share.dir).length, Number(arrived));
  assert.equal(await page.getByText('connection was lost').count(), 0);
  await share.ended;
  await share.again();
  await slow(page, -1);
  await page.getByRole('button', { name: 'Try again to send' }).click();
  await page.getByText('60 of 60 files have arrived.').waitFor({ timeout: 60e3 });
  assert.deepEqual(below(share.dir), Object.keys(files).sort());
});

test('a server that is gone for long is taken for an end, and looked for', { timeout: 120e3 }, async t => {
  const share = await lend(t, { args: taking }), page = await visit(t, browser, phone), film = large(t, 40 << 20);
  await page.clock.install();
  await page.goto(share.site);
  await slow(page, 5e6);
  await page.getByLabel('Send files to this folder').setInputFiles(film);
  await page.waitForFunction(() => document.querySelector('progress')?.value > 1e6);
  await share.kill();
  for (const seconds of [1, 2, 4, 8, 16]) {
    await page.getByText(`The connection was lost. Trying again in ${seconds} s.`).waitFor();
    await page.clock.runFor(seconds * 1000);
  }
  await page.getByText('The share seems to have ended, or the network is gone. Trying again in 30 s.').waitFor();
  await share.again();
  await page.getByRole('button', { name: 'Try now film.mp4' }).click();
  await page.getByText('1 of 1 file has arrived.').waitFor({ timeout: 60e3 });
  assert.equal(await sumOf(join(share.dir, 'film.mp4')), await sumOf(film));
});

// slow limits what a page sends to so many bytes a second.
async function slow(page, rate) {
  const wire = await page.context().newCDPSession(page);
  await wire.send('Network.enable');
  await wire.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: rate });
}
