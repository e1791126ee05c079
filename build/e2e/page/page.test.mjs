// SPDX-License-Identifier: MIT

// The control page in a browser, as a person meets it.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { browse, download, judge, light, open } from './porch.mjs';

let browser;
before(async () => { browser = await browse(); });
after(() => browser.close());

const stop = page => page.getByRole('button', { name: 'Stop', exact: true });
const heading = (page, name) => page.getByRole('heading', { name, exact: true }).waitFor();
const group = (page, name) => page.locator('details', { has: page.locator('summary', { hasText: name }) });
const share = async (page, dir) => {
  await page.getByLabel('Folder on this computer').fill(dir);
  const way = page.getByLabel('Who may come in');
  if (!await way.isVisible()) await page.locator('#terms summary').click();
  await way.selectOption('open');
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.locator('#folder', { hasText: dir }).waitFor();
};

test('the address lets in once, and is cleaned', async t => {
  const porch = await light(t), page = await open(t, browser, porch);
  assert.equal(page.url(), new URL(porch.control).origin + '/');
  await heading(page, 'On, calm');
  assert.equal(await page.getByRole('link', { name: porch.site }).getAttribute('href'), porch.site);
  await page.getByText('This address reaches only this computer.').waitFor();
  const stranger = await (await browser.newContext()).newPage();
  assert.equal((await stranger.goto(porch.control)).status(), 403);
});

test('numbers move while downloads run', async t => {
  const porch = await light(t), page = await open(t, browser, porch);
  await share(page, porch.films);
  await page.evaluate(() => scrollTo(0, 0));
  const still = await stop(page).boundingBox();
  const one = await download(t, porch.site, '/summer.mp4');
  const row = page.locator('#transfers li', { hasText: 'summer.mp4' });
  await row.waitFor();
  const value = () => row.locator('progress').evaluate(bar => bar.value);
  const was = await value();
  await one.read(24 << 20);
  await page.waitForFunction(was => document.querySelector('#transfers progress').value > was, was);
  await page.waitForFunction(() => /[\d.]+ MB of 67 MB · [\d.]+ [kMG]B\/s for \d+ s, .* left/.test(document.querySelector('#transfers li').textContent));
  await page.getByText('1 of 10 workers busy', { exact: true }).waitFor();
  for (let n = 2; n <= 11; n++) await Promise.race([download(t, porch.site, '/summer.mp4'), heading(page, 'On, full')]);
  await heading(page, 'On, full');
  assert.equal(await page.locator('#lamp').getAttribute('href'), '#lamp-full');
  await page.getByText('Last five minutes: at most 10 of 10 workers busy, at most 1 had to wait.').waitFor();
  assert.match(await page.locator('#news').textContent(), /^On, full\. 10 of 10 workers busy/);
  assert.match(await page.locator('#waiting').getAttribute('d'), /^M\d+ \d+H.*z$/);
  assert.deepEqual(await stop(page).boundingBox(), still, 'the switch has moved');
});

test('Disconnect breaks a download, and keeps the focus', async t => {
  const porch = await light(t), page = await open(t, browser, porch);
  await share(page, porch.films);
  const one = await download(t, porch.site, '/summer.mp4');
  await page.getByRole('button', { name: 'Disconnect this computer, /summer.mp4' }).click();
  assert(await one.rest() < 64 << 20, 'the download is whole');
  await page.getByText('Nothing is being transferred.').waitFor();
  await page.waitForFunction(() => document.activeElement.id === 'transfers-title');
  await page.locator('#visits li', { hasText: 'summer.mp4' }).waitFor();
});

test('Stop and Start', async t => {
  const porch = await light(t), page = await open(t, browser, porch);
  await stop(page).click();
  await heading(page, 'Off');
  await assert.rejects(fetch(porch.site));
  await page.getByText('No address while it is off').waitFor();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await heading(page, 'On, calm');
  assert.equal((await fetch(await page.locator('#address').textContent())).status, 200);
});

