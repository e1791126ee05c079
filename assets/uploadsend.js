// SPDX-License-Identifier: MIT

// How a file is sent: a small one in one request, others as the draft on
// resumable uploads has it. An upload u has a file, the address that it is to
// have, how much is sent, and a state; moved is called as it goes, and over when
// the server says that the share has ended.

const SMALL = 1 << 20; // bytes; such a file is sent at once, and again when that fails
const PIECE = { least: 1 << 20, most: 256 << 20, seconds: 4 }; // others wait for a worker too, and a share may end

let size = 8 << 20; // of the next piece, by how fast the last one went

// What is remembered of files that are not whole yet.

const used = new Set(); // addresses of uploads on this page: the same file may be chosen twice
const keyOf = u => ['porchlight', u.address, u.file.size, u.file.lastModified].join(':');

function recall(u) {
  let url;
  try { url = localStorage.getItem(keyOf(u)); } catch { /* nothing is kept here */ }
  if (u.url || !url || used.has(url)) return;
  u.url = url;
  used.add(url);
}

function remember(u, url) {
  u.url = url;
  used.add(url);
  try { localStorage.setItem(keyOf(u), url); } catch { /* then it is resumed on this page only */ }
}

export function forget(u) {
  u.url = null;
  try { localStorage.removeItem(keyOf(u)); } catch { /* nothing was kept */ }
}

export function giveUp(u) {
  if (u.url) call(null, 'DELETE', u.url).catch(() => {}); // then it is swept after a day
  forget(u);
}

// How it is sent.

class Refused extends Error {
  constructor(answer, url) {
    const gate = /^<(\/-\/gate)>/.exec(answer.field('Link'))?.[1];
    super(gate ? 'This page has to be let in again.' : answer.words); // an answer to HEAD has no words
    this.gate = gate; // where, as after a restart
    this.lost = answer.status === 0;
    this.again = [0, 408, 409, 425, 429, 500, 502, 503, 504].includes(answer.status);
    this.expired = [404, 410].includes(answer.status) && url.startsWith('/-/');
  }
}

// call sends one request. Its promise fails for every answer that is no success.
function call(upload, method, url, fields = {}, body = null) {
  return new Promise((resolve, reject) => {
    const x = new XMLHttpRequest(), from = upload?.sent ?? 0;
    if (upload) upload.request = x;
    x.open(method, url);
    x.setRequestHeader('Accept', 'application/json');
    for (const [name, value] of Object.entries(fields)) x.setRequestHeader(name, value);
    if (body) x.upload.onprogress = e => upload.state === 'running' && upload.moved(from + e.loaded);
    x.onloadend = () => {
      let told = {};
      try { told = JSON.parse(x.responseText); } catch { /* no words then */ }
      const answer = { status: x.status, told, field: name => x.getResponseHeader(name) };
      answer.over = answer.field('Share-Ended') === '?1';
      if (answer.over) upload?.over();
      answer.words = told.message || told.error || (x.status ? `The server says ${x.status}.` : 'The connection was lost.');
      if (x.status >= 200 && x.status < 300) resolve(answer);
      else reject(new Refused(answer, url));
    };
    x.send(body);
  });
}

// whole sends a small file in one request.
async function whole(u) {
  u.moved(0);
  const answer = await call(u, 'PUT', u.address, {}, u.file);
  return answer.told.files?.[0]?.name;
}

// resumable sends a file from where it has come to, and returns its name.
async function resumable(u) {
  let answer, offset = 0;
  if (u.url) {
    answer = await call(u, 'HEAD', u.url);
    if (answer.field('Upload-Complete') === '?1') return decodeURIComponent((answer.field('Content-Location') ?? '').split('/').pop());
    offset = Number(answer.field('Upload-Offset'));
  } else {
    answer = await call(u, 'POST', u.address, { 'Upload-Complete': '?0', 'Upload-Length': u.file.size });
    remember(u, new URL(answer.field('Location'), location).pathname);
  }
  u.moved(offset);
  while (!answer.over) {
    const began = performance.now(), piece = u.file.slice(offset, offset + size);
    const last = offset + piece.size >= u.file.size;
    const fields = { 'Upload-Offset': offset, 'Upload-Complete': last ? '?1' : '?0', 'Content-Type': 'application/partial-upload' };
    answer = await call(u, 'PATCH', u.url, fields, piece);
    u.tries = 0;
    if (last) return answer.told.files?.[0]?.name;
    offset += piece.size;
    u.moved(offset);
    const rate = piece.size / Math.max(performance.now() - began, 1) * 1000;
    size = Math.min(Math.max(Math.round(rate * PIECE.seconds), PIECE.least), PIECE.most);
  }
  throw new Error('The share has ended.');
}

// deliver sends a file, or what is missing of it, and returns the name that it got.
export function deliver(u) {
  recall(u);
  return u.url || u.file.size > SMALL ? resumable(u) : whole(u);
}
