// SPDX-License-Identifier: MIT

package control

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"porchlight/assets"
)

// route is what answers at one target.
type route struct {
	method string // GET stands for HEAD too
	serve  func(w http.ResponseWriter, r *http.Request) *refusal
}

func (c *Control) table() map[string]route {
	get, post := http.MethodGet, http.MethodPost
	return map[string]route{
		"/":               {get, c.servePage},
		"/control.css":    {get, asset("text/css; charset=utf-8", assets.ControlStyle())},
		"/control.js":     {get, asset("text/javascript; charset=utf-8", assets.ControlScript())},
		"/amount.js":      {get, asset("text/javascript; charset=utf-8", assets.AmountScript())},
		"/words.js":       {get, asset("text/javascript; charset=utf-8", assets.ControlWords())},
		"/dom.js":         {get, asset("text/javascript; charset=utf-8", assets.ControlDOM())},
		"/share.js":       {get, asset("text/javascript; charset=utf-8", assets.ControlShare())},
		"/qr.svg":         {get, c.serveSVG()},
		"/qr.png":         {get, c.servePNG()},
		"/metrics":        {get, c.serveMetrics},
		"/api/status":     {get, c.serveStatus},
		"/api/events":     {get, c.serveEvents},
		"/api/start":      {post, c.act(c.start)},
		"/api/stop":       {post, c.act(c.stop)},
		"/api/share":      {post, c.act(c.lend("share"))},
		"/api/receive":    {post, c.act(c.lend("receive"))},
		"/api/website":    {post, c.act(c.lend("website"))},
		"/api/preview":    {post, c.servePreview},
		"/api/decide":     {post, c.act(c.decide)},
		"/api/config":     {post, c.act(c.set)},
		"/api/reload":     {post, c.act(c.reload)},
		"/api/disconnect": {post, c.act(c.disconnect)},
		"/api/show":       {post, c.act(c.show)},
		"/api/quit":       {post, c.act(c.quit)},
	}
}

// ServeHTTP answers everything: first who asks, then what.
func (c *Control) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	secure(w.Header())
	if refused := c.serve(w, r); refused != nil {
		fail(w, r, refused)
	}
}

func (c *Control) serve(w http.ResponseWriter, r *http.Request) *refusal {
	if token := r.URL.Query()["token"]; r.URL.Path == "/" && len(token) == 1 && isGet(r) {
		return c.enter(w, r, token[0])
	}
	if refused := c.guard(r); refused != nil {
		return refused
	}
	target, known := c.routes[r.URL.Path]
	switch {
	case !known:
		return &refusal{http.StatusNotFound, "There is nothing here."}
	case r.Method != target.method && !(target.method == http.MethodGet && isGet(r)):
		w.Header().Set("Allow", allow(target.method))
		return &refusal{http.StatusMethodNotAllowed, "This address takes " + allow(target.method) + " only."}
	}
	return target.serve(w, r)
}

func isGet(r *http.Request) bool { return r.Method == http.MethodGet || r.Method == http.MethodHead }

func allow(method string) string {
	if method == http.MethodGet {
		return "GET, HEAD"
	}
	return method
}

// secure puts the fields that every answer has: nothing from elsewhere, in no
// frame, kept by nobody.
func secure(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "+
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Frame-Options", "DENY")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

func asset(contentType, content string) func(http.ResponseWriter, *http.Request) *refusal {
	return func(w http.ResponseWriter, _ *http.Request) *refusal {
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write([]byte(content)) // a browser that has gone is the engine's to notice
		return nil
	}
}

// fail answers with a reason: JSON for programs, plain text for people.
func fail(w http.ResponseWriter, r *http.Request, f *refusal) {
	contentType, body := plainPage(f.status, f.reason, "", strings.Join(r.Header["Accept"], ","))
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(f.status)
	_, _ = w.Write(body) // a browser that has gone is the engine's to notice
}

// plainPage is what the engine answers with itself, too.
func plainPage(status int, reason, _, accept string) (contentType string, body []byte) {
	if slices.ContainsFunc(strings.Split(accept, ","), isJSONType) {
		body, _ = json.Marshal(map[string]any{"status": status, "error": http.StatusText(status), "message": reason}) // always marshals
		return "application/json", append(body, '\n')
	}
	return "text/plain; charset=utf-8", []byte(http.StatusText(status) + ". " + reason + "\n")
}

func isJSONType(member string) bool {
	kind, _, _ := strings.Cut(member, ";")
	return strings.EqualFold(strings.TrimSpace(kind), "application/json")
}
