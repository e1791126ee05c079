// SPDX-License-Identifier: MIT

// What the control page shows of a share, and of a folder before it is lent.

import { byId, fill, fit, put, set, template } from '/dom.js';
import { asked, facts, sentence } from '/words.js';

let known = new Set([...byId('asking').children].map(row => row.dataset.key)); // who has been announced

// showShare shows what is lent to the local network; nothing, when nothing is.
export function showShare(share) {
  byId('sharing').hidden = !share;
  put(byId('share-name'), share?.name);
  byId('paused').hidden = !share?.paused;
  put(byId('paused-why'), share?.paused);
  for (const [name, text] of Object.entries(facts(share ?? {}))) {
    const place = byId('fact-' + name);
    put(place, text);
    place.parentElement.hidden = !text;
  }
  showAsking(share?.asking ?? []);
}

// showAsking says who is new to those who cannot see it, and leaves the focus
// where it is.
function showAsking(asking) {
  byId('askers').hidden = !asking.length;
  fit(byId('asking'), asking, a => a.id, template('new-asker'), (row, a) => {
    fill(row, { number: a.number, device: a.device, from: a.address });
    row.querySelector('input').value = a.id;
  });
  const fresh = asking.filter(a => !known.has(a.id));
  if (fresh.length) put(byId('who-asks'), fresh.map(asked).join(' '));
  known = new Set(asking.map(a => a.id));
}

// offerInsist shows the box of those who insist on a folder that was refused,
// with the folder; without values it takes the box away.
export function offerInsist(values) {
  byId('insist-field').hidden = !values;
  byId('insist').checked = false;
  if (values?.dir) byId('dir').value = values.dir;
}

// The preview of the folder that is typed, once nothing more has been typed for a
// moment. An answer about another folder than the last comes too late.

let pause, last = byId('dir').value;

export function watchFolder() {
  byId('look').hidden = true;
  byId('dir').addEventListener('input', () => {
    const dir = byId('dir').value;
    clearTimeout(pause);
    if (dir === last) return;
    last = dir;
    offerInsist();
    showPreview({});
    put(byId('dir-answer'), '');
    if (dir) pause = setTimeout(preview, 400, dir);
  });
}

async function preview(dir) {
  let seen = {};
  try {
    const res = await fetch('/api/preview', { method: 'POST', body: JSON.stringify({ dir }), headers: { 'Content-Type': 'application/json' } });
    if (res.ok) seen = await res.json();
  } catch { /* the stream says so */ }
  if (dir !== last) return;
  showPreview(seen);
  if (seen.insist) offerInsist({});
}

function showPreview(seen) {
  put(byId('preview-says'), seen.says);
  put(byId('preview-why'), sentence(seen.reason ?? ''));
  for (const name of ['secrets', 'links']) {
    byId('preview-' + name).hidden = !seen[name];
    fit(byId('preview-' + name).querySelector('ul'), seen[name] ?? [], path => path, template('new-found'), (row, path) => put(row.firstElementChild, path));
  }
  byId('preview').classList.toggle('bad', Boolean(seen.insist || seen.reason));
  set(byId('preview'), 'data-shown', Boolean(seen.says || seen.reason));
}
