// SPDX-License-Identifier: MIT

package gate

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

// note is an answer in a sentence.
type note struct {
	status  int
	message string // says what to do
}

// say answers in a sentence: JSON for those who accept it, else plain text.
func say(w http.ResponseWriter, r *http.Request, n note) {
	title := http.StatusText(n.status)
	if accepts(r, "application/json") {
		body, _ := json.Marshal(map[string]any{"status": n.status, "error": title, "message": n.message}) // always marshals
		write(w, n.status, "application/json", append(body, '\n'))
		return
	}
	write(w, n.status, "text/plain; charset=utf-8", []byte(title+". "+n.message+"\n"))
}

func redirect(w http.ResponseWriter, next string) {
	secure(w.Header())
	w.Header().Set("Location", next)
	w.WriteHeader(http.StatusSeeOther)
}

func write(w http.ResponseWriter, status int, contentType string, body []byte) {
	secure(w.Header())
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write(body)
}

// secure puts the fields that every answer has: nothing from elsewhere, in no
// frame, kept by nobody, and its address is told to nobody.
func secure(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "+
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Frame-Options", "DENY")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// wantsPage reports whether a person looks at the answer.
func wantsPage(r *http.Request) bool {
	return (r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodPost) && accepts(r, "text/html")
}

// isBrowser reports whether a request for something else than a page comes from
// a browser, by the word with which all their names begin. It would open a window
// of its own and ask for a name and password, which nobody has. Of the methods
// that WebDAV has too, those are a browser's that want JSON, as our script does.
func isBrowser(r *http.Request) bool {
	simple := r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodPost
	return (simple || accepts(r, "application/json")) && strings.HasPrefix(r.UserAgent(), "Mozilla/")
}

func accepts(r *http.Request, mediaType string) bool {
	for member := range strings.SplitSeq(strings.Join(r.Header["Accept"], ","), ",") {
		kind, _, _ := strings.Cut(member, ";")
		if strings.EqualFold(strings.TrimSpace(kind), mediaType) {
			return true
		}
	}
	return false
}
