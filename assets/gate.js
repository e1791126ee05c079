// SPDX-License-Identifier: MIT

// The page of somebody who waits looks again and again whether they are let in,
// and is loaded anew only when there is something new to read. Without a script
// it is loaded every few seconds.

const { state, again } = document.querySelector('main').dataset;
let timer;

async function look() {
  try {
    const answer = await fetch('/-/gate', { headers: { Accept: 'text/html' }, redirect: 'manual', cache: 'no-store' });
    const page = await answer.text();
    if (!page.includes(`data-state="${state}"`)) return location.replace(location.href);
  } catch {} // the server, or the network, is away for now
  wait();
}

function wait() {
  clearTimeout(timer);
  timer = setTimeout(look, again * 1000);
}

wait();
document.addEventListener('visibilitychange', () => document.hidden || look());