test('settings refuse nonsense in place, and take what is right', async t => {
  const porch = await light(t), page = await open(t, browser, porch), form = group(page, 'Workers and connections');
  const before = readFileSync(porch.file, 'utf8');
  await form.locator('summary').click();
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText('Nothing has been changed.').waitFor();
  await page.getByLabel('Workers', { exact: true }).fill('0');
  await page.getByLabel('Memory').fill('lots');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText('"0" is out of range, use 1 to 1024').waitFor();
  await form.getByText('"lots" is not a size').waitFor();
  await form.getByText('Nothing was saved. Look at: Workers, Memory.').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'set-workers');
  assert.equal(await page.getByLabel('Memory').getAttribute('aria-invalid'), 'true');
  assert.equal(readFileSync(porch.file, 'utf8'), before);

  await page.getByLabel('Workers', { exact: true }).fill('25');
  await page.getByLabel('Memory').fill('64MiB');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText('Saved, and in force.').waitFor();
  await page.getByText('0 of 25 workers busy', { exact: true }).waitFor();
  assert.equal(await page.getByLabel('Memory').inputValue(), '64 MiB');
  const wished = before.replace('\nworkers = 10', '\nworkers = 25').replace('memory = "32 MiB"', 'memory = "64 MiB"');
  assert.equal(readFileSync(porch.file, 'utf8'), wished, 'the file');

  await group(page, 'Address').locator('summary').click();
  await page.getByText('Set by the flag --port, which goes over what is set here.').waitFor();
  assert.equal(await page.getByLabel('Port').getAttribute('readonly'), '');
});

test('a folder is shared by its path', async t => {
  const porch = await light(t), page = await open(t, browser, porch);
  await page.getByLabel('Folder on this computer').fill(porch.films + '/none');
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByText('there is no such folder').waitFor();
  await share(page, porch.films);
  assert.equal((await fetch(porch.site + '/summer.mp4', { method: 'HEAD' })).status, 200);
  await page.getByRole('button', { name: 'Receive', exact: true }).click();
  await page.locator('#mode', { hasText: 'receive' }).waitFor();
  await page.locator('#recent').getByRole('button', { name: 'share ' + porch.films }).click();
  await page.locator('#mode', { hasText: 'share' }).waitFor();
});

test('a folder is looked at before it is shared', async t => {
  const porch = await light(t), page = await open(t, browser, porch), dir = page.getByLabel('Folder on this computer');
  await dir.fill(porch.films);
  await page.getByText('Others would see 1 file, 67 MB.').waitFor();
  writeFileSync(join(porch.films, 'id_rsa'), '-----BEGIN OPENSSH PRIVATE KEY-----\n');
  await dir.fill(porch.films + '/');
  await page.locator('#preview-secrets').getByText('id_rsa (').waitFor();
  const insist = page.getByLabel('I insist: lend it all the same');
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.locator('#dir-answer').getByText('take it out, or insist below').waitFor();
  assert.equal(await dir.inputValue(), porch.films + '/');
  await insist.check();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.locator('#folder', { hasText: porch.films }).waitFor();
  await insist.waitFor({ state: 'hidden' });
});

test('a home folder is lent to those who insist, without a script too', async t => {
  const porch = await light(t), home = join(porch.films, '..');
  const page = await open(t, browser, porch, { javaScriptEnabled: false });
  await page.goto(new URL('/?dir=' + encodeURIComponent(home), porch.control).href);
  assert.equal(await page.getByLabel('Folder on this computer').inputValue(), home);
  await page.getByText('or insist below').waitFor();
  await page.getByLabel('I insist').check();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.locator('#mode', { hasText: 'share' }).waitFor();
  await page.getByLabel('Folder on this computer').fill(porch.films);
  await page.getByRole('button', { name: 'Look first' }).click();
  await page.getByText('Others would see 1 file').waitFor();
});

