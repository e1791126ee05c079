// SPDX-License-Identifier: MIT

package server

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"porchlight/server/config"
	"porchlight/server/gate"
)

// The table of who may do what: every route by every method, as everybody who may
// come, to everything that a folder can be lent as. The rule is written here a
// second time and in short; that the server keeps to it is read from its answers
// and from the disk.

// lentMode is what a folder is lent as.
type lentMode struct {
	name                         string
	website, reads, takes        bool
	dav, davWrite, takesOnlyJSON bool
}

var lentModes = []lentMode{
	{name: "share", reads: true},
	{name: "share with uploads", reads: true, takes: true},
	{name: "receive", takes: true},
	{name: "share with webdav read", reads: true, dav: true},
	{name: "share with webdav write", reads: true, dav: true, davWrite: true},
	{name: "website", website: true, reads: true, takesOnlyJSON: true},
}

func (m lentMode) apply(c *config.Config) {
	c.Mode, c.Access, c.Types = "share", "open", []string{"*"}
	c.Downloads, c.Listing, c.Uploads = m.reads, m.reads, m.takes
	c.MaxRequests, c.KeepFree, c.WorkersPerClient = 0, 0, 0
	switch {
	case m.website:
		c.Mode, c.Listing, c.Uploads = "website", false, true
	case !m.reads:
		c.Mode = "receive"
	case m.davWrite:
		c.WebDAV = "write"
	case m.dav:
		c.WebDAV = "read"
	}
}

// caller is somebody who asks, by the fields of their requests.
type caller struct {
	name    string
	fields  []string
	in      bool // bears what lets in
	foreign bool // is sent by a page of somewhere else
}

const (
	secretBytes = "secret-bytes-of-a-file" // stands in each file
	secretName  = "secret-name"            // begins the names that a listing tells
)

// authoriseRoot makes a folder with something for each route to give away.
func authoriseRoot(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	fillAuthoriseRoot(t, root)
	return root
}

