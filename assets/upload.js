// SPDX-License-Identifier: MIT

// Sends files in pieces that can be resumed: after a lost connection, a server
// that was started again, or on another day, when the same file is chosen anew.
// Without this script the form sends them by itself.
//
//   uploadchoose.js ─▶ the queue, here ─▶ uploadsend.js
//                              └────────▶ uploadshow.js

import { choose } from './uploadchoose.js';
import { deliver, forget, giveUp } from './uploadsend.js';
import { Board, Pace, Row } from './uploadshow.js';

const form = document.getElementById('upload');
const base = new URL(form.action).pathname.replace(/\/*$/, '/');

const AT_ONCE = 3;
const LONGEST = 30; // seconds between two tries
const BREAK = 5;    // tries in a row, half a minute, that a lost connection may be just that

const queue = [], running = new Set();
const all = { files: 0, arrived: 0, failed: 0, bytes: 0, done: 0 };
let pace = new Pace();
let ended = false; // the server has said so: nothing is sent until a person tries again

const board = new Board(document.getElementById('uploads'), goOn);

function showAll() {
  board.show(all, { waiting: queue.length, running: running.size, ended, pace });
}

class Upload {
  sent = 0;
  state = 'waiting'; // running, paused, failed, arrived, gone
  pace = new Pace();

  constructor({ file, path }) {
    this.file = file;
    this.path = path;
    this.address = base + path.split('/').map(encodeURIComponent).join('/');
  }

  moved(sent) {
    all.done += sent - this.sent;
    this.sent = sent;
    this.pace.note(sent);
    pace.note(all.done);
    this.row.moved(sent, this.pace);
    showAll();
  }

  // over is called when the server says that the share has ended.
  over() {
    ended = true;
    for (const u of running) u.wake?.();
    showAll();
  }

  turn(state, word, does = { running: 'Pause', paused: 'Continue', failed: 'Try again' }[state]) {
    this.state = state;
    this.row.turn(state, word, does);
    this.row.count(this.sent, '');
    showAll();
  }

  // act is the first button: what it does depends on the state.
  act() {
    if (this.state === 'running' && this.lost) {
      this.wake();
    } else if (this.state === 'running') {
      this.turn('paused', 'Paused');
      this.stop();
    } else {
      if (this.state === 'failed') all.failed--;
      this.turn('waiting', 'Waiting');
      queue.unshift(this);
      goOn();
    }
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
    board.tidy();
  }

  fail({ message, gate }) {
    all.failed++;
    this.turn('failed', message);
    if (gate) this.row.comeIn(gate);
  }
}

// pause waits with growing patience, or until the network is back, or a person
// has none.
async function pause(u, { message, lost }) {
  const seconds = Math.min(2 ** (u.tries - 1), LONGEST);
  u.lost = lost && u.tries > BREAK;
  const words = u.lost ? 'The share seems to have ended, or the network is gone.' : message;
  u.turn('running', `${words} Trying again in ${seconds} s.`, u.lost ? 'Try now' : 'Pause');
  await new Promise(done => {
    u.wake = done;
    setTimeout(done, seconds * 1000);
    addEventListener('online', done, { once: true });
  });
  u.lost = false;
  if (u.state === 'running') u.turn('running');
}

async function run(u) {
  u.row ??= new Row(board, u, { act: () => u.act(), cancel: () => u.cancel() }); // a folder may have thousands of files
  u.turn('running');
  u.pace = new Pace();
  u.tries = 0;
  while (u.state === 'running' && !ended) {
    try {
      u.arrived(await deliver(u));
    } catch (e) {
      if (u.state !== 'running' || ended) break;
      if (e.expired) { // it has waited too long: from the start
        forget(u);
      } else if (e.again) {
        u.tries++;
        await pause(u, e);
      } else {
        u.fail(e);
      }
    }
  }
  if (u.state !== 'running') return;
  u.turn('waiting', 'Not arrived'); // the share has ended under it
  queue.unshift(u);
}

function next() {
  while (running.size < AT_ONCE && queue.length && !ended) {
    const u = queue.shift();
    if (!running.size) pace = new Pace();
    running.add(u);
    run(u).finally(() => {
      running.delete(u);
      next();
    });
  }
  showAll();
}

// goOn is what a person wants who does something, also after the share has
// ended: it may be there again.
function goOn() {
  ended = false;
  next();
}

choose(form, chosen => {
  for (const { file, path } of chosen) {
    all.files++;
    all.bytes += file.size;
    queue.push(new Upload({ file, path }));
  }
  if (chosen.length) goOn();
});

addEventListener('beforeunload', e => {
  if (running.size || queue.length && !ended) e.preventDefault();
});
