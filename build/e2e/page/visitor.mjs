// SPDX-License-Identifier: MIT

// What the tests of a visitor need: a folder that is lent, as a person lends
// it on the command line, and a browser on a phone or at a desk.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

export const desk = { viewport: { width: 1280, height: 900 } };
export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
export const screens = Object.entries({ desk, phone });

// lend starts a share, or an inbox, with a home of its own. files are the
// names and contents of what is in its folder.
export async function lend(t, { mode = 'share', args = [], files = {} } = {}) {
  const home = mkdtempSync(join(tmpdir(), 'porchlight-')), dir = join(home, 'Summer');
  mkdirSync(dir);
  const share = { home, dir, mode, args };
  for (const [name, content] of Object.entries(files)) put(share, name, content);
  t.after(async () => {
    await share.kill();
    rmSync(home, { recursive: true });
  });
  return start(share, 0);
}

export function put({ dir }, name, content) {
  mkdirSync(dirname(join(dir, name)), { recursive: true });
  writeFileSync(join(dir, name), content);
}

async function start(share, port) {
  const env = { ...process.env, HOME: share.home, USERPROFILE: share.home, XDG_RUNTIME_DIR: join(share.home, 'none') };
  for (const name of ['config', 'data', 'state', 'cache']) env[`XDG_${name.toUpperCase()}_HOME`] = join(share.home, name);
  const program = spawn(process.env.PORCHLIGHT, [share.mode, share.dir, '--lan', 'off', '--port', String(port), ...share.args], { env });
  const ended = once(program, 'exit'), card = await cardOf(program);
  const line = name => RegExp(`^  ${name} +(\\S.*)$`, 'm').exec(card)?.[1];
  const site = line('Address');
  assert(site, 'no card: ' + card);
  return Object.assign(share, {
    site, code: line('Code'), link: line('With it'), program, ended,
    async kill() {
      program.kill('SIGKILL');
      await ended;
    },
    // again starts it anew, after its end, at the same address.
    again: () => start(share, new URL(site).port),
  });
}

// cardOf reads what the program prints until the card is whole.
async function cardOf(program) {
  let text = '';
  for (const out of [program.stdout, program.stderr]) {
    out.setEncoding('utf8');
    out.on('data', part => { text += part; });
  }
  while (!/^  Address [^]*\n\n/m.test(text)) {
    const more = await Promise.race([once(program.stdout, 'data'), once(program, 'exit').then(() => null)]);
    if (!more) break;
  }
  return text;
}

// ask sends a request to the control page's interface, as its script does.
export async function ask(share, path, question) {
  const { address, token } = JSON.parse(readFileSync(join(share.home, 'state', 'porchlight', 'state', 'instance.json')));
  const answer = await fetch(address + path, {
    method: question ? 'POST' : 'GET', body: question && JSON.stringify(question),
    headers: { Authorization: 'Bearer ' + token, 'Content-Type': 'application/json' },
  });
  assert(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}

// visit opens a browser for a visitor. What the browser complains of fails the
// test.
export async function visit(t, browser, screen = desk, options = {}) {
  const context = await browser.newContext({ ...screen, locale: 'en-GB', timezoneId: 'UTC', ...options });
  const page = await context.newPage(), complaints = [];
  page.setDefaultTimeout(15e3);
  page.on('pageerror', error => complaints.push(String(error)));
  page.on('console', m => /Content Security Policy/.test(m.text()) && complaints.push(m.text()));
  page.complaints = complaints;
  t.after(async () => {
    await context.close();
    assert.deepEqual(complaints, []);
  });
  return page;
}

// row is the one of an entry in a listing.
export const row = (page, name) => page.locator('tbody tr', { has: page.getByText(name, { exact: true }) });

// names are those of the entries, from the top, but for what is filtered out.
// Whether a row is painted yet says nothing.
export const names = page => page.locator('tbody:not([hidden]) tr:not([hidden]) .n bdi').allTextContents();

export async function saved(page, link) {
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  return { name: download.suggestedFilename(), path: await download.path() };
}

export async function sumOf(path) {
  const sum = createHash('sha256');
  for await (const part of createReadStream(path)) sum.update(part);
  return sum.digest('hex');
}

// picture makes a PNG in which colours run into each other.
export function picture(width = 640, height = 480) {
  const line = 1 + 3 * width, pixels = Buffer.alloc(line * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels.set([x * 255 / width, y * 255 / height, 160], y * line + 1 + 3 * x);
  }
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]), length = Buffer.alloc(4), sum = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8); // bits, and red green blue
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(pixels)), chunk('IEND', Buffer.alloc(0))]);
}

// sound makes a WAV of so many seconds, 88,200 bytes each.
export function sound(seconds) {
  const rate = 44100, wav = Buffer.alloc(44 + seconds * rate * 2);
  wav.write('RIFF');
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(wav.length - 44, 40);
  for (let i = 0; i < seconds * rate; i++) wav.writeInt16LE(Math.round(3000 * Math.sin(i / 16)), 44 + 2 * i);
  return wav;
}
