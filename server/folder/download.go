// SPDX-License-Identifier: MIT

package folder

import "net/http"

// download is a file that is sent from the disk, in the representations that
// lie there. Its open descriptor, not its path, says how long it is and what
// its validators are.
type download struct {
	folder *Folder
	path   string
	kind   mediaType
	file   *opened

	whole    *representation
	siblings []*opened // to be closed
}

// serveDownload sends a file that is too large to be kept ready, or that
// would not hold still while it was read.
func (f *Folder) serveDownload(w http.ResponseWriter, r *http.Request, d *download) *Error {
	defer d.close()
	o := origin{path: d.path, kind: d.kind, size: d.file.stamp.size, stamps: []stamp{d.file.stamp}}
	d.whole = f.represent(o, seekable{file: d.file.file})
	return f.answer(w, r, d)
}

func (d *download) plain() *representation { return d.whole }

// coded opens the sibling that somebody has coded before.
func (d *download) coded(c coding) *representation {
	sibling := d.folder.openSibling(d.path, c, d.file.stamp)
	if sibling == nil {
		return nil
	}
	d.siblings = append(d.siblings, sibling)
	o := origin{path: d.path, kind: d.kind, coding: c, size: sibling.stamp.size, stamps: []stamp{d.file.stamp, sibling.stamp}}
	return d.folder.represent(o, seekable{file: sibling.file})
}

func (d *download) close() {
	for _, s := range d.siblings {
		_ = s.file.Close() // read only: nothing to lose
	}
}