test('who asks is shown, told, and answered', async t => {
  const porch = await light(t), page = await open(t, browser, porch), lent = await lend(page);
  await lent.show(askShare());
  const row = page.locator('#asking li', { hasText: '4821' });
  await row.waitFor();
  assert.equal(await page.getByRole('status').filter({ hasText: 'iPhone' }).textContent(),
    'iPhone (Safari) asks to come in. Its number is 4821. Android (Chrome) asks to come in. Its number is 0007.');
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'BODY', 'the focus was taken');
  await page.getByRole('button', { name: 'Block Android (Chrome) 0007' }).click();
  await page.getByRole('button', { name: 'Today only iPhone (Safari) 4821' }).click();
  assert.deepEqual(lent.decided, [{ id: 'B', verdict: 'block' }, { id: 'A', verdict: 'today' }]);
  await lent.show({ ...askShare(), asking: undefined });
  await row.waitFor({ state: 'hidden' });
  await page.waitForFunction(() => document.activeElement.id === 'sharing-title');
  await lent.show({ ...askShare(), link: undefined, paused: 'The network has gone.' });
  await page.getByText('The network has gone.').waitFor();
  assert(await page.locator('#code').isHidden());
});

test('a taken port is told, and another one used', async t => {
  const other = createServer().listen(0, '127.0.0.1');
  t.after(() => other.close());
  await once(other, 'listening');
  const { port } = other.address();
  const porch = await light(t, { args: [], config: `port = ${port} # mine\n` }), page = await open(t, browser, porch);
  await heading(page, 'Not running');
  await page.locator('#problem').getByText(`port ${port}`).waitFor();
  await page.getByRole('button', { name: 'Use port' }).click();
  await heading(page, 'On, calm');
  await page.locator('#problem').waitFor({ state: 'hidden' });
  assert.match(readFileSync(porch.file, 'utf8'), /^port = \d+ # mine\n/);
});

test('works without its script', async t => {
  const porch = await light(t), page = await open(t, browser, porch, { javaScriptEnabled: false });
  await share(page, porch.films);
  const one = await download(t, porch.site, '/summer.mp4');
  await page.getByRole('link', { name: 'Look again' }).click();
  await page.getByRole('button', { name: /^Disconnect/ }).click();
  assert(await one.rest() < 64 << 20, 'the download is whole');

  const patience = group(page, 'Patience');
  await patience.locator('summary').click();
  await page.getByLabel('Drain').fill('soon');
  await patience.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'That did not work' }).waitFor();
  assert.equal(await page.getByLabel('Drain').inputValue(), 'soon');
  await page.getByLabel('Drain').fill('1s');
  await patience.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL(new URL(porch.control).origin + '/');
  const written = readFileSync(porch.file, 'utf8');
  assert.match(written, /\ndrain = "1s"\n/);
  assert.match(written, /\n# types = /, 'what was not changed');

  await stop(page).click();
  await heading(page, 'Off');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await heading(page, 'On, calm');
  await page.getByRole('button', { name: 'Quit porchlight' }).click();
  await heading(page, 'Porchlight has ended');
  assert.equal((await porch.ended)[0], 0);
});

test('the keyboard is enough', async t => {
  const porch = await light(t), page = await open(t, browser, porch);
  const focus = () => page.evaluate(() => document.activeElement.textContent.trim());
  for (let presses = 0; await focus() !== 'Stop'; presses++) {
    assert(presses < 10, 'Stop is far away');
    await page.keyboard.press('Tab');
  }
  assert.notEqual(await stop(page).evaluate(button => getComputedStyle(button).outlineStyle), 'none');
  await page.keyboard.press('Enter');
  await heading(page, 'Off');
  await page.waitForFunction(() => document.activeElement.textContent.trim() === 'Start');
  await page.keyboard.press('Space');
  await heading(page, 'On, calm');
});

test('says when the program has gone', async t => {
  const porch = await light(t), page = await open(t, browser, porch);
  await heading(page, 'On, calm');
  porch.program.kill('SIGKILL');
  await page.getByRole('alert').getByText('Porchlight does not answer').waitFor();
});

test('Quit ends the program', async t => {
  const porch = await light(t), page = await open(t, browser, porch);
  await page.getByRole('button', { name: 'Quit porchlight' }).click();
  await page.getByRole('alert').getByText('This page can be closed.').waitFor();
  assert.equal((await porch.ended)[0], 0);
});

