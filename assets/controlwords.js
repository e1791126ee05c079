// SPDX-License-Identifier: MIT

// What the control page says, in the words of the functions that go by the same
// names in server/control/format.go, formatshare.go and formatpicture.go.

import { bytes } from '/amount.js';

export function span(ms) {
  if (ms < 1) return 'under 1 ms';
  if (ms < 1000) return Math.floor(ms) + ' ms';
  if (ms < 60e3) return Math.floor(ms / 1000) + ' s';
  if (ms < 3600e3) return Math.floor(ms / 60e3) + ' min';
  return Math.floor(ms / 3600e3) + ' h ' + Math.floor(ms % 3600e3 / 60e3) + ' min';
}

export function clock(time) {
  const t = new Date(time), today = t.toDateString() === new Date().toDateString();
  if (today) return t.toTimeString().slice(0, 8);
  return t.toLocaleDateString('en', { month: 'short', day: 'numeric' }) + ', ' + t.toTimeString().slice(0, 5);
}

export function device(remote) {
  const host = remote.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return /^127\.|^::1$/.test(host) ? 'this computer' : host;
}

export function called(target) {
  let name = target;
  try {
    name = decodeURIComponent(target);
    if (/[\p{Cc}\p{Bidi_Control}]/u.test(name)) name = target;
  } catch { /* not UTF-8: as it came */ }
  const letters = [...name];
  return letters.length > 200 ? letters.slice(0, 200).join('') + '…' : name;
}

export function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function moved(t) {
  if (!t.sent && t.received) return bytes(t.received) + ' received';
  return t.size > 0 ? bytes(t.sent) + ' of ' + bytes(t.size) : bytes(t.sent);
}

function says(busy, waiting, workers) {
  if (!workers) return 'Nothing has been measured yet.';
  if (!busy && !waiting) return `Last five minutes: all ${workers} workers were free.`;
  return `Last five minutes: at most ${busy} of ${workers} workers busy, ${waiting ? `at most ${waiting} had to wait` : 'nobody had to wait'}.`;
}

// picture draws samples, one a second, as paths of SVG.
export function picture(samples) {
  const most = value => Math.max(0, ...samples.map(value));
  const top = Math.max(1, most(s => s.workers), most(s => s.busy + s.waiting));
  const area = path => path && `${path}V100H${300 - samples.length}z`;
  return {
    busy: area(steps(samples, top, s => s.busy)),
    waiting: area(steps(samples, top, s => s.busy + s.waiting)),
    line: steps(samples, top, s => s.workers).replace(/^M\d+/, 'M0'),
    says: says(most(s => s.busy), most(s => s.waiting), samples.at(-1)?.workers),
  };
}

function steps(samples, top, value) {
  let path = '', last;
  samples.forEach((s, i) => {
    const v = value(s), x = 300 - samples.length + i, y = 100 - Math.floor(v * 90 / top);
    if (v !== last) path += path ? `H${x}V${y}` : `M${x} ${y}`;
    last = v;
  });
  return path && path + 'H300';
}

// facts says what there is to know of a share; what has no text is not shown.
export function facts(share) {
  return {
    code: share.access === 'code' ? share.code : '', reach: share.reach, advice: share.advice, access: access(share.access),
    until: until(share.until), exposed: share.exposed, found: share.found, network: share.network,
  };
}

export function access(way) {
  return { open: 'Everybody on the network', ask: 'Whoever you allow', code: 'Whoever has the link or the code' }[way] ?? '';
}

export function until(time) {
  if (!time) return 'until it is stopped';
  const t = new Date(time), at = t.toTimeString().slice(0, 5);
  if (t.toDateString() === new Date().toDateString()) return 'until ' + at;
  return `until ${t.toLocaleDateString('en', { month: 'short', day: 'numeric' })}, ${at}`;
}

export function asked(asker) {
  return `${asker.device} asks to come in. Its number is ${asker.number}.`;
}
