// SPDX-License-Identifier: MIT

// What the tests of the page need: a porchlight with a home of its own, a
// browser, and downloads that go as slowly as a test wants.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { chromium } from 'playwright-core';

const flags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export const browse = () => chromium.launch({ executablePath: process.env.CHROMIUM, args: flags });

// light starts a porchlight without a desktop. Its home has a folder "films"
// with one large file; config, if any, is written before.
export async function light(t, { args = ['--port', '0'], config } = {}) {
  const home = mkdtempSync(join(tmpdir(), 'porchlight-'));
  const films = join(home, 'My films'), file = join(home, 'config', 'porchlight', 'config.toml');
  mkdirSync(films);
  writeFileSync(join(films, 'summer.mp4'), '');
  truncateSync(join(films, 'summer.mp4'), 64 << 20);
  if (config) {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, config);
  }
  const env = { ...process.env, HOME: home, USERPROFILE: home, XDG_RUNTIME_DIR: join(home, 'none'), PORCHLIGHT_LAN: 'off' };
  for (const name of ['config', 'data', 'state', 'cache']) env[`XDG_${name.toUpperCase()}_HOME`] = join(home, name);
  for (const name of ['DBUS_SESSION_BUS_ADDRESS', 'DISPLAY', 'WAYLAND_DISPLAY']) delete env[name];
  const program = spawn(process.env.PORCHLIGHT, args, { env });
  const ended = once(program, 'exit');
  t.after(async () => {
    program.kill('SIGKILL');
    await ended;
    rmSync(home, { recursive: true });
  });
  const [, site, control] = await said(program, /site: (\S+), control page: (\S+)/);
  return { site, control, films, file, program, ended };
}

async function said(program, line) {
  let text = '';
  for (const out of [program.stdout, program.stderr]) out.setEncoding('utf8');
  program.stdout.resume();
  for await (const part of program.stderr) {
    text += part;
    const found = line.exec(text);
    if (!found) continue;
    program.stderr.on('data', () => {}).resume();
    return found;
  }
  throw new Error('porchlight ended: ' + text);
}

// open opens the control page. What the browser complains of fails the test.
export async function open(t, browser, porch, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage(), complaints = [];
  page.setDefaultTimeout(15e3);
  page.on('pageerror', error => complaints.push(String(error)));
  page.on('console', m => /Content Security Policy/.test(m.text()) && complaints.push(m.text()));
  t.after(async () => {
    await context.close();
    if (complaints.length) throw new Error(complaints.join('\n'));
  });
  await page.goto(porch.control);
  return page;
}

// download asks for a file and leaves the answer lying until it is read.
export async function download(t, site, target) {
  const { hostname, port, host } = new URL(site), socket = connect(port, hostname);
  t.after(() => socket.destroy());
  socket.on('error', () => {});
  socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  await once(socket, 'readable');
  return {
    end: () => socket.destroy(),
    async read(bytes) {
      for (let got = 0; got < bytes;) {
        const part = socket.read();
        if (part) got += part.length;
        else await once(socket, 'readable');
      }
    },
    // rest reads to the end, and reports how much that was.
    async rest() {
      let got = 0;
      socket.on('data', part => got += part.length);
      await once(socket, 'close');
      return got;
    },
  };
}

// judge has axe look for what stands in the way of anybody. rules are its
// rules by their names, for those that a page has a reason to break.
export async function judge(page, rules = {}) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(rules => globalThis.axe.run({ rules }), rules);
  assert.deepEqual(violations.map(v => `${v.impact} ${v.id}: ${v.nodes.map(n => n.html).join(' ')}`), []);
}