test('words are those of the program', async t => {
  const page = await open(t, browser, await light(t));
  const said = await page.evaluate(async () => {
    const { bytes } = await import('/amount.js');
    const { asked, called, device, facts, moved, picture, sentence, span, until } = await import('/words.js');
    const calm = { busy: 0, waiting: 0, workers: 10 };
    return [
      [0, 999, 1000, 1536, 10240, 2453678, 40 * 2 ** 20].map(bytes),
      [0, 12, 1000, 59900, 90e3, 3600e3].map(span),
      ['192.168.1.40:51000', '[fe80::1%eth0]:51000', '[::1]:5'].map(device),
      ['/a%20b', '/%E2%80%AEgpj.exe', '/%FF', '/%0A', '/' + 'é'.repeat(300)].map(called),
      ['', 'listen', '/tmp'].map(sentence),
      [{ sent: 10240, size: 20480 }, { sent: 5120, size: -1 }, { sent: 0, received: 2048, size: -1 }].map(moved),
      [until(), until(new Date(new Date().setHours(23, 5)).toISOString()), until('2024-03-16T06:30:00')],
      [{ access: 'open', code: 'abc' }, { access: 'code', code: 'abc' }].map(facts).map(f => [f.access, f.code, f.until].join()),
      asked({ device: 'iPhone', number: '0007' }),
      [[], [calm, calm], [calm, { ...calm, busy: 5 }, { ...calm, busy: 10, waiting: 10 }]].map(picture),
    ];
  });
  const free = { busy: 'M298 100H300V100H298z', waiting: 'M298 100H300V100H298z', line: 'M0 10H300', says: 'Last five minutes: all 10 workers were free.' };
  assert.deepEqual(said, [
    ['0 B', '999 B', '1.0 kB', '1.5 kB', '10 kB', '2.5 MB', '42 MB'],
    ['under 1 ms', '12 ms', '1 s', '59 s', '1 min', '1 h 0 min'],
    ['192.168.1.40', 'fe80::1%eth0', 'this computer'],
    ['/a b', '/%E2%80%AEgpj.exe', '/%FF', '/%0A', '/' + 'é'.repeat(199) + '…'],
    ['', 'Listen', '/tmp'],
    ['10 kB of 20 kB', '5.1 kB', '2.0 kB received'],
    ['until it is stopped', 'until 23:05', 'until Mar 16, 06:30'],
    ['Everybody on the network,,until it is stopped', 'Whoever has the link or the code,abc,until it is stopped'],
    'iPhone asks to come in. Its number is 0007.',
    [{ busy: '', waiting: '', line: '', says: 'Nothing has been measured yet.' }, free, {
      busy: 'M297 100H298V78H299V55H300V100H297z', waiting: 'M297 100H298V78H299V10H300V100H297z', line: 'M0 55H300',
      says: 'Last five minutes: at most 10 of 10 workers busy, at most 10 had to wait.',
    }],
  ]);
});

for (const colorScheme of ['light', 'dark']) {
  test(`nothing stands in the way of anybody, ${colorScheme}`, async t => {
    const porch = await light(t), page = await open(t, browser, porch, { colorScheme });
    await share(page, porch.films);
    await download(t, porch.site, '/summer.mp4');
    await fetch(porch.site + '/none.txt');
    await page.locator('#transfers li').waitFor();
    await judge(page);
    const lent = await lend(page);
    await lent.show({ ...askShare(), paused: 'The network has gone.', advice: 'The firewall may be in the way.' });
    await page.locator('#asking li').first().waitFor();
    await judge(page);
    await page.getByLabel('Folder on this computer').fill(join(porch.films, '..'));
    await page.getByText('insist below').waitFor();
    await group(page, 'Patience').locator('summary').click();
    await page.getByLabel('Drain').fill('soon');
    await group(page, 'Patience').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Nothing was saved.').waitFor();
    await page.evaluate(() => document.querySelectorAll('details').forEach(d => { d.open = true; }));
    await judge(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await judge(page);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390, 'it is wider than the screen');
    const small = await page.locator('button:visible, summary:visible, input:visible:not([type=checkbox]), select:visible').evaluateAll(all =>
      all.filter(e => e.getBoundingClientRect().height < 43.9).map(e => e.outerHTML));
    assert.deepEqual(small, [], 'too small for a finger');
  });
}

