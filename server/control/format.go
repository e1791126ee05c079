// SPDX-License-Identifier: MIT

package control

import (
	"fmt"
	"html/template"
	"net"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"porchlight/server"
	"porchlight/server/amount"
	"porchlight/server/app"
)

// helpers are what the template can call. What the script says while the page is
// open is worded in the same way by functions of the same names in controlwords.js.
func helpers() template.FuncMap {
	return template.FuncMap{
		"now": time.Now, "bytes": amount.Bytes, "span": spanOf, "clock": func(t time.Time) string { return clockOf(t, time.Now()) },
		"device": deviceOf, "called": calledOf,
		"moved": movedOf, "pace": func(t server.Transfer) string { return paceOf(t, time.Now()) },
		"groups": groupsOf, "sentence": sentenceOf, "picture": pictureOf,
		"share": shareOf, "facts": func(s *app.Share) []fact { return factsOf(s, time.Now()) },
		"accesses": accessesOf, "untils": untilsOf, "places": placesOf, "blankAsker": blankAsker,
		"list":          func(name, label string, choices []choice) list { return list{name, label, choices} },
		"blankPreview":  func() preview { return preview{} },
		"blankTransfer": func() server.Transfer { return server.Transfer{} },
		"blankVisit":    func() server.Visit { return server.Visit{} },
		"blankUpload":   func() server.Upload { return server.Upload{} },
		"blankLent":     func() app.Lent { return app.Lent{Mode: "share"} },
	}
}

// wordOf is the level for people, who see its colour and its shape beside it.
func wordOf(l server.Level) string {
	switch l {
	case server.Off:
		return "Off"
	case server.Calm:
		return "On, calm"
	case server.Busy:
		return "On, busy"
	case server.Full:
		return "On, full"
	case server.Failed:
	}
	return "Not running"
}

// saysOf is one sentence on the state. A problem has a place of its own.
func saysOf(s app.Snapshot) string {
	switch {
	case s.Stopping:
		return s.Text
	case s.Level == server.Off:
		return "Nobody can reach the folder."
	case s.Level == server.Failed && s.Problem != nil:
		return "The message says why, and what to do."
	}
	return s.Text
}

// reachOf says whom an address reaches when that is not plain: a loopback one
// reaches this computer alone, and stands for the others when all are listened on.
func reachOf(s app.Snapshot) string {
	u, err := url.Parse(s.Address)
	if err != nil || !isLoopback(u.Hostname()) {
		return ""
	}
	if ip := net.ParseIP(s.Config.Host); ip != nil && ip.IsUnspecified() {
		return "Other devices reach it too, under this computer's own address or name in place of " + u.Hostname() + "."
	}
	return "This address reaches only this computer."
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// spanOf says a length of time: "2 h 5 min".
func spanOf(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return "under 1 ms"
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%d s", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%d min", d/time.Minute)
	}
	return fmt.Sprintf("%d h %d min", d/time.Hour, d%time.Hour/time.Minute)
}

// clockOf says a time of today, or the day before it.
func clockOf(t, now time.Time) string {
	t, now = t.Local(), now.Local()
	if t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return t.Format("15:04:05")
	}
	return t.Format("Jan 2, 15:04")
}

// deviceOf is who is at the other end: its address, the port says nothing.
func deviceOf(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	switch {
	case err != nil:
		return remote
	case isLoopback(host):
		return "this computer"
	}
	return host
}

// longestName is how much of a target is shown, in characters.
const longestName = 200

// calledOf is a target as a person calls it: without its escapes, unless they
// keep something away from the eye or the direction of the line.
func calledOf(target string) string {
	name, err := url.PathUnescape(target)
	if err != nil || !utf8.ValidString(name) || strings.ContainsFunc(name, isInvisible) {
		name = target
	}
	if letters := []rune(name); len(letters) > longestName {
		return string(letters[:longestName]) + "…"
	}
	return name
}

func isInvisible(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Bidi_Control) }

// sentenceOf lets an error begin as people expect it.
func sentenceOf(text string) string {
	_, size := utf8.DecodeRuneInString(text)
	return strings.ToUpper(text[:size]) + text[size:]
}

// movedOf says how much of a transfer is done.
func movedOf(t server.Transfer) string {
	switch {
	case t.Sent == 0 && t.Received > 0:
		return amount.Bytes(t.Received) + " received"
	case t.Size > 0:
		return amount.Bytes(t.Sent) + " of " + amount.Bytes(t.Size)
	}
	return amount.Bytes(t.Sent)
}

// paceOf says how fast a transfer is on the whole, and how old.
func paceOf(t server.Transfer, now time.Time) string {
	age := max(now.Sub(t.Began).Truncate(time.Second), time.Second)
	moved := float64(max(t.Sent, t.Received))
	return amount.Bytes(int64(moved/age.Seconds())) + "/s for " + spanOf(age)
}
