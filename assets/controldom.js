// SPDX-License-Identifier: MIT

// Changes the control page only where it differs: whatever has the focus, or is
// selected, stays what it is.

export const byId = id => document.getElementById(id);
export const template = id => byId(id).content.firstElementChild;

export function put(node, text) {
  text = String(text ?? '');
  if (node.textContent !== text) node.textContent = text;
}

export function set(node, name, value) {
  if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}

export function fill(row, texts) {
  for (const [name, text] of Object.entries(texts)) {
    for (const node of row.querySelectorAll(`[data-is=${name}]`)) put(node, text);
  }
}

// fit makes the rows of a list those of the items, in their order.
export function fit(list, items, key, model, write) {
  const rows = new Map([...list.children].map(row => [row.dataset.key, row]));
  const keys = new Set(items.map(key));
  for (const [k, row] of rows) if (!keys.has(k)) remove(row);
  let at = list.firstElementChild;
  for (const item of items) {
    let row = rows.get(key(item));
    if (row && row === at) {
      at = at.nextElementSibling;
    } else {
      row ??= model.cloneNode(true);
      row.dataset.key = key(item);
      list.insertBefore(row, at);
    }
    write(row, item);
  }
}

// remove hands the focus on to a neighbour, or to the heading: always to that in a
// list where a second press would do something grave.
function remove(row) {
  if (row.contains(document.activeElement)) {
    const next = (row.nextElementSibling ?? row.previousElementSibling)?.querySelector('button');
    const heading = row.closest('section').querySelector('h2');
    (row.closest('[data-careful]') ? heading : next ?? heading).focus();
  }
  row.remove();
}
