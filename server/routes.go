// SPDX-License-Identifier: MIT

package server

import (
	"encoding/json"
	"net/http"
	"strings"

	"porchlight/server/page"
)

// ServeHTTP is the handler behind a door: what is refused before any file is
// touched, then what is the server's own, then what is lent to those who may have
// it.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.server.lobby.LetIn(r)
	if refused := d.guard(w, r); refused != nil {
		fail(w, r, refused)
		return
	}
	if strings.HasPrefix(r.URL.Path, "/"+reserved+"/") && d.serveOwn(w, r) {
		return
	}
	st := d.enter()
	if st == nil {
		fail(w, r, &refusal{status: http.StatusServiceUnavailable, reason: "The server is stopping."})
		return
	}
	defer st.release()
	if st.authorise(w, r) {
		st.serve(w, r)
	}
}

// serveOwn answers what has nothing to do with what is lent, and is open to
// everybody: the health page, and the style and scripts of the pages.
func (d *door) serveOwn(w http.ResponseWriter, r *http.Request) bool {
	if r.URL.Path == "/"+reserved+"/healthz" {
		d.serveHealth(w, r)
		return true
	}
	return page.Serve(w, r)
}

// Rooms below the reserved segment that what is lent has.
const (
	davPrefix    = "/" + reserved + "/dav"
	uploadPrefix = "/" + reserved + "/upload/"
)

// isDAV reports whether a path is one of WebDAV's.
func isDAV(path string) bool {
	rest, ok := strings.CutPrefix(path, davPrefix)
	return ok && (rest == "" || rest[0] == '/')
}

// serve hands a request that is permitted to the room that it is for.
func (st *site) serve(w http.ResponseWriter, r *http.Request) {
	switch path := r.URL.Path; {
	case st.dav != nil && isDAV(path):
		st.dav.ServeHTTP(w, r)
	case strings.HasPrefix(path, uploadPrefix):
		st.folder.ServeUpload(w, r)
	default:
		st.folder.ServeHTTP(w, r)
	}
}

// reserved is the first segment of addresses that are the server's own: no file
// answers to them, also where one of that name lies.
const reserved = "-"

func (d *door) serveHealth(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodOptions:
		w.Header().Set("Allow", "GET, HEAD, OPTIONS")
		w.WriteHeader(http.StatusNoContent)
	case http.MethodGet, http.MethodHead:
		d.tellHealth(w)
	default:
		w.Header().Set("Allow", "GET, HEAD, OPTIONS")
		fail(w, r, &refusal{status: http.StatusMethodNotAllowed, reason: "This address takes GET, HEAD and OPTIONS only."})
	}
}

// tellHealth says that the server answers, and how busy it is.
func (d *door) tellHealth(w http.ResponseWriter) {
	status := d.server.Status()
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(struct { // a client that has gone is the engine's to notice
		Status string `json:"status"`
		Level  Level  `json:"level"`
		Text   string `json:"text"`
	}{"ok", status.Level, status.Text})
}
