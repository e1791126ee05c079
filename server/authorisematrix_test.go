// SPDX-License-Identifier: MIT

package server

import (
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"porchlight/server/config"
	"porchlight/server/gate"
)

// matrix is one server that everybody asks for everything.
type matrix struct {
	*fixture
	mode   lentMode
	way    gate.Way
	root   string
	upload string
	line   *client
}

// answerTo sends a request on a connection that is kept as long as it may be.
func (m *matrix) answerTo(who caller, method, route string) answer {
	m.t.Helper()
	for try := 0; ; try++ {
		if m.line == nil {
			m.line = m.dial()
		}
		a, err := m.exchange(who, method, route)
		if err == nil {
			if a.Close {
				m.line.Close()
				m.line = nil
			}
			return a
		}
		m.line.Close()
		m.line = nil
		if try == 2 {
			m.t.Fatalf("%s %s as %s: %v", method, route, who.name, err)
		}
	}
}

func (m *matrix) exchange(who caller, method, route string) (answer, error) {
	target := strings.Replace(route, "ID", m.upload, 1)
	if g := m.Gate(); m.way == gate.Code {
		target = strings.Replace(target, "/-/k/KEY", g.Path(), 1)
	}
	body, kind := "intruder", "application/octet-stream"
	switch {
	case method == "PROPFIND" || method == "LOCK" || safe(method):
		body = ""
	case method == "POST" && strings.Contains(route, "?zip"):
		body, kind = "name=file&name="+secretName, "application/x-www-form-urlencoded"
	case method == "POST" && m.mode.website:
		body, kind = `{"intruder":1}`, "application/json"
	case method == "POST":
		body = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"in.txt\"\r\n\r\nintruder\r\n--b--\r\n"
		kind = "multipart/form-data; boundary=b"
	case method == "PATCH":
		kind = "application/partial-upload"
	}
	head := method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nDepth: 1\r\nDestination: /-/dav/moved\r\nUpload-Offset: 4\r\n" +
		"Content-Type: " + kind + "\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n" + strings.Join(append(who.fields, "", body), "\r\n")
	if _, err := io.WriteString(m.line, head); err != nil {
		return answer{}, err
	}
	res, err := http.ReadResponse(m.line.in, &http.Request{Method: method})
	if err != nil {
		return answer{}, err
	}
	got, err := io.ReadAll(res.Body)
	return answer{res, string(got)}, err
}

// gives reports whether an answer holds anything of the folder.
func gives(a answer) bool {
	return strings.Contains(a.body, secretBytes) || strings.Contains(a.body, secretName) ||
		strings.HasPrefix(a.Header.Get("Content-Type"), "image/") || a.Header.Get("Content-Type") == "application/zip" ||
		a.Header.Get("Etag") != "" || a.Header.Get("Last-Modified") != ""
}

// denies has somebody who is not in, or is sent by another page, ask for
// everything, and looks at each answer and at the disk.
func (m *matrix) denies(who caller) {
	m.t.Helper()
	before := treeOf(m.t, m.root)
	for _, route := range authoriseRoutes {
		for _, method := range authoriseMethods {
			if who.in && safe(method) || everybodys(route) && who.in {
				continue // what they see is nothing that the other page could read
			}
			a := m.answerTo(who, method, route)
			if gives(a) && !everybodys(route) || strings.Contains(a.body, secretBytes) {
				m.t.Errorf("%s %s as %s = %d with something of the folder: %.80q", method, route, who.name, a.StatusCode, a.body)
			}
			if want := deniedStatuses(who, method, route); !everybodys(route) && !slices.Contains(want, a.StatusCode) {
				m.t.Errorf("%s %s as %s = %d, want one of %v", method, route, who.name, a.StatusCode, want)
			}
			if a.Header.Get("Set-Cookie") != "" && route != "/-/k/KEY" {
				m.t.Errorf("%s %s as %s gives a cookie", method, route, who.name)
			}
		}
	}
	m.unchanged(before, who.name)
	m.tellsNothing(who)
}

// tellsNothing compares what is said of files that are there with what is said of
// others: the answers must be the same.
func (m *matrix) tellsNothing(who caller) {
	m.t.Helper()
	if who.in {
		return
	}
	for _, method := range []string{"GET", "HEAD", "PUT", "DELETE", "OPTIONS"} {
		want := plainAnswer(m.answerTo(who, method, "/missing"), "/missing")
		for _, route := range []string{"/file", "/.hidden", "/sub/", "/pic.png?thumb", "/-/upload/ID", "/-/dav/file", "/-/none"} {
			if got := plainAnswer(m.answerTo(who, method, route), route); got != want && !strings.HasPrefix(got, "429") {
				m.t.Errorf("%s %s as %s:\n%s\nwant, as for a file that is missing:\n%s", method, route, who.name, got, want)
			}
		}
	}
}

