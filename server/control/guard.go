// SPDX-License-Identifier: MIT

package control

import (
	"net/http"
	"net/url"
	"strings"
)

// cookieName holds a session. Cookies know no ports, so the name of a second
// porchlight of the same computer is another one.
func (c *Control) cookieName() string { return "porchlight_" + c.port() }

func (c *Control) port() string {
	address := c.listener.Addr().String()
	return address[strings.LastIndexByte(address, ':')+1:]
}

// refusal is why a request gets no answer.
type refusal struct {
	status int
	reason string // one or two sentences, safe to show, with what to do
}

// guard refuses everybody who was not let in, in this order: another name for
// us, which a hostile page may have pointed here; a request that another page
// has made; one without a key.
func (c *Control) guard(r *http.Request) *refusal {
	switch {
	case !c.isOurs(r.Host):
		return &refusal{http.StatusForbidden, "The control page does not go by that name."}
	case !c.fromOurs(r):
		return &refusal{http.StatusForbidden, "Another page has asked for this. Only the control page itself may."}
	case !c.letIn(r):
		return &refusal{http.StatusForbidden, "This address lets nobody in by itself. Open the control page from porchlight's menu, or with: porchlight open"}
	}
	return nil
}

// isOurs reports whether a Host is the one of the listener, by its number or by
// the name for it.
func (c *Control) isOurs(host string) bool {
	host = strings.ToLower(host)
	return host == "127.0.0.1:"+c.port() || host == "localhost:"+c.port()
}

// fromOurs reports whether a request was made by our own page, by a person, or
// by a program. Browsers tell (Fetch Metadata, RFC 6454), and a browser's POST
// must: one that does not may have been made by anybody.
func (c *Control) fromOurs(r *http.Request) bool {
	site, origin := r.Header.Get("Sec-Fetch-Site"), r.Header.Get("Origin")
	if len(r.Header["Origin"]) > 1 || origin != "" && !c.isOurOrigin(origin) {
		return false
	}
	if site != "" && site != "same-origin" && site != "none" {
		return false
	}
	safe := r.Method == http.MethodGet || r.Method == http.MethodHead
	return safe || origin != "" || c.hasToken(r)
}

func (c *Control) isOurOrigin(origin string) bool {
	u, err := url.Parse(origin)
	return err == nil && u.Scheme == "http" && c.isOurs(u.Host) && u.Path == "" && u.RawQuery == "" && u.User == nil
}

// letIn reports whether a request shows the token of the instance, or the cookie
// of a browser that was let in.
func (c *Control) letIn(r *http.Request) bool {
	if c.hasToken(r) {
		return true
	}
	cookie, err := r.Cookie(c.cookieName())
	return err == nil && c.keys.knowsSession(cookie.Value)
}

func (c *Control) hasToken(r *http.Request) bool {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return ok && c.keys.isToken(token)
}

// enter lets a browser in: the ticket in the address becomes a cookie that no
// script reads and no other site sends, and the address is cleaned of it. A ticket
// that was used before leads a browser that is in already to the page.
func (c *Control) enter(w http.ResponseWriter, r *http.Request, ticket string) *refusal {
	if !c.isOurs(r.Host) || !c.fromOurs(r) {
		return c.guard(r)
	}
	session, ok := c.keys.exchange(ticket)
	switch {
	case ok:
		http.SetCookie(w, &http.Cookie{
			Name: c.cookieName(), Value: session, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode,
		})
	case !c.letIn(r):
		return c.guard(r)
	}
	to := url.URL{Path: "/"}
	if dir := r.URL.Query().Get("dir"); dir != "" {
		to.RawQuery = url.Values{"dir": {dir}}.Encode()
	}
	w.Header().Set("Location", to.String())
	w.WriteHeader(http.StatusSeeOther)
	return nil
}
