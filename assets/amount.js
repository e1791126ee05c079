// SPDX-License-Identifier: MIT

// Words sizes and counts as server/amount does, so that what a script writes
// stands beside what the server wrote.

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];
const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export function bytes(n) {
  n = Math.round(n);
  let unit = 0;
  for (; n >= (unit ? 999.5 : 1000); unit++) n /= 1000;
  const decimals = unit && n < 9.95 ? 1 : 0, step = decimals ? 10 : 1;
  return `${(Math.round(n * step) / step).toFixed(decimals)} ${units[unit]}`;
}

// bytesIn returns the size that words say, as exactly as they do; 0 for no words.
export function bytesIn(words) {
  const [n, unit] = words.split(' ');
  return Number(n) * 1000 ** units.indexOf(unit) || 0;
}

export const number = n => grouped.format(n);

export const count = (n, one, many) => n === 1 ? `1 ${one}` : `${number(n)} ${many}`;
