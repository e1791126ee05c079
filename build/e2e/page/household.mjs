// SPDX-License-Identifier: MIT

// A folder that people have filled over years: photos of two cameras, documents,
// and songs. What it weighs tells what theirs weighs; numbered names would not.

import { closeSync, ftruncateSync, futimesSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

const words = `river night summer house letter garden winter morning silver broken heart road home dance fire rain gold
  blue paper train window island mother echo shadow dream little long last first lonely city moon star wild sweet cold
  burning falling running waiting singing stone water light dark green red black white story wonder thunder wind storm
  ocean mountain valley bird wolf rose invoice school insurance contract recipe holiday plan meeting tax`.split(/\s+/);

// dice always fall the same way, so that a folder weighs the same each time.
function dice(seed) {
  return below => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor(seed / 2 ** 32 * below);
  };
}

// fill puts so many files into dir, and returns their names. They have sizes
// and dates, and no content.
export function fill(dir, many) {
  const throwDice = dice(7), one = list => list[throwDice(list.length)], two = n => String(n).padStart(2, '0');
  const title = () => Array.from({ length: 1 + throwDice(4) }, () => one(words)).join(' ');
  const artists = Array.from({ length: 60 }, () => `The ${one(words)} ${one(words)}s`), names = new Set();
  const kinds = { // of twenty files: eight, six, three and three
    phone: (n, when) => `IMG_${when.slice(0, 10).replaceAll('-', '')}_${when.slice(11, 19).replaceAll(':', '')}.jpg`,
    camera: n => `DSC${String(n + throwDice(3)).padStart(5, '0')}.JPG`,
    document: (n, when) => `${when.slice(0, 10)} ${title()}.${one(['pdf', 'docx', 'odt'])}`,
    song: () => `${one(artists)} - ${two(1 + throwDice(14))} ${title()}.mp3`,
  };
  const order = [['phone', 8], ['camera', 6], ['document', 3], ['song', 3]].flatMap(([kind, n]) => Array(n).fill(kind));
  mkdirSync(dir);
  for (let n = 0; names.size < many; n++) {
    const at = 1.6e9 + n * 9000 + throwDice(9000), name = kinds[order[n % 20]](n, new Date(at * 1000).toISOString());
    if (names.has(name)) continue;
    names.add(name);
    const file = openSync(join(dir, name), 'w');
    ftruncateSync(file, Math.round(-3e6 * Math.log((1 + throwDice(1e6)) / 1e6)));
    futimesSync(file, at, at);
    closeSync(file);
  }
  return [...names];
}
