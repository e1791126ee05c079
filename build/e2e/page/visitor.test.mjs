// SPDX-License-Identifier: MIT

// A visitor of a share in a browser: how they come in, look around, and take
// things home.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fill } from './household.mjs';
import { browse } from './porch.mjs';
import { ask, desk, lend, names, phone, picture, row, saved, screens, sound, visit } from './visitor.mjs';

let browser;
before(async () => { browser = await browse(); });
after(() => browser.close());

const open = ['--access', 'open'];
const heading = (page, name) => page.getByRole('heading', { name, exact: true }).waitFor();

for (const [name, screen] of screens) {
  test(`a code is typed wrong, then right, ${name}`, async t => {
    const share = await lend(t, { files: { 'sub/a file.txt': 'hello' } }), page = await visit(t, browser, screen);
    await page.goto(share.site + '/sub/?sort=size');
    await heading(page, 'Type the code');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'code');
    await page.keyboard.type(share.code === 'aaa-aaa' ? 'bbbbbb' : 'AAA AAA');
    await page.keyboard.press('Enter');
    await page.getByText('That is not the code. 4 tries left.').waitFor();
    await page.getByLabel('Code').fill(share.code.toUpperCase().replace('-', ''));
    await page.getByRole('button', { name: 'Come in' }).click();
    await row(page, 'a file.txt').waitFor();
    assert.equal(page.url(), share.site + '/sub/?sort=size');
  });
}

test('the link lets in, and is cleaned', async t => {
  const share = await lend(t, { files: { 'a.txt': 'hello' } }), page = await visit(t, browser, phone);
  await page.goto(share.link);
  await row(page, 'a.txt').waitFor();
  assert.equal(page.url(), share.site + '/');
  const cookies = await page.context().cookies();
  assert.equal(cookies.length, 1);
  assert(cookies[0].httpOnly && cookies[0].sameSite !== 'None', JSON.stringify(cookies));
  assert.equal(await page.evaluate(() => document.cookie), '');
  await page.goto(share.site + '/a.txt');
  assert.equal(await page.locator('body').innerText(), 'hello');
  const stranger = await visit(t, browser, phone);
  await stranger.goto(share.site + '/a.txt');
  await heading(stranger, 'Type the code');
});

for (const javaScriptEnabled of [true, false]) {
  test(`who asks is let in, ${javaScriptEnabled ? 'with' : 'without'} script`, async t => {
    const share = await lend(t, { args: ['--access', 'ask'], files: { 'a.txt': 'hello' } });
    const page = await visit(t, browser, phone, { javaScriptEnabled });
    await page.goto(share.site + '/');
    await heading(page, 'Waiting to be let in');
    const number = await page.locator('.number').textContent();
    const { share: { asking } } = await ask(share, '/api/status');
    assert.equal(asking[0].number, number);
    await ask(share, '/api/decide', { id: asking[0].id, verdict: 'allow' });
    await row(page, 'a.txt').waitFor();
    const other = await visit(t, browser, desk);
    await other.goto(share.site + '/');
    const [next] = (await ask(share, '/api/status')).share.asking;
    await ask(share, '/api/decide', { id: next.id, verdict: 'block' });
    await heading(other, 'You are not let in');
  });
}

for (const [name, screen] of screens) {
  for (const javaScriptEnabled of [true, false]) {
    test(`a folder is walked through, ${name}, ${javaScriptEnabled ? 'with' : 'without'} script`, async t => {
      const files = { 'Trips/Rome/forum.txt': 'x'.repeat(3000), 'Trips/Rome/zoo.txt': 'x', 'Trips/Rome/Über.txt': 'x'.repeat(20), 'top.txt': '' };
      const share = await lend(t, { args: open, files }), page = await visit(t, browser, screen, { javaScriptEnabled });
      await page.goto(share.site);
      assert.deepEqual(await names(page), ['Trips', 'top.txt']);
      await page.getByRole('link', { name: 'Trips', exact: true }).click();
      await page.getByRole('link', { name: 'Rome', exact: true }).click();
      await heading(page, 'Rome');
      assert.deepEqual(await names(page), ['forum.txt', 'Über.txt', 'zoo.txt']);
      await page.getByRole('link', { name: 'Size', exact: true }).click();
      await page.waitForURL(url => url.search === '?order=desc&sort=size');
      assert.deepEqual(await names(page), ['forum.txt', 'Über.txt', 'zoo.txt']);
      await page.getByRole('link', { name: 'Size', exact: true }).click();
      await page.waitForURL(url => url.search === '?order=asc&sort=size');
      assert.deepEqual(await names(page), ['zoo.txt', 'Über.txt', 'forum.txt']);
      await page.getByLabel('Find in the names').fill('über');
      if (!javaScriptEnabled) await page.getByRole('button', { name: 'Find' }).click();
      await page.getByText('forum.txt').waitFor({ state: 'hidden' });
      assert.deepEqual(await names(page), ['Über.txt']);
      assert.match(await page.locator('#count').textContent(), /^1 of 3/);
      await page.getByRole('navigation').getByRole('link', { name: 'Trips' }).click();
      await heading(page, 'Trips');
      await page.getByRole('link', { name: 'Up one folder' }).click();
      await row(page, 'top.txt').waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), screen.viewport.width, 'it is wider than the screen');
    });
  }
}

