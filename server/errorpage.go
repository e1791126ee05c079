// SPDX-License-Identifier: MIT

package server

import (
	"bytes"
	"encoding/json"
	"html/template"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"porchlight/assets"
	"porchlight/server/folder"
	"porchlight/server/http1"
)

// errorTemplate is parsed when the first page is wanted.
var errorTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("error").Parse(assets.ErrorPage()))
})

// failure is what an error page tells, as HTML or as JSON.
type failure struct {
	Status int    `json:"status"`
	Title  string `json:"error"`
	Reason string `json:"message"`
	ID     string `json:"id,omitempty"`
}

// errorPage renders a failure: JSON for a client that would rather have it, else
// a small page.
func errorPage(status int, reason, id, accept string) (contentType string, body []byte) {
	f := failure{status, http.StatusText(status), sentence(reason), id}
	if prefersJSON(accept) {
		body, _ = json.Marshal(f) // a struct of strings always marshals
		return "application/json", append(body, '\n')
	}
	var page bytes.Buffer
	if err := errorTemplate().Execute(&page, f); err != nil {
		return "text/plain; charset=utf-8", []byte(f.Title + "\n")
	}
	return "text/html; charset=utf-8", page.Bytes()
}

// prefersJSON reports whether an Accept value names JSON, with a greater weight
// than HTML (RFC 9110 §12.5.1). A weight that is malformed counts as none.
func prefersJSON(accept string) bool {
	var forJSON, forHTML float64
	for item := range strings.SplitSeq(accept, ",") {
		kind, parameters, err := mime.ParseMediaType(item)
		if err != nil {
			continue
		}
		weight := 1.0
		if q, given := parameters["q"]; given {
			weight, _ = strconv.ParseFloat(q, 64)
		}
		switch {
		case strings.HasSuffix(kind, "/json"), strings.HasSuffix(kind, "+json"):
			forJSON = max(forJSON, weight)
		case strings.Contains(kind, "html"):
			forHTML = max(forHTML, weight)
		}
	}
	return forJSON > forHTML
}

// sentence makes a reason of the engine, a phrase, look like the others.
func sentence(reason string) string {
	if reason == "" || strings.HasSuffix(reason, ".") {
		return reason
	}
	return strings.ToUpper(reason[:1]) + reason[1:] + "."
}

// fail writes the one answer for everything that is refused.
func fail(w http.ResponseWriter, r *http.Request, f *refusal) {
	contentType, body := errorPage(f.status, f.reason, http1.ID(r.Context()), strings.Join(r.Header["Accept"], ","))
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(f.status)
	w.Write(body)
}

// failFolder answers for the folder, and logs what is our own fault.
func (s *Server) failFolder(w http.ResponseWriter, r *http.Request, e *folder.Error) {
	if e.Status >= http.StatusInternalServerError {
		s.journal.Logger().Error("request failed", "id", http1.ID(r.Context()), "target", r.RequestURI, "status", e.Status, "err", e)
	}
	fail(w, r, &refusal{status: e.Status, reason: e.Reason})
}
