// SPDX-License-Identifier: MIT

package gate

import (
	"crypto/rand"
	"crypto/sha256"
	"net"
	"net/http"
	"strings"
	"time"
)

// digest stands for a cookie. The cookie itself is not kept, and looking a digest
// up tells by its time nothing that would help to guess a cookie.
type digest [sha256.Size]byte

// session is a browser that was let in.
type session struct {
	until time.Time // zero: as long as the share
	used  time.Time
}

// sessions are the browsers that were let in, at most mostSessions.
type sessions map[digest]session

const mostSessions = 1024

// knows reports whether a cookie lets in, and remembers that it was used.
func (s sessions) knows(cookie digest, now time.Time) bool {
	found, ok := s[cookie]
	if ok && !found.until.IsZero() && !now.Before(found.until) {
		delete(s, cookie)
		return false
	}
	if ok {
		found.used = now
		s[cookie] = found
	}
	return ok
}

// add lets a cookie in until a time, or for good if that is zero. When there are
// too many, the one that was not used for the longest time goes.
func (s sessions) add(cookie digest, until time.Time) {
	if len(s) >= mostSessions {
		var oldest digest
		var used time.Time
		for c, session := range s {
			if used.IsZero() || session.used.Before(used) {
				oldest, used = c, session.used
			}
		}
		delete(s, oldest)
	}
	s[cookie] = session{until: until, used: time.Now()}
}

// midnight is when the day of t ends, where this computer is.
func midnight(t time.Time) time.Time {
	year, month, day := t.Local().Date()
	return time.Date(year, month, day+1, 0, 0, 0, 0, time.Local)
}

// cookieName bears the port, because cookies know none: two shares of one
// computer would overwrite each other's. The guard has checked the Host.
func cookieName(r *http.Request) string {
	_, port, err := net.SplitHostPort(r.Host)
	if err != nil || port == "" || strings.Trim(port, "0123456789") != "" {
		port = "default"
	}
	return "porchlight_gate_" + port
}

// cookieOf returns what a request bears; none is the digest of nothing.
func cookieOf(r *http.Request) digest {
	cookie, err := r.Cookie(cookieName(r))
	if err != nil {
		return sha256.Sum256(nil)
	}
	return sha256.Sum256([]byte(cookie.Value))
}

// giveCookie puts a new one into the answer. What a browser brings along is
// never taken over: somebody else may have put it there. It has no Max-Age: the
// browser forgets it when it ends.
func giveCookie(w http.ResponseWriter, r *http.Request) digest {
	value := rand.Text() // 130 bits
	http.SetCookie(w, &http.Cookie{
		Name: cookieName(r), Value: value, Path: "/",
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil,
	})
	return sha256.Sum256([]byte(value))
}
