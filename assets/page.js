// SPDX-License-Identifier: MIT

// Makes a listing quicker to use: finds while one types, counts what is chosen,
// puts dates as the reader writes them, and adds the next page of a long one
// before its end is seen. Nothing here is needed. A group of rows is dressed
// when it is about to be seen.

import { bytes, bytesIn, number } from './amount.js';

const list = document.getElementById('list');
const table = list?.querySelector('table');
const groups = table ? [...table.tBodies] : [];
const bar = document.getElementById('bar');
const count = document.getElementById('count');
const pages = document.getElementById('pages');
const zip = list?.hasAttribute('data-zip');

// Words.

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const fold = text => text.normalize('NFD').toLowerCase();

// Rows.

// A picture that does not come leaves the icon in its place.
const failed = picture => picture.complete && !picture.naturalWidth && picture.remove();
list?.addEventListener('error', event => failed(event.target), true);

function dress(row) {
  if (row.dressed) return;
  row.dressed = true;
  const size = row.querySelector('.s'), time = row.querySelector('time');
  row.querySelectorAll('img').forEach(failed);
  row.bytes = bytesIn(size.textContent);
  if (time) time.textContent = moment.format(new Date(time.dateTime));
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

// Pages. When the end comes near, the next one is added to this.

const next = () => pages?.querySelector('[rel=next]');
let coming;

async function add(link) {
  const answer = await fetch(link.href, { headers: { Accept: 'text/html' } });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = [...page.querySelectorAll('#list tbody')], after = page.querySelector('#pages [rel=next]');
  if (!answer.ok || !fresh.length) throw new Error('no page has come');
  table.append(...fresh);
  groups.push(...fresh);
  for (const group of fresh) sight.observe(group);
  pages.querySelector('span').textContent = page.querySelector('#pages span').textContent;
  if (after) link.href = after.href;
  else link.remove();
  if (every) tally();
}

const addNext = () => coming ??= add(next()).finally(() => { coming = undefined; });

async function addWhile(wanted) {
  while (next() && wanted()) await addNext();
}

const end = new IntersectionObserver(seen => {
  if (!next() || !seen.at(-1).isIntersecting) return;
  end.disconnect();
  addNext().then(() => end.observe(pages), () => {}); // without it, there is the link
}, { rootMargin: '3000px' });

// Who comes back from a file is where they were, in as many rows.
async function restore(was) {
  if (!(was?.groups > groups.length)) return;
  await addWhile(() => groups.length < was.groups);
  scrollTo(0, was.y);
}

table?.addEventListener('click', () => history.replaceState({ groups: groups.length, y: scrollY }, ''));
if (next()) restore(history.state).then(() => end.observe(pages), () => {});

// Finding. What the server has filtered already is filtered further here, when
// all of it is; for anything else the form asks it again.

const form = document.getElementById('filter');
const typed = document.getElementById('q');
const found = typed ? fold(typed.defaultValue) : '';
const said = count?.textContent;
const total = Number(list?.dataset.total);
const whole = total <= 20_000 && !pages?.querySelector('[rel=prev]'); // or will be, when it is needed
const live = on => document.body.classList.toggle('live', on);

function find() {
  const wanted = fold(typed.value);
  const here = whole && wanted.includes(found);
  live(here);
  if (here && next() && wanted !== found) addWhile(() => true).then(find, () => live(false));
  else if (here) filter(wanted);
}

function filter(wanted) {
  let shown = 0;
  for (const group of groups) {
    group.names ??= [...group.rows].map(row => fold(row.querySelector('bdi').textContent));
    let here = 0;
    [...group.rows].forEach((row, r) => {
      row.hidden = !group.names[r].includes(wanted);
      if (!row.hidden) here++;
    });
    group.hidden = here === 0;
    group.style.containIntrinsicBlockSize = here < group.rows.length ? here * 2.8 + 'rem' : '';
    shown += here;
  }
  count.textContent = wanted === found ? said : `${number(shown)} of ${number(total)} found`;
}

if (table) {
  typed.addEventListener('input', find);
  form.addEventListener('submit', event => { if (document.body.classList.contains('live') && typed.value) event.preventDefault(); });
  live(whole);
  if (typed.value !== typed.defaultValue) find();
}

// Choosing.

let every;

function addEvery() {
  every = Object.assign(document.createElement('input'), { type: 'checkbox', ariaLabel: 'Choose all that are shown' });
  table.tHead.querySelector('.c').append(every);
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
  let sum = 0, folders = 0;
  for (const box of boxes) {
    const row = box.closest('tr');
    dress(row);
    sum += row.bytes;
    if (row.querySelector('.n a[href$="/"]')) folders++;
  }
  bar.hidden = boxes.length === 0;
  const size = folders ? (sum ? `, ${bytes(sum)} and what is in the folders` : '') : `, ${bytes(sum)}`;
  document.getElementById('chosen').textContent = `${number(boxes.length)} chosen${size}`;
  every.checked = boxes.length > 0 && groups.every(group => group.hidden || [...group.rows].every(chosenOrNot));
  every.indeterminate = boxes.length > 0 && !every.checked;
}

if (table && zip) {
  addEvery();
  table.addEventListener('change', event => { if (event.target !== every) tally(); });
  addEventListener('pageshow', tally);
}
