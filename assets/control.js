// SPDX-License-Identifier: MIT

// Keeps the control page up to date, and asks without loading it anew. Nothing
// here is needed: each form works by itself.

import { bytes } from '/amount.js';
import { byId, fill, fit, put, set, template } from '/dom.js';
import { offerInsist, showShare, watchFolder } from '/share.js';
import { called, clock, device, moved, picture, sentence, span } from '/words.js';

// The parts of the page.

let word = byId('word').textContent;

function showState(v) {
  set(byId('state'), 'data-level', v.level);
  put(byId('word'), v.word);
  put(byId('says'), v.says);
  document.title = v.word + ' · porchlight';
  if (byId('lamp').getAttribute('href') !== '#lamp-' + v.level) set(byId('lamp'), 'href', '#lamp-' + v.level);
  showIcon(v.level);
  if (v.word !== word) put(byId('news'), `${v.word}. ${v.says}`);
  word = v.word;
  const button = byId('switch').querySelector('button');
  set(byId('switch'), 'action', v.on ? '/api/stop' : '/api/start');
  button.toggleAttribute('data-lit', v.on && !v.stopping);
  set(button, 'aria-disabled', Boolean(v.stopping));
  put(byId('switch-does'), v.stopping ? 'Stopping' : !v.on ? 'Start' : v.single ? 'Stop and quit' : 'Stop');
}

