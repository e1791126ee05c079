// SPDX-License-Identifier: MIT

package folder

import "net/http"

// serveListing answers for a folder by what is in it. The folder is read and
// put in order before the first byte is sent, so that what goes wrong can be
// told; from there on nothing does.
func (f *Folder) serveListing(w http.ResponseWriter, r *http.Request, n name) *Error {
	if r.Method == http.MethodOptions {
		return allow(w, f.folderMethods())
	}
	dir, refused := f.open(n.path)
	if refused != nil {
		return folderRefused(refused)
	}
	defer dir.file.Close()
	if !dir.folder {
		return notFound(nil)
	}
	q := parseListQuery(rawQuery(r))
	l := &listing{folder: f, path: n.path}
	if err := l.read(r.Context(), dir.file, q.filter); err != nil {
		return folderRefused(f.fault(err))
	}
	l.order(q)
	if wantsJSON(r) {
		send(w, r, &f.coders, document{"application/json", l.writeJSON})
		return nil
	}
	v := f.newView(n, l, q)
	send(w, r, &f.coders, document{htmlType, v.write})
	return nil
}

// folderRefused puts what is said of a file into words for a folder.
func folderRefused(e *Error) *Error {
	switch e.Status {
	case http.StatusForbidden:
		e.Reason = "This folder cannot be read here. Ask the person who shares it."
	case http.StatusNotFound:
		e.Reason = "There is no such folder here. Check the address."
	}
	return e
}

// folderMethods are those of a folder's own address. A form on its page sends
// to it.
func (f *Folder) folderMethods() string {
	if f.page.Writable || f.page.Zip {
		return fileMethods + ", POST"
	}
	return fileMethods
}

// serveInbox answers at the root of a folder that only takes files, by the page
// to send them from.
func (f *Folder) serveInbox(w http.ResponseWriter, r *http.Request) *Error {
	if r.Method == http.MethodOptions {
		return allow(w, f.folderMethods())
	}
	v := f.newView(name{path: "."}, nil, parseListQuery(rawQuery(r)))
	send(w, r, &f.coders, document{htmlType, v.writeInbox})
	return nil
}