// askShare is a share that two devices ask to come in to.
const askShare = () => ({
  name: 'My films', link: 'http://192.168.1.23:8080/', access: 'ask', found: 'http://porch.local:8080', network: '192.168.1.0/24',
  reach: 'Nobody has reached it yet', exposed: '1 file, 67 MB', until: new Date(new Date().setHours(23, 59)).toISOString(),
  asking: [
    { id: 'A', number: '4821', device: 'iPhone (Safari)', address: '192.168.1.40' },
    { id: 'B', number: '0007', device: 'Android (Chrome)', address: '192.168.1.41' },
  ],
});

// lend has a page believe in a share: this machine may have no network to share on.
async function lend(page) {
  let share, shown = false;
  const address = 'http://192.168.1.23:8080', decided = [];
  const altered = async response => ({ ...await response.json(), share, link: share?.link, address, reach: undefined, turn: Date.now() });
  const answer = (target, how) => page.route(target, route => how(route).catch(() => {})); // the page may have gone
  await answer('**/api/status', async route => route.fulfill({ json: await altered(await route.fetch()) }));
  await answer('**/api/events', async route => {
    const status = await page.request.get(new URL('/api/status', page.url()).href);
    await route.fulfill({ contentType: 'text/event-stream', body: `retry: 100\ndata: ${JSON.stringify(await altered(status))}\n\n` });
  });
  await page.route('**/api/decide', async route => {
    decided.push(route.request().postDataJSON());
    await route.fulfill({ status: 422, json: { message: 'that device does not ask any more' } });
  });
  await page.route('**/qr.svg?*', route => route.fulfill({ contentType: 'image/svg+xml', body: process.env.PORCHLIGHT_QR ?? '<svg xmlns="http://www.w3.org/2000/svg"/>' }));
  return {
    decided,
    async show(s) {
      share = s;
      if (!shown) await page.reload(); // with that the stream is ours
      shown = true;
      await page.locator('#sharing').waitFor();
    },
  };
}

test('pictures of it', { skip: !process.env.PORCHLIGHT_SHOTS }, async t => {
  const shots = process.env.PORCHLIGHT_SHOTS, porch = await light(t), page = await open(t, browser, porch);
  mkdirSync(shots, { recursive: true });
  await share(page, porch.films);
  await fetch(porch.site + '/none.txt');
  const all = [];
  for (let n = 0; n < 9; n++) all.push(await download(t, porch.site, '/summer.mp4'));
  await heading(page, 'On, busy');
  for (const [n, one] of all.entries()) await one.read((4 + 3 * n) << 20);
  await page.waitForFunction(() => / left/.test(document.querySelector('#transfers').textContent));
  for (const [name, colorScheme, width] of [['light', 'light', 1280], ['dark', 'dark', 1280], ['phone', 'dark', 390]]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    await page.screenshot({ path: join(shots, `control-${name}.png`), fullPage: true });
  }
  const lent = await lend(page);
  await page.emulateMedia({ colorScheme: 'light' });
  for (const [name, share] of [
    ['asking', askShare()],
    ['sharing', { ...askShare(), asking: undefined, access: 'code', code: 'k7f-q2m', link: 'http://192.168.1.23:8080/-/k/4xw2c6n7hq5ztb3mdyk2r7afsu' }],
    ['paused', { ...askShare(), asking: undefined, link: undefined, reach: undefined, paused: 'The network has gone. The share goes on when it is back.' }],
  ]) {
    await lent.show(share);
    await page.getByLabel('Folder on this computer').fill(name === 'paused' ? join(porch.films, '..') : porch.films);
    await page.locator('#preview[data-shown=true]').waitFor();
    await page.locator('#terms').evaluate(d => { d.open = true; });
    for (const [kind, colorScheme, width] of [['light', 'light', 1280], ['dark', 'dark', 1280], ['phone', 'light', 390]]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 844 });
      await page.screenshot({ path: join(shots, `control-${name}-${kind}.png`), fullPage: true });
    }
  }
});