function showIcon(level) {
  const lamp = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${byId('lamp-' + level).innerHTML}</svg>`;
  set(byId('icon'), 'href', 'data:image/svg+xml,' + encodeURIComponent(lamp));
}

function showWhere(v) {
  byId('reached').hidden = !v.on;
  byId('unreached').hidden = v.on;
  byId('code').hidden = !v.link;
  put(byId('reach'), v.reach);
  put(byId('mode'), v.lent_as);
  put(byId('folder'), v.folder);
  if (v.on) {
    put(byId('address'), v.address);
    set(byId('address'), 'href', v.link ?? v.address);
  }
  if (!v.link || byId('link').textContent === v.link) return;
  put(byId('link'), v.link);
  if (v.share) byId('code').open = true; // it has just begun
  set(byId('qr'), 'src', '/qr.svg?' + encodeURIComponent(v.link));
  set(byId('qr'), 'alt', 'QR code of ' + v.address);
}

function showProblem(problem) {
  byId('problem').hidden = !problem;
  byId('use-port').hidden = !problem?.free_port;
  byId('mend').hidden = !problem?.line;
  put(byId('problem-text'), sentence(problem?.text ?? ''));
  put(byId('free-port'), problem?.free_port);
  byId('use-port').elements.port.value = problem?.free_port ?? '';
  put(byId('wrong-line'), problem?.line);
}

// paces has the speed of each transfer, as it was measured from one event to the
// next, a second or more apart.
const paces = new Map();

function pace(t, now) {
  const age = Math.max(now - Date.parse(t.began), 1000), done = Math.max(t.sent, t.received);
  let p = paces.get(t.id);
  if (p?.began !== t.began || done < p.done) {
    p = { began: t.began, at: now, done, speed: done / age * 1000 };
    paces.set(t.id, p);
  } else if (now - p.at >= 900) {
    const speed = (done - p.done) / (now - p.at) * 1000;
    Object.assign(p, { at: now, done, speed: (p.speed + speed) / 2 });
  }
  const left = t.size > 0 && p.speed > 1 ? `, ${span((t.size - done) / p.speed * 1000 + 1000)} left` : '';
  return `${bytes(p.speed)}/s for ${span(age)}${left}`;
}

// showTransfers leaves out what is over before it can be read.
function showTransfers(transfers) {
  const now = Date.now(), list = byId('transfers');
  const shown = new Set([...list.children].map(row => row.dataset.key));
  const items = (transfers ?? []).filter(t => shown.has(String(t.id)) || now - Date.parse(t.began) > 500);
  fit(list, items, t => String(t.id), template('new-transfer'), (row, t) => {
    fill(row, { called: called(t.target), device: device(t.remote), moved: moved(t), pace: pace(t, now) });
    const bar = row.querySelector('progress');
    bar.hidden = t.size < 1;
    set(bar, 'max', Math.max(t.size, 1));
    set(bar, 'value', t.sent);
    set(bar, 'aria-label', 'Progress of ' + called(t.target));
    row.querySelector('input').value = t.id;
  });
  put(byId('count'), items.length || '');
  const ids = new Set(items.map(t => t.id));
  for (const id of paces.keys()) if (!ids.has(id)) paces.delete(id);
}

function showLists(v) {
  const once = v => `${v.time} ${v.remote}`;
  fit(byId('visits'), v.visits ?? [], once, template('new-visit'), (row, t) => {
    row.classList.toggle('bad', t.status >= 400);
    fill(row, { called: called(t.target), clock: clock(t.time), device: device(t.remote),
      answer: `${t.method} ${t.status}`, bytes: bytes(t.bytes), took: span(t.took / 1e6) });
  });
  fit(byId('stored'), v.stored ?? [], once, template('new-upload'), (row, u) =>
    fill(row, { called: called(u.path), clock: clock(u.time), device: device(u.remote), bytes: bytes(u.size) }));
  fit(byId('recent'), v.recent ?? [], l => `${l.mode} ${l.path}`, template('new-lent'), (row, l) => {
    fill(row, { mode: l.mode, path: l.path });
    set(row.querySelector('form'), 'action', '/api/' + l.mode);
    row.querySelector('input').value = l.path;
  });
}

// showSettings leaves alone what a person is about to change.
function showSettings(settings) {
  for (const s of settings ?? []) {
    const field = document.querySelector(`.field[data-name="${s.name}"]`), input = byId('set-' + s.name);
    if (!field) continue;
    if (!changed(field)) write(input, s.text);
    field.dataset.was = s.text;
    put(field.querySelector('.origin'), s.origin);
  }
}

const read = input => input.type === 'checkbox' ? String(input.checked) : input.value;
const changed = field => read(byId('set-' + field.dataset.name)) !== field.dataset.was;

function write(input, text) {
  if (input.type === 'checkbox') input.checked = text === 'true';
  else if (input.value !== text) input.value = text;
}

// The picture: the last five minutes, a sample a second. Between events the load
// stays what it was.

let samples = [], steady = { busy: 0, waiting: 0, workers: 0 };

const second = time => Math.floor(Date.parse(time) / 1000);

function remember(v) {
  advance();
  steady = v;
  const it = samples.find(s => s.at === second(v.sample.time));
  if (it) Object.assign(it, v.sample);
}

function advance() {
  const now = Math.floor(Date.now() / 1000);
  if (!samples.length) return;
  for (let at = Math.max(samples.at(-1).at, now - 300) + 1; at <= now; at++) {
    samples.push({ at, busy: steady.busy, waiting: steady.waiting, workers: steady.workers });
  }
  samples = samples.slice(-300);
}

function draw() {
  const d = picture(samples);
  set(byId('busy'), 'd', d.busy);
  set(byId('waiting'), 'd', d.waiting);
  set(byId('line'), 'd', d.line);
  put(byId('picture-says'), d.says);
}

let turn = 0, known; // of what is shown; what the settings have to do with, as it was last

// show puts all on the page. An answer may come after news that are newer: only
// what the news do not have is taken from it then.
function show(v) {
  showSettings(v.settings);
  if (v.history) samples = v.history.map(s => ({ ...s, at: second(s.time) }));
  if (v.turn < turn) return;
  turn = v.turn;
  const now = [v.address, v.root, v.mode, v.workers, v.queue, v.problem?.text].join();
  if (!v.settings && known !== now) refresh();
  known = now;
  showState(v);
  showWhere(v);
  showShare(v.share);
  showProblem(v.problem);
  showTransfers(v.transfers);
  showLists(v);
  remember(v);
  draw();
}

// Asking. A form says what it has asked for in its own .answer.

addEventListener('submit', event => {
  event.preventDefault();
  const form = event.target, button = event.submitter ?? form.querySelector('button');
  if (button.getAttribute('aria-disabled') === 'true') return;
  button.setAttribute('aria-disabled', 'true');
  ask(form, button).finally(() => button.setAttribute('aria-disabled', 'false'));
});

async function ask(form, button) {
  const action = button.getAttribute('formaction') ?? form.getAttribute('action');
  const values = form.matches('.settings') ? wishes(form) : Object.fromEntries(new FormData(form, button));
  reply(form, '');
  blame(form, {});
  if (form.matches('.settings') && !Object.keys(values).length) return reply(form, 'Nothing has been changed.', true);
  const { ok, said } = await post(action, values);
  if (ok) {
    for (const field of form.querySelectorAll('.field')) field.dataset.was = read(byId('set-' + field.dataset.name));
    if (action === '/api/quit' || action === '/api/stop' && said.single) return end();
    show(said);
    byId('tried')?.remove();
    if (values.dir) offerInsist();
    return reply(form, form.dataset.done, true);
  }
  if (said.insist) offerInsist(values);
  if (action === '/api/disconnect' || action === '/api/decide') return refresh(); // it has ended by itself
  if (action === '/api/start') await refresh();
  if (action === '/api/start' && !byId('problem').hidden) return byId('problem').scrollIntoView({ block: 'nearest' });
  const wrong = blame(form, said.faults ?? {});
  reply(form, wrong.length ? `Nothing was saved. Look at: ${wrong.join(', ')}.` : said.reason ?? said.message);
}

async function post(action, values) {
  try {
    const res = await fetch(action, {
      method: 'POST', body: JSON.stringify(values), headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    });
    return { ok: res.ok, said: await res.json() };
  } catch {
    return { ok: false, said: { message: 'Porchlight does not answer.' } };
  }
}

function wishes(form) {
  const fields = [...form.querySelectorAll('.field')].filter(changed);
  return Object.fromEntries(fields.map(f => [f.dataset.name, read(byId('set-' + f.dataset.name))]));
}

function reply(form, text, good = false) {
  const answer = form.querySelector('.answer');
  if (!answer) return;
  answer.classList.toggle('good', good);
  put(answer, sentence(text ?? ''));
}

// blame marks what is wrong, leads to the first of it, and returns what it is called.
function blame(form, faults) {
  const wrong = [];
  for (const field of form.querySelectorAll('.field')) {
    const { name } = field.dataset, fault = faults[name] ?? '';
    put(byId('fault-' + name), fault);
    field.classList.toggle('wrong', Boolean(fault));
    set(byId('set-' + name), 'aria-invalid', Boolean(fault));
    if (fault) wrong.push(name);
  }
  if (wrong.length) byId('set-' + wrong[0]).focus();
  return wrong.map(name => form.querySelector(`label[for=set-${name}]`).textContent);
}

// News. A hidden page asks for none: a browser keeps few connections to one host.

let stream, silence, ended = false;

function listen() {
  if (stream || document.hidden || ended) return;
  stream = new EventSource('/api/events');
  stream.onopen = refresh;
  stream.onmessage = event => {
    hear();
    show(JSON.parse(event.data));
  };
  stream.onerror = () => {
    silence ??= setTimeout(() => miss('Porchlight does not answer', 'It may have ended. Start it again, and open this page from its menu or with: porchlight open. What stands below is how it was last.'), 2500);
    if (stream.readyState !== EventSource.CLOSED) return;
    stream = undefined;
    setTimeout(listen, 5000);
  };
}

function hear() {
  clearTimeout(silence);
  silence = undefined;
  byId('gone').hidden = true;
  document.body.classList.remove('gone');
}

function miss(title, advice) {
  const heading = document.createElement('h2'), text = document.createElement('p');
  heading.textContent = title;
  text.textContent = advice;
  byId('gone').replaceChildren(heading, text);
  byId('gone').hidden = false;
  document.body.classList.add('gone');
  document.title = 'porchlight';
}

function end() {
  ended = true;
  stream?.close();
  clearTimeout(silence);
  miss('Porchlight has ended', 'This page can be closed.');
  byId('gone').focus();
}

async function refresh() {
  try {
    const res = await fetch('/api/status', { headers: { Accept: 'application/json' } });
    if (res.ok) show(await res.json());
  } catch { /* the stream says so */ }
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) return listen();
  stream?.close();
  stream = undefined;
  document.title = 'porchlight';
});

setInterval(() => {
  if (document.hidden || ended) return;
  advance();
  draw();
}, 1000);

byId('copy').hidden = false;
byId('copy').addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText(byId('link').textContent);
    put(byId('copy'), 'Copied');
  } catch {
    byId('code').open = true;
    getSelection().selectAllChildren(byId('link'));
    put(byId('copy'), 'Selected');
  }
  setTimeout(() => put(byId('copy'), 'Copy'), 2000);
});

if (location.pathname + location.search !== '/') history.replaceState(null, '', '/' + location.hash);
if (location.hash === '#code') byId('code').open = true;
watchFolder();
for (const form of document.querySelectorAll('form.settings')) form.noValidate = true;
listen();