test('names are shown as they are, and lead to their file', async t => {
  const odd = ['<script>alert(1)<.txt', '<img src=x onerror=alert(1)>.txt', '"quoted" \'n\' & co.txt', 'שלום עולם (1).txt', '🏮 lamp.txt', 'caf\u00e9.txt', 'cafe\u0301.txt',
    '100% #1 a+b; c, d=e @f.txt', '~tilde [x] {y} ^z`.txt', '  two  spaces.txt', 'x'.repeat(200) + '.txt'];
  const files = Object.fromEntries(odd.map(name => [name, 'this is ' + name]));
  const share = await lend(t, { args: open, files: { ...files, 'line\nbreak.txt': '', 'a:b.txt': '' } }), page = await visit(t, browser, phone);
  page.on('dialog', () => page.complaints.push('a name has run'));
  for (const name of odd) {
    await page.goto(share.site); // a browser saves only so many files of one page
    const got = await saved(page, page.locator(`.g a[aria-label=${JSON.stringify('Download ' + name)}]`));
    assert.equal(readFileSync(got.path, 'utf8'), 'this is ' + name);
  }
  assert.deepEqual((await page.locator('tbody tr:not(.x) .n bdi').allTextContents()).sort(), [...odd].sort());
  const withheld = page.locator('tbody tr.x');
  assert.match((await withheld.allTextContents()).join('\n'), /line␊break.txt.*not shared/);
  assert.equal(await withheld.locator('a').count(), 0);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390, 'it is wider than the screen');
});

test('pictures, sound and texts are shown where they are', async t => {
  const files = { 'lake.png': picture(), 'song.wav': sound(600), 'notes.txt': 'Grüße 🏮', 'page.html': '<title>no</title><script>document.title = "yes"; document.body.append(document.cookie)</script><p>text</p>' };
  const share = await lend(t, { files }), page = await visit(t, browser, phone);
  await page.goto(share.link);
  const small = row(page, 'lake.png').locator('img');
  await page.waitForFunction(() => document.querySelector('tbody img')?.naturalWidth > 0);
  assert(await small.evaluate(img => img.naturalWidth) <= 320, 'the picture is not small');
  await row(page, 'lake.png').locator('.n a').click();
  await page.waitForFunction(() => document.images[0]?.naturalWidth === 640);
  await page.goBack();
  await row(page, 'notes.txt').locator('.n a').click();
  assert.equal(await page.locator('body').innerText(), 'Grüße 🏮');
  await page.goBack();
  await row(page, 'page.html').locator('.n a').click();
  await page.getByText('text', { exact: true }).waitFor();
  assert.equal(await page.title(), 'no');
  await page.goBack();
  page.complaints.length = 0; // the browser tells that it has kept the script from running

  const startOf = async r => Number(/bytes=(\d+)/.exec((await r.request().allHeaders()).range)?.[1]);
  await row(page, 'song.wav').locator('.n a').click();
  await page.waitForFunction(() => document.querySelector('video')?.duration > 599);
  const far = page.waitForResponse(async r => r.url().endsWith('song.wav') && r.status() === 206 && await startOf(r) > 30e6);
  const at = await page.evaluate(() => new Promise(done => {
    const player = document.querySelector('video');
    player.addEventListener('seeked', () => done(player.currentTime), { once: true });
    player.currentTime = 500;
  }));
  assert(at >= 500 && at < 510, `it is at ${at} s`); // it may be playing
  await far;
});

for (const [name, screen] of screens) {
  test(`a folder, and what is chosen, come as a zip, ${name}`, async t => {
    const share = await lend(t, { args: open, files: { 'a.txt': 'A', 'sub/b.txt': 'B', 'ü.txt': 'U' } }), page = await visit(t, browser, screen);
    await page.goto(share.site);
    const unpacked = async link => {
      const to = mkdtempSync(join(tmpdir(), 'unpacked-'));
      t.after(() => rmSync(to, { recursive: true }));
      const got = await saved(page, link);
      assert.match(got.name, /\.zip$/);
      execFileSync('python3', ['-m', 'zipfile', '-e', got.path, to]);
      return execFileSync('find', ['.', '-type', 'f'], { cwd: to, encoding: 'utf8' }).trim().split('\n').map(f => [f.replace(/^\.\/(Summer\/)?/, ''), readFileSync(join(to, f), 'utf8')]).sort();
    };
    assert.deepEqual(await unpacked(page.getByRole('link', { name: 'Download all as zip' })), [['a.txt', 'A'], ['sub/b.txt', 'B'], ['ü.txt', 'U']]);
    assert.deepEqual((await unpacked(page.getByRole('link', { name: 'Download sub', exact: true }))).map(([, text]) => text), ['B']);
    await page.getByLabel('Choose ü.txt').check();
    await page.getByLabel('Choose sub').check();
    await page.getByText('2 chosen, 1 B and what is in the folders').waitFor();
    assert.deepEqual(await unpacked(page.getByRole('button', { name: 'Download chosen as zip' })), [['sub/b.txt', 'B'], ['ü.txt', 'U']]);
  });
}

