// SPDX-License-Identifier: MIT

package server

import (
	"encoding/json"
	"html/template"
	"log/slog"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"porchlight/assets"
	"porchlight/server/folder"
	"porchlight/server/gate"
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
	f := failure{Status: status, Reason: reason, ID: id}
	if prefersJSON(accept) {
		body, _ = json.Marshal(f.told()) // a struct of strings always marshals
		return "application/json", append(body, '\n')
	}
	return "text/html; charset=utf-8", pages.render(f)
}

// told puts the failure into the words that are shown.
func (f failure) told() failure {
	f.Title, f.Reason = http.StatusText(f.Status), sentence(f.Reason)
	return f
}

// pages are those of all servers: they depend on nothing but the failure.
var pages errorPages

// errorPages keeps rendered pages, so that a flood of refusals does not run the
// template, whose stack would stay with each connection.
type errorPages struct {
	mu   sync.RWMutex
	kept map[failure]errorHalves // under idMark in the place of the id, if any
}

// errorHalves is a page in two: the id stands between them. A page without one
// is all before it.
type errorHalves struct{ before, after []byte }

const (
	mostPages = 128 // kept at once; each has 2 to 3 KiB
	idMark    = "request-id-goes-here"
)

// render returns the page of a failure, which is not to be changed: one without
// an id is the one that is kept.
func (p *errorPages) render(f failure) []byte {
	id := template.HTMLEscapeString(f.ID)
	if f.ID != "" {
		f.ID = idMark
	}
	p.mu.RLock()
	page, found := p.kept[f]
	p.mu.RUnlock()
	if !found {
		page = halve(f)
		p.keep(f, page)
	}
	if f.ID == "" {
		return page.before
	}
	body := make([]byte, 0, len(page.before)+len(id)+len(page.after))
	return append(append(append(body, page.before...), id...), page.after...)
}

func (p *errorPages) keep(f failure, page errorHalves) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.kept) >= mostPages || p.kept == nil {
		p.kept = make(map[failure]errorHalves)
	}
	p.kept[f] = page
}

// halve renders the page of a failure and cuts it where the id belongs, which
// stands behind the reason.
func halve(f failure) errorHalves {
	var page strings.Builder
	if err := errorTemplate().Execute(&page, f.told()); err != nil {
		return errorHalves{before: []byte(http.StatusText(f.Status) + "\n")}
	}
	before, after := page.String(), ""
	if i := strings.LastIndex(before, idMark); i >= 0 && f.ID != "" {
		before, after = before[:i], before[i+len(idMark):]
	}
	return errorHalves{[]byte(before), []byte(after)}
}

// prefersJSON reports whether an Accept value names JSON, with a greater weight
// than HTML (RFC 9110 §12.5.1). A weight that is malformed counts as none.
func prefersJSON(accept string) bool {
	if !strings.Contains(strings.ToLower(accept), "json") {
		return false
	}
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

// failFolder answers for the folder, and logs what is our own fault, or kept an
// upload from the disk: its owner hears of neither otherwise.
func (s *Server) failFolder(w http.ResponseWriter, r *http.Request, e *folder.Error) {
	level := slog.LevelError
	if e.Status < http.StatusInternalServerError {
		level = slog.LevelWarn
	}
	if level == slog.LevelError || r.Method != http.MethodGet && e.Err != nil {
		s.journal.Logger().Log(r.Context(), level, "request failed",
			"id", http1.ID(r.Context()), "target", gate.Redact(r.RequestURI), "status", e.Status, "err", e)
	}
	fail(w, r, &refusal{status: e.Status, reason: e.Reason})
}
