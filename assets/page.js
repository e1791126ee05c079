// SPDX-License-Identifier: MIT

// Makes a listing quicker to use: finds while one types, counts what is chosen,
// and puts sizes and dates as the reader writes them. Nothing here is needed.
// A group of rows is dressed when it is about to be seen.

const list = document.getElementById('list');
const table = list?.querySelector('table');
const groups = table ? [...table.tBodies] : [];
const bar = document.getElementById('bar');
const count = document.getElementById('count');
const zip = list?.hasAttribute('data-zip');
const thumbs = list?.hasAttribute('data-thumbs');

// Words.

const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];
const fold = text => text.normalize('NFD').toLowerCase();

function bytesOf(text) {
  const [amount, unit] = text.split(' ');
  return Number(amount) * 1000 ** units.indexOf(unit) || 0;
}

function sizeOf(bytes) {
  let unit = 0;
  for (; bytes >= 999.5 && unit < units.length - 1; unit++) bytes /= 1000;
  return number.format(bytes < 9.95 && unit ? bytes : Math.round(bytes)) + ' ' + units[unit];
}

// Rows. One that came without a box, a small picture and a way to save it gets
// them here.

const make = (name, attributes) => Object.assign(document.createElement(name), attributes);

function cell(row, kind) {
  const td = make('td', { className: kind });
  td.setAttribute('role', 'cell');
  row[kind === 'c' ? 'prepend' : 'append'](td);
  return td;
}

function complete(row, link) {
  const href = link.getAttribute('href'), name = link.textContent, folder = href.endsWith('/');
  row.setAttribute('role', 'row');
  for (const td of row.cells) td.setAttribute('role', td === link.parentNode ? 'rowheader' : 'cell');
  if (!link.firstElementChild) link.replaceChildren(make('bdi', { textContent: name }));
  if (thumbs && /\.(jpe?g|png|gif|webp)$/i.test(href)) {
    link.prepend(make('img', { loading: 'lazy', decoding: 'async', width: 40, height: 40, alt: '', src: href + '?thumb' }));
  }
  if (zip) cell(row, 'c').append(make('input', { type: 'checkbox', name: 'name', value: name, ariaLabel: 'Choose ' + name }));
  const get = cell(row, 'g');
  if (!folder || zip) get.append(make('a', { href: href + (folder ? '?zip' : '?download'), download: '', ariaLabel: 'Download ' + name }));
}

// A picture that does not come leaves the icon in its place.
const failed = picture => picture.complete && !picture.naturalWidth && picture.remove();
list?.addEventListener('error', event => failed(event.target), true);

function dress(row) {
  if (row.dressed) return;
  row.dressed = true;
  const link = row.querySelector('.n a'), size = row.querySelector('.s'), time = row.querySelector('time');
  if (thumbs) row.querySelectorAll('img').forEach(failed);
  if (link && !row.querySelector('.g')) complete(row, link);
  row.bytes = bytesOf(size.textContent);
  if (size.textContent) size.textContent = sizeOf(row.bytes);
  if (!time) return;
  const exact = time.hasAttribute('datetime');
  time.dateTime = exact ? time.dateTime : time.textContent;
  time.textContent = (exact ? moment : day).format(new Date(time.dateTime));
}

const dressAll = group => { for (const row of group.rows) dress(row); };

const sight = new IntersectionObserver(seen => {
  for (const s of seen) {
    if (!s.isIntersecting) continue;
    dressAll(s.target);
    sight.unobserve(s.target);
  }
}, { rootMargin: '800px' });
for (const group of groups) sight.observe(group);

// Finding. What the server has filtered already is filtered further here; for
// anything else the form asks it again.

const form = document.getElementById('filter');
const typed = document.getElementById('q');
const found = typed ? fold(typed.value) : '';
const said = count?.textContent;
let names;

function find() {
  const wanted = fold(typed.value);
  document.body.classList.toggle('live', wanted.includes(found));
  if (!wanted.includes(found)) return;
  names ??= groups.map(group => [...group.rows].map(row => fold(row.querySelector('bdi, a').textContent)));
  let shown = 0;
  groups.forEach((group, g) => {
    let here = 0;
    [...group.rows].forEach((row, r) => {
      row.hidden = !names[g][r].includes(wanted);
      if (!row.hidden) here++;
    });
    group.hidden = here === 0;
    group.style.containIntrinsicBlockSize = here < group.rows.length ? here * 2.8 + 'rem' : '';
    shown += here;
  });
  count.textContent = wanted === found ? said : `${number.format(shown)} of ${number.format(list.dataset.total)} found`;
}

if (table) {
  typed.addEventListener('input', find);
  form.addEventListener('submit', event => { if (document.body.classList.contains('live') && typed.value) event.preventDefault(); });
  if (typed.value === typed.defaultValue) document.body.classList.add('live');
  else find();
}

// Choosing.

let every;

function addEvery() {
  const head = table.tHead.rows[0];
  every = make('input', { type: 'checkbox', ariaLabel: 'Choose all that are shown' });
  (head.querySelector('.c') ?? cell(head, 'c')).append(every);
  every.addEventListener('change', () => {
    for (const group of groups) {
      if (group.hidden) continue;
      dressAll(group);
      for (const row of group.rows) {
        const box = row.querySelector('.c input');
        if (box && !row.hidden) box.checked = every.checked;
      }
    }
    tally();
  });
}

// chosenOrNot leaves out what is not shown, and what cannot be chosen.
const chosenOrNot = row => row.hidden || row.classList.contains('x') || row.querySelector('.c input')?.checked;

function tally() {
  const boxes = [...table.querySelectorAll('tbody input:checked')];
  let bytes = 0, folders = 0;
  for (const box of boxes) {
    const row = box.closest('tr');
    dress(row);
    bytes += row.bytes;
    if (row.querySelector('.n a[href$="/"]')) folders++;
  }
  bar.hidden = boxes.length === 0;
  const size = folders ? (bytes ? `, ${sizeOf(bytes)} and what is in the folders` : '') : `, ${sizeOf(bytes)}`;
  document.getElementById('chosen').textContent = `${number.format(boxes.length)} chosen${size}`;
  every.checked = boxes.length > 0 && groups.every(group => group.hidden || [...group.rows].every(chosenOrNot));
  every.indeterminate = boxes.length > 0 && !every.checked;
}

if (table && zip) {
  addEvery();
  table.addEventListener('change', event => { if (event.target !== every) tally(); });
  addEventListener('pageshow', tally);
}