// heaps makes a folder of 10,000 entries, to be found below /many/.
function heaps() {
  const files = { 'few/one.txt': '1' };
  for (let n = 0; n < 10000; n++) files[`many/IMG_2024${String(n).padStart(5, '0')}.jpg`] = 'x';
  return files;
}

test('ten thousand entries weigh little, and answer at once', async t => {
  const share = await lend(t, { args: open, files: heaps() }), page = await visit(t, browser, phone), wire = await page.context().newCDPSession(page);
  await wire.send('Network.enable');
  let all = 0;
  wire.on('Network.loadingFinished', e => { all += e.encodedDataLength; });
  await page.goto(share.site + '/few/', { waitUntil: 'networkidle' });
  assert(all > 0 && all < 30e3, `a short listing weighs ${all} bytes`);
  t.diagnostic(`short: ${all} bytes`);
  all = 0;
  fill(join(share.dir, 'household'), 10000);
  await page.route('**/*thumb', route => route.abort()); // pictures are not the page
  await page.goto(share.site + '/household/', { waitUntil: 'networkidle' });
  assert(all > 10e3 && all < 60e3, `a listing of 10,000 weighs ${all} bytes`);
  t.diagnostic(`10,000: ${all} bytes`);
  all = 0;
  await page.goto(share.site + '/many/');
  await page.getByLabel('Choose IMG_202400007.jpg').check();
  const took = await page.evaluate(() => new Promise(found => {
    const q = document.getElementById('q'), count = document.getElementById('count'), began = performance.now();
    new MutationObserver(() => found(performance.now() - began)).observe(count, { childList: true });
    q.value = '09999';
    q.dispatchEvent(new Event('input'));
  }));
  t.diagnostic(`found in ${Math.round(took)} ms, all: ${all} bytes`);
  assert.equal(await page.locator('#count').textContent(), '1 of 10,000 found');
  assert.deepEqual(await names(page), ['IMG_202409999.jpg']);
  await page.getByLabel('Choose IMG_202409999.jpg').check();
  await page.getByText('2 chosen, 2 B').waitFor();
  await page.getByLabel('Find in the names').fill('');
  await page.getByText('10,000 items').waitFor();
  assert.equal((await names(page)).length, 10000);
});

test('a long listing goes on where one looks, and is there again', async t => {
  const share = await lend(t, { args: open, files: heaps() }), page = await visit(t, browser, desk);
  await page.route('**/*thumb', route => route.abort());
  await page.goto(share.site + '/many/?sort=name&order=desc');
  assert.equal(await page.locator('tbody tr').count(), 500);
  for (const last of ['1,000', '1,500']) {
    await page.locator('#pages').scrollIntoViewIfNeeded();
    await page.getByText(`1–${last} of 10,000`).waitFor();
  }
  const link = page.getByRole('link', { name: 'IMG_202408724.jpg', exact: true });
  await link.click();
  await page.waitForURL('**/many/IMG_202408724.jpg');
  await page.goBack();
  await page.getByText('1–1,500 of 10,000').waitFor();
  await page.waitForFunction(() => scrollY > 50_000);
  assert(await link.evaluate(a => Math.abs(a.getBoundingClientRect().top) < innerHeight), 'the row is out of sight');
  await page.route(/[?&]page=/, route => route.abort());
  await Promise.all([page.waitForEvent('requestfailed', request => /page=4/.test(request.url())), page.locator('#pages').scrollIntoViewIfNeeded()]);
  await page.unroute(/[?&]page=/);
  await page.getByRole('link', { name: 'Next', exact: true }).click();
  await page.getByText(/^1,501–.* of 10,000/).waitFor();
  await page.getByRole('link', { name: 'IMG_202408499.jpg', exact: true }).waitFor();
});

test('a long listing without script comes in pages', async t => {
  const share = await lend(t, { args: open, files: heaps() }), page = await visit(t, browser, phone, { javaScriptEnabled: false });
  await page.route('**/*thumb', route => route.abort());
  await page.goto(share.site + '/many/?order=desc');
  await page.getByLabel('Choose IMG_202409999.jpg').check();
  await page.getByRole('link', { name: 'Next', exact: true }).click();
  await page.getByText('501–1,000 of 10,000').waitFor();
  assert.equal((await names(page))[0], 'IMG_202409499.jpg');
  await page.getByRole('link', { name: 'Previous', exact: true }).click();
  await page.getByText('1–500 of 10,000').waitFor();
  await page.getByLabel('Find in the names').fill('2024000');
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByText('100 of 10,000 items').waitFor();
  assert.equal((await names(page))[0], 'IMG_202400099.jpg');
});
