// SPDX-License-Identifier: MIT

package server

import (
	"encoding/json"
	"net/http"
)

// ServeHTTP is the handler behind a door: what is refused before any file is
// touched, then the health page, then the folder, which judges every other name.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.server.lobby.LetIn(r)
	if refused := d.guard(w, r); refused != nil {
		fail(w, r, refused)
		return
	}
	if r.URL.Path == "/"+reserved+"/healthz" {
		d.serveHealth(w, r)
		return
	}
	st := d.server.enter()
	if st == nil {
		fail(w, r, &refusal{status: http.StatusServiceUnavailable, reason: "The server is stopping."})
		return
	}
	defer st.release()
	st.folder.ServeHTTP(w, r)
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
