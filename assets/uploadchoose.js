// SPDX-License-Identifier: MIT

// Where files come from: the form, a folder that is chosen, or what is dropped.
// They are sent as soon as they are chosen, so the button of the form goes.

import { button } from './uploadshow.js';

// choose calls send with some files at a time, each as { file, path }: where it
// lies in what was chosen.
export function choose(form, send) {
  const sendAll = files => send(Array.from(files, file => ({ file, path: file.webkitRelativePath || file.name })));
  form.addEventListener('change', e => {
    sendAll(e.target.files);
    e.target.value = ''; // the same may be chosen again
  });
  const folder = Object.assign(document.createElement('input'), { type: 'file', multiple: true, webkitdirectory: true, hidden: true });
  folder.setAttribute('aria-label', 'Folder to send');
  const old = form.querySelector('button');
  if ('webkitdirectory' in folder && !/Android|iPhone|iPad/.test(navigator.userAgent)) {
    old.replaceWith(folder, button('Choose a folder', 'Choose a folder to send', () => folder.click()));
  } else {
    old.remove();
  }
  takeDrops(send, sendAll);
  sendAll(form.elements.file.files); // chosen before this script was there
}

function takeDrops(send, sendAll) {
  const carriesFiles = e => e.dataTransfer?.types.includes('Files');
  const over = on => document.body.classList.toggle('upload-over', on);
  addEventListener('dragover', e => {
    if (!carriesFiles(e)) return;
    e.preventDefault();
    over(true);
  });
  addEventListener('dragleave', e => e.relatedTarget || over(false));
  addEventListener('drop', e => {
    over(false);
    if (!carriesFiles(e)) return;
    e.preventDefault();
    const entries = [...e.dataTransfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.length) sendAll(e.dataTransfer.files);
    for (const entry of entries) walk(entry, '', send).catch(() => {});
  });
}

// walk finds the files in what was dropped, folders and all.
async function walk(entry, path, send) {
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    return send([{ file, path: path + entry.name }]);
  }
  const reader = entry.createReader();
  for (;;) { // it tells of some at a time
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return;
    for (const inside of some) await walk(inside, `${path}${entry.name}/`, send).catch(() => {});
  }
}
