// SPDX-License-Identifier: MIT

package folder

import (
	"os"
	"time"

	"porchlight/server/coding"
)

// suffixes are what the names of siblings end in, by their coding.
var suffixes = [coding.Kinds]string{coding.Brotli: ".br", coding.Zstd: ".zst", coding.Gzip: ".gz"}

// siblingOf returns the stamp of the file beside a file that holds it in another
// coding (app.js.br, app.js.gz), zero when there is none to be used. Where
// visitors may send files there is none: a.txt.gz of one would stand in for a.txt
// of another.
func (f *Folder) siblingOf(path string, c coding.Coding, of stamp) stamp {
	if f.take != nil {
		return stamp{}
	}
	info, _, err := lookUp(&f.openFolders, path+suffixes[c], (*os.Root).Stat)
	if err != nil || !info.Mode().IsRegular() {
		return stamp{}
	}
	if s := stampOf(info); isSibling(s, of) {
		return s
	}
	return stamp{}
}

// isSibling reports whether s may hold the content of the file beside it: it
// is not empty, and not older in whole seconds, which is all that survives
// copying and unpacking.
func isSibling(s, of stamp) bool {
	const second = int64(time.Second)
	return s.size > 0 && s.written/second >= of.written/second
}

// openSibling opens the coded sibling of a file, nil when there is none.
func (f *Folder) openSibling(path string, c coding.Coding, of stamp) *opened {
	if f.take != nil {
		return nil
	}
	sibling, refused := f.open(path + suffixes[c])
	if refused != nil {
		return nil
	}
	if sibling.folder || !isSibling(sibling.stamp, of) {
		_ = sibling.file.Close() // read only: nothing to lose
		return nil
	}
	return sibling
}
