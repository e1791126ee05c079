// SPDX-License-Identifier: MIT

// Sends files in pieces that can be resumed: after a lost connection, a server
// that was started again, or on another day, when the same file is chosen anew.
// Without this script the form sends them by itself.

import { deliver, forget, giveUp } from './uploadsend.js';

const form = document.getElementById('upload');
const list = document.getElementById('uploads');
const base = new URL(form.action).pathname.replace(/\/*$/, '/');

const AT_ONCE = 3;
const ROWS = 50; // of files that have arrived

const queue = [], running = new Set();
const all = { files: 0, arrived: 0, failed: 0, bytes: 0, done: 0 };

// What is shown.

function make(tag, className, text) {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text ?? '';
  return node;
}

function button(text, label, act) {
  const node = make('button', 'upload-button', text);
  node.type = 'button';
  node.setAttribute('aria-label', label);
  node.addEventListener('click', act);
  return node;
}

const link = (text, href, target = '') => Object.assign(document.createElement('a'), { textContent: text, href, target });

function bytes(n) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let u = 0;
  for (; n >= 1000 && u < units.length - 1; u++) n /= 1000;
  return `${n.toFixed(u && n < 100 ? 1 : 0)} ${units[u]}`;
}

function span(seconds) {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

// Pace measures how fast a number grows, evenly over some seconds.
class Pace {
  at = performance.now();
  from = null;
  rate = 0; // a second

  note(n) {
    const now = performance.now(), seconds = (now - this.at) / 1000;
    this.from ??= n;
    if (seconds < 0.5) return;
    const rate = Math.max(n - this.from, 0) / seconds;
    this.rate = this.rate ? this.rate * 0.7 + rate * 0.3 : rate;
    this.at = now;
    this.from = n;
  }

  words(left) {
    return this.rate < 1 ? '' : ` · ${bytes(this.rate)}/s · ${span(left / this.rate)} left`;
  }
}

const summary = list.appendChild(make('p', 'upload-summary'));
const total = list.appendChild(make('p', 'upload-total'));
const rows = list.appendChild(make('ul', 'upload-list'));
const fresh = list.appendChild(link('Show them in the list', location.pathname));
fresh.className = 'button';
fresh.hidden = true;
total.setAttribute('aria-live', 'off'); // numbers that run are for the eyes
let overall = new Pace();

function showAll() {
  const open = queue.length + running.size;
  const failed = all.failed ? `, ${all.failed} failed` : '';
  const words = all.files ? `${all.arrived} of ${all.files} files have arrived${failed}.` : '';
  if (summary.textContent !== words) summary.textContent = words;
  fresh.hidden = open > 0 || !all.arrived || !document.getElementById('list');
  total.textContent = open ? `${bytes(all.done)} of ${bytes(all.bytes)}${overall.words(all.bytes - all.done)}` : '';
}

class Upload {
  sent = 0;
  state = 'waiting'; // running, paused, failed, arrived, gone
  pace = new Pace();

  constructor(file, path) {
    this.file = file;
    this.path = path;
    this.address = base + path.split('/').map(encodeURIComponent).join('/');
  }

  // show adds the row when the turn of the file comes: a folder may have thousands.
  show() {
    if (this.row) return;
    this.row = rows.appendChild(make('li', 'upload-item'));
    this.bar = make('progress', 'upload-bar');
    this.bar.max = this.file.size || 1;
    this.bar.setAttribute('aria-label', this.path);
    this.numbers = make('span', 'upload-numbers');
    this.numbers.setAttribute('aria-live', 'off');
    this.word = make('span', 'upload-word');
    this.hold = button('Pause', `Pause ${this.path}`, () => this.toggle());
    this.drop = button('Cancel', `Cancel ${this.path}`, () => this.cancel());
    this.row.append(make('span', 'upload-name', this.path), this.bar, this.numbers, this.word, this.hold, this.drop);
  }

  moved(sent) {
    all.done += sent - this.sent;
    this.sent = sent;
    this.pace.note(sent);
    overall.note(all.done);
    this.bar.value = sent;
    this.count(this.pace.words(this.file.size - sent));
    showAll();
  }

  count(pace) {
    this.numbers.textContent = `${bytes(this.sent)} of ${bytes(this.file.size)}${pace}`;
  }

  turn(state, word) {
    this.state = state;
    this.row.dataset.state = state;
    this.count('');
    this.word.textContent = word ?? '';
    const does = { running: 'Pause', paused: 'Continue', failed: 'Try again' }[state];
    this.hold.hidden = !does;
    this.drop.hidden = !does;
    this.hold.textContent = does ?? '';
    this.hold.setAttribute('aria-label', `${does} ${this.path}`);
    showAll();
  }

  toggle() {
    if (this.state === 'running') {
      this.turn('paused', 'Paused');
      this.stop();
      return;
    }
    if (this.state === 'failed') all.failed--;
    this.turn('waiting', 'Waiting');
    queue.unshift(this);
    next();
  }

  stop() {
    this.request?.abort();
    this.wake?.();
  }

  cancel() {
    if (this.state === 'failed') all.failed--;
    all.files--;
    all.bytes -= this.file.size;
    all.done -= this.sent;
    this.state = 'gone';
    this.stop();
    giveUp(this);
    this.row.remove();
    showAll();
  }

  arrived(name) {
    this.moved(this.file.size);
    all.arrived++;
    forget(this);
    this.turn('arrived', name && name !== this.file.name ? `Arrived as ${name}` : 'Arrived');
    this.numbers.textContent = bytes(this.file.size);
    const old = rows.querySelectorAll('[data-state=arrived]');
    if (old.length > ROWS) old[0].remove();
  }
}

// pause waits with growing patience, or until the network is back.
async function pause(u, words) {
  const seconds = Math.min(2 ** (u.tries - 1), 30);
  u.count('');
  u.word.textContent = `${words} Trying again in ${seconds} s.`;
  await new Promise(done => {
    u.wake = done;
    setTimeout(done, seconds * 1000);
    addEventListener('online', done, { once: true });
  });
  u.word.textContent = '';
}

async function run(u) {
  u.show();
  u.turn('running');
  u.pace = new Pace();
  u.tries = 0;
  while (u.state === 'running') {
    try {
      u.arrived(await deliver(u));
    } catch (e) {
      if (u.state !== 'running') return;
      if (e.expired) { // it has waited too long: from the start
        forget(u);
      } else if (e.again) {
        u.tries++;
        await pause(u, e.message);
      } else {
        all.failed++;
        u.turn('failed', e.message);
        if (e.gate) u.word.append(' ', link('Come in again', e.gate, '_blank'), ', then try again here.');
      }
    }
  }
}

function next() {
  while (running.size < AT_ONCE && queue.length) {
    const u = queue.shift();
    if (!running.size) overall = new Pace();
    running.add(u);
    run(u).finally(() => {
      running.delete(u);
      next();
    });
  }
  showAll();
  if (!running.size && all.arrived) form.dispatchEvent(new CustomEvent('arrived', { bubbles: true, detail: { files: all.arrived } }));
}

function add(file, path) {
  if (!all.files) list.hidden = false;
  all.files++;
  all.bytes += file.size;
  queue.push(new Upload(file, path));
}

function addAll(files) {
  for (const file of files) add(file, file.webkitRelativePath || file.name);
  next();
}

// Where files come from: the form, a folder that is chosen, or what is dropped.
// They are sent as soon as they are chosen, so the button of the form goes.

form.addEventListener('change', e => {
  addAll(e.target.files);
  e.target.value = ''; // the same may be chosen again
});

const folder = Object.assign(document.createElement('input'), { type: 'file', multiple: true, webkitdirectory: true, hidden: true });
folder.setAttribute('aria-label', 'Folder to send');
const send = form.querySelector('button');
if ('webkitdirectory' in folder && !/Android|iPhone|iPad/.test(navigator.userAgent)) {
  send.replaceWith(folder, button('Choose a folder', 'Choose a folder to send', () => folder.click()));
} else {
  send.remove();
}
addAll(form.elements.file.files); // chosen before this script was there

// walk finds the files in what was dropped, folders and all.
async function walk(entry, path) {
  if (entry.isFile) {
    add(await new Promise((done, failed) => entry.file(done, failed)), path + entry.name);
    return next();
  }
  const reader = entry.createReader();
  for (;;) { // it tells of some at a time
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return;
    for (const inside of some) await walk(inside, `${path}${entry.name}/`).catch(() => {});
  }
}

const carriesFiles = e => e.dataTransfer?.types.includes('Files');

addEventListener('dragover', e => {
  if (!carriesFiles(e)) return;
  e.preventDefault();
  document.body.classList.add('upload-over');
});
addEventListener('dragleave', e => e.relatedTarget || document.body.classList.remove('upload-over'));
addEventListener('drop', e => {
  document.body.classList.remove('upload-over');
  if (!carriesFiles(e)) return;
  e.preventDefault();
  const entries = [...e.dataTransfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) addAll(e.dataTransfer.files);
  for (const entry of entries) walk(entry, '').catch(() => {});
});

addEventListener('beforeunload', e => {
  if (running.size || queue.length) e.preventDefault();
});