// plainAnswer is an answer without what differs in any case.
func plainAnswer(a answer, route string) string {
	h := a.Header.Clone()
	for _, name := range []string{"Date", "X-Request-Id", "Keep-Alive", "Connection"} {
		h.Del(name)
	}
	return fmt.Sprint(a.StatusCode, h, strings.ReplaceAll(a.body, route, "ROUTE"))
}

func (m *matrix) unchanged(before map[string]string, by string) {
	m.t.Helper()
	if after := treeOf(m.t, m.root); !maps.Equal(before, after) {
		for path, was := range before {
			if after[path] != was {
				m.t.Errorf("%s changed %s", by, path)
			}
			delete(after, path)
		}
		m.t.Errorf("%s made %v", by, slices.Collect(maps.Keys(after)))
	}
}

// permits has somebody who is in ask for everything: first for what must leave
// the folder as it is, then for the rest.
func (m *matrix) permits(who caller) {
	m.t.Helper()
	before := treeOf(m.t, m.root)
	read := 0
	for _, route := range authoriseRoutes {
		for _, method := range authoriseMethods {
			if m.mode.mayWrite(method, route) {
				continue
			}
			a := m.answerTo(who, method, route)
			if !everybodys(route) && gives(a) && method != "HEAD" {
				if read++; !m.mode.mayRead(method, route) {
					m.t.Errorf("%s %s as %s = %d with something of the folder: %.80q", method, route, who.name, a.StatusCode, a.body)
				}
			}
			if a.StatusCode == http.StatusUnauthorized || a.StatusCode >= 500 && a.StatusCode != http.StatusNotImplemented {
				m.t.Errorf("%s %s as %s = %d", method, route, who.name, a.StatusCode)
			}
		}
	}
	m.unchanged(before, who.name)
	if m.mode.reads != (read > 0) {
		m.t.Errorf("%s was given %d answers of the folder, want some: %t", who.name, read, m.mode.reads)
	}
	for _, route := range authoriseRoutes {
		for _, method := range authoriseMethods {
			if m.mode.mayWrite(method, route) {
				m.answerTo(who, method, route)
			}
		}
	}
	writes := m.mode.takes || m.mode.davWrite || m.mode.takesOnlyJSON
	if changed := !maps.Equal(before, treeOf(m.t, m.root)); changed != writes {
		m.t.Errorf("%s changed the folder: %t, want %t", who.name, changed, writes)
	}
}

// newMatrix starts a server in a mode and with a way in.
func newMatrix(t *testing.T, mode lentMode, way gate.Way) *matrix {
	root := authoriseRoot(t)
	f := start(t, func(c *config.Config) {
		mode.apply(c)
		c.Root, c.Access = root, string(way)
	})
	t.Cleanup(f.stop)
	return &matrix{fixture: f, mode: mode, way: way, root: root}
}

// cookie lets a browser in, as its link does, or as a person's word.
func (m *matrix) cookie() string {
	m.t.Helper()
	var a answer
	if m.way == gate.Ask {
		a = m.ask("GET /", "Accept: text/html")
		for _, asker := range m.Gate().Asking() {
			m.Gate().Decide(asker.ID, gate.Allow)
		}
	} else {
		a = m.ask("GET " + m.Gate().Path())
	}
	cookie, _, _ := strings.Cut(a.Header.Get("Set-Cookie"), ";")
	if cookie == "" {
		m.t.Fatalf("%d gives no cookie", a.StatusCode)
	}
	return cookie
}

func basicOf(code string) string {
	return "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(":"+code))
}

// beginUpload makes the upload that /-/upload/ID is, where there may be one.
func (m *matrix) beginUpload(fields ...string) {
	m.t.Helper()
	m.upload = strings.Repeat("0", 32)
	if !m.mode.takes {
		return
	}
	c := m.dial()
	c.send("POST /part.bin", append(fields, "Upload-Complete: ?0", "Upload-Length: 12", "Content-Length: 4", "Connection: close")...)
	if _, err := io.WriteString(c, "part"); err != nil {
		m.t.Fatal(err)
	}
	a := c.receive("POST")
	id, found := strings.CutPrefix(a.Header.Get("Location"), "/-/upload/")
	if !found {
		m.t.Fatalf("an upload begins with %d %q", a.StatusCode, a.body)
	}
	m.upload = id
}
