// SPDX-License-Identifier: MIT

package server

import (
	"encoding/json"
	"net/http"
	"strings"
)

// ServeHTTP is the handler behind a door: what is refused before any file is
// touched, then the reserved targets under /-/, then the folder.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if refused := d.guard(w, r); refused != nil {
		fail(w, r, refused)
		return
	}
	if strings.HasPrefix(r.URL.Path, "/-/") {
		d.serveReserved(w, r)
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

func (d *door) serveReserved(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path != "/-/healthz":
		fail(w, r, &refusal{status: http.StatusNotFound, reason: "There is nothing here. Addresses under /-/ belong to the server."})
	case r.Method == http.MethodOptions:
		w.Header().Set("Allow", "GET, HEAD, OPTIONS")
		w.WriteHeader(http.StatusNoContent)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD, OPTIONS")
		fail(w, r, &refusal{status: http.StatusMethodNotAllowed, reason: "This address takes GET, HEAD and OPTIONS only."})
	default:
		d.serveHealth(w)
	}
}

// serveHealth says that the server answers, and how busy it is.
func (d *door) serveHealth(w http.ResponseWriter) {
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
