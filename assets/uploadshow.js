// SPDX-License-Identifier: MIT

// What is shown of files that are sent: a line for all of them, and a row for
// each. It knows nothing of how they are sent.

import { bytes, count, number } from './amount.js';

function make(tag, className, text) {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text ?? '';
  return node;
}

export function button(text, label, act) {
  const node = make('button', 'upload-button', text);
  node.type = 'button';
  node.setAttribute('aria-label', label);
  node.addEventListener('click', act);
  return node;
}

const link = (text, href, target = '') => Object.assign(document.createElement('a'), { textContent: text, href, target });

function span(seconds) {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

// Pace measures how fast a number grows, evenly over some seconds.
export class Pace {
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

const ROWS = 50; // of files that have arrived

// Board is the element that all of it stands in.
export class Board {
  constructor(place, tryAgain) {
    this.summary = place.appendChild(make('p', 'upload-summary'));
    this.again = place.appendChild(button('Try again', 'Try again to send what has not arrived', tryAgain));
    this.total = place.appendChild(make('p', 'upload-total'));
    this.rows = place.appendChild(make('ul', 'upload-list'));
    this.fresh = place.appendChild(link('Show them in the list', location.pathname));
    this.fresh.className = 'button';
    this.again.hidden = this.fresh.hidden = true;
    this.total.setAttribute('aria-live', 'off'); // numbers that run are for the eyes
  }

  // show tells of all files: how many there are, have arrived and have failed,
  // how many bytes they have, and how many of these are there. waiting are the
  // files whose turn is to come, running those that are sent now.
  show(all, { waiting, running, ended, pace }) {
    const failed = all.failed ? `, ${number(all.failed)} failed` : '';
    const end = ended ? 'The share has ended. ' : '';
    const words = all.files ? `${end}${number(all.arrived)} of ${count(all.files, 'file has', 'files have')} arrived${failed}.` : '';
    if (this.summary.textContent !== words) this.summary.textContent = words;
    this.again.hidden = !ended || running > 0 || waiting === 0;
    this.fresh.hidden = ended || waiting + running > 0 || !all.arrived || !document.getElementById('list');
    this.total.textContent = running ? `${bytes(all.done)} of ${bytes(all.bytes)}${pace.words(all.bytes - all.done)}` : '';
  }

  // tidy keeps the rows few of files that need no more attention.
  tidy() {
    const old = this.rows.querySelectorAll('[data-state=arrived]');
    if (old.length > ROWS) old[0].remove();
  }
}

// Row shows one file: act is what its first button does, and cancel the second.
export class Row {
  constructor(board, { path, file: { size } }, { act, cancel }) {
    this.path = path;
    this.size = size;
    this.item = board.rows.appendChild(make('li', 'upload-item'));
    this.bar = make('progress', 'upload-bar');
    this.bar.max = size || 1;
    this.bar.setAttribute('aria-label', path);
    this.numbers = make('span', 'upload-numbers');
    this.numbers.setAttribute('aria-live', 'off');
    this.word = make('span', 'upload-word');
    this.act = button('Pause', `Pause ${path}`, act);
    this.drop = button('Cancel', `Cancel ${path}`, cancel);
    this.item.append(make('span', 'upload-name', path), this.bar, this.numbers, this.word, this.act, this.drop);
  }

  moved(sent, pace) {
    this.bar.value = sent;
    this.count(sent, pace.words(this.size - sent));
  }

  count(sent, pace) {
    this.numbers.textContent = sent === this.size && !pace ? bytes(sent) : `${bytes(sent)} of ${bytes(this.size)}${pace}`;
  }

  // turn shows a state with a word about it; does is what the first button
  // says. Without it there is nothing to be done.
  turn(state, word, does) {
    this.item.dataset.state = state;
    this.word.textContent = word ?? '';
    this.act.hidden = this.drop.hidden = !does;
    this.act.textContent = does ?? '';
    this.act.setAttribute('aria-label', `${does} ${this.path}`);
  }

  // comeIn adds the way to be let in again.
  comeIn(gate) {
    this.word.append(' ', link('Come in again', gate, '_blank'), ', then try again here.');
  }

  remove() { this.item.remove(); }
}