func fillAuthoriseRoot(t *testing.T, root string) {
	t.Helper()
	for _, name := range []string{
		"file", "index.html", "sub/" + secretName, secretName + ".txt", ".hidden", "-/none", "-/dav/file", "-/upload/x",
	} {
		writeFile(t, root, name, secretBytes)
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	writeFile(t, root, "pic.png", picture.String())
}

// refill makes the folder what it was, after somebody has changed it.
func (m *matrix) refill() {
	m.t.Helper()
	entries, err := os.ReadDir(m.root)
	if err != nil {
		m.t.Fatal(err)
	}
	for _, e := range entries {
		if err := os.RemoveAll(filepath.Join(m.root, e.Name())); err != nil {
			m.t.Fatal(err)
		}
	}
	fillAuthoriseRoot(m.t, m.root)
}

// treeOf tells a folder from one in which anything has been changed.
func treeOf(t *testing.T, root string) map[string]string {
	t.Helper()
	tree := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			tree[path] = "folder"
			return err
		}
		content, err := os.ReadFile(path)
		tree[path] = fmt.Sprintf("%x", sha256.Sum256(content))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// routes are where the requests go; KEY and ID are filled in.
var authoriseRoutes = []string{
	"/", "/file", "/sub/", "/.hidden", "/missing", "/?zip", "/sub/?zip", "/pic.png?thumb", "/upload",
	"/-/healthz", "/-/page.css", "/-/gate", "/-/gate.css", "/-/k/KEY", "/-/k/wrong", "/-/upload/", "/-/upload/ID",
	"/-/dav", "/-/dav/", "/-/dav/file", "/-/none",
}

var authoriseMethods = []string{
	"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "PROPFIND", "MKCOL", "MOVE", "COPY", "LOCK", "TRACE", "CONNECT", "FOO",
}

// everybodys reports whether a route is open to everybody: it holds nothing of
// what is lent.
func everybodys(route string) bool {
	switch route {
	case "/-/healthz", "/-/page.css", "/-/gate", "/-/gate.css", "/-/k/KEY", "/-/k/wrong":
		return true
	}
	return false
}

func isDAVRoute(route string) bool { return strings.HasPrefix(route, "/-/dav") }

func safe(method string) bool {
	return slices.Contains([]string{"GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND"}, method)
}

// mayWrite reports whether the rule lets a request change the folder.
func (m lentMode) mayWrite(method, route string) bool {
	switch {
	case isDAVRoute(route):
		return m.davWrite && slices.Contains([]string{"PUT", "DELETE", "MKCOL", "MOVE", "COPY", "LOCK"}, method)
	case route == "/-/upload/ID":
		return m.takes && (method == "PATCH" || method == "DELETE" || method == "HEAD")
	case strings.HasPrefix(route, "/-/"):
		return false
	case m.takesOnlyJSON:
		return route == "/upload" && method == "POST"
	}
	return m.takes && (method == "PUT" || method == "POST" && !(m.reads && strings.Contains(route, "?zip")))
}

// mayRead reports whether the rule lets a request have something of the folder.
func (m lentMode) mayRead(method, route string) bool {
	switch {
	case !m.reads || route == "/.hidden" || route == "/missing":
		return false
	case isDAVRoute(route):
		return m.dav && (method == "GET" || method == "PROPFIND")
	}
	return !strings.HasPrefix(route, "/-/") && (method == "GET" || method == "POST" && strings.Contains(route, "?zip"))
}

// deniedStatuses are the answers to who may not, by the rule.
func deniedStatuses(who caller, method, route string) []int {
	unknown := slices.Contains([]string{"PROPFIND", "MKCOL", "MOVE", "COPY", "LOCK", "FOO"}, method)
	switch {
	case method == "CONNECT":
		return []int{http.StatusMethodNotAllowed, http.StatusBadRequest}
	case unknown && !isDAVRoute(route):
		return []int{http.StatusNotImplemented}
	case who.foreign && who.in:
		return []int{http.StatusForbidden}
	case strings.Contains(who.name, "Basic"):
		return []int{http.StatusUnauthorized, http.StatusTooManyRequests}
	}
	return []int{http.StatusUnauthorized}
}

func TestAuthorise(t *testing.T) {
	for _, mode := range lentModes {
		for _, way := range []gate.Way{gate.Open, gate.Code, gate.Ask} {
			if mode.website && way != gate.Open {
				continue
			}
			t.Run(mode.name+"/"+string(way), func(t *testing.T) {
				m := newMatrix(t, mode, way)
				if way == gate.Open {
					m.askOpen()
				} else {
					m.askLocked()
				}
			})
		}
	}
}

// foreignFields are how browsers say that a page of somewhere else asks.
var foreignFields = map[string][]string{
	"a foreign page":     {"Origin: http://evil.example"},
	"a page of nowhere":  {"Origin: null"},
	"a foreign site":     {"Sec-Fetch-Site: cross-site"},
	"another port":       {"Origin: http://localhost:1", "Sec-Fetch-Site: same-site"},
	"a foreign page too": {"Origin: http://evil.example", "Sec-Fetch-Site: cross-site"},
}

// askOpen is for what everybody may have: only other pages may not change it.
func (m *matrix) askOpen() {
	m.beginUpload()
	for name, fields := range foreignFields {
		m.denies(caller{name: name, fields: fields, in: true, foreign: true})
	}
	m.permits(caller{name: "anybody", in: true})
}

func (m *matrix) askLocked() {
	cookie, basic := "Cookie: "+m.cookie(), basicOf(m.Gate().Code())
	m.beginUpload(basic)
	m.denies(caller{name: "nobody"})
	name, _, _ := strings.Cut(cookie, "=")
	m.denies(caller{name: "one with a wrong cookie", fields: []string{name + "=ABCDEFGHIJKLMNOPQRSTUVWXYZ"}})
	for name, fields := range foreignFields {
		m.denies(caller{name: name, fields: append(fields, cookie), in: true, foreign: true})
	}
	m.permits(caller{name: "one with a cookie", fields: []string{cookie}, in: true})
	m.refill()
	m.beginUpload(basic)
	m.permits(caller{name: "a program with the code", fields: []string{basic}, in: true})
	m.denies(caller{name: "one with a wrong Basic", fields: []string{basicOf("aaa-aaa")}})

	m.stop()
	if err := m.Start(); err != nil {
		m.t.Fatal(err)
	}
	m.line = nil
	m.denies(caller{name: "one with the cookie of a share that has ended", fields: []string{cookie}})
}
