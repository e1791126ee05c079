// SPDX-License-Identifier: MIT

package folder

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"porchlight/server/thumb"
)

// asShare opens a folder as a share does.
func asShare(o *Options) {
	o.Types, o.Index, o.Uploads = []string{"*"}, "", false
	o.Listing, o.Inline, o.Zip, o.Thumbs, o.Title = true, true, true, thumb.New(thumb.Options{}), "Photos"
}

// newShare opens a share in which lie the named files, each holding its own
// name; one that ends in a slash is a folder. Those that the disk does not take
// are left out.
func newShare(t testing.TB, names []string, change ...func(*Options)) *site {
	t.Helper()
	s := newSite(t, append([]func(*Options){asShare}, change...)...)
	if err := os.Mkdir(s.path("dir"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		if folder, ok := strings.CutSuffix(n, "/"); ok {
			if err := os.Mkdir(s.root+"/dir/"+folder, 0o755); err != nil {
				t.Log(err)
			}
			continue
		}
		if err := os.WriteFile(s.root+"/dir/"+n, []byte(n), 0o644); err != nil {
			t.Log(err)
		}
	}
	return s
}

// row is what a reader meets in a row of a listing.
type row struct {
	text, href, box, withheld string
}

// rowsOf parses a page and returns its rows. It fails when a name has become
// anything but text.
func rowsOf(t testing.TB, page string) (rows []row) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	inBody := false
	for node := range doc.Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		if node.Data == "tbody" {
			inBody = true
		}
		if inBody && node.Data == "tr" {
			rows = append(rows, rowOf(t, node))
		}
	}
	return rows
}

func rowOf(t testing.TB, tr *html.Node) (r row) {
	t.Helper()
	for node := range tr.Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		switch node.Data {
		case "bdi":
			r.text = textOf(node)
		case "small":
			r.withheld = textOf(node)
		case "input":
			r.box = attribute(node, "value")
		case "a":
			if r.href == "" {
				r.href, r.text = attribute(node, "href"), textOf(node)
			}
		case "th", "td", "time", "img", "span":
		default:
			t.Errorf("a row has an element %q, want none of that kind", node.Data)
		}
		for _, a := range node.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
				t.Errorf("a row has an attribute %q", a.Key)
			}
		}
	}
	return r
}

func textOf(node *html.Node) string {
	var b strings.Builder
	for inner := range node.Descendants() {
		if inner.Type == html.TextNode {
			b.WriteString(inner.Data)
		}
	}
	return b.String()
}

func attribute(node *html.Node, key string) string {
	for _, a := range node.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func textsOf(rows []row) (texts []string) {
	for _, r := range rows {
		texts = append(texts, r.text)
	}
	return texts
}

// storedOf returns the names that the disk has taken.
func storedOf(s *site, names []string) (stored []string) {
	for _, n := range names {
		if _, err := os.Lstat(s.root + "/dir/" + n); err == nil {
			stored = append(stored, n)
		}
	}
	return stored
}

type telling struct {
	Path    string
	Entries []entryJSON
	Skipped int
	Cut     bool
}

// listed asks for a listing as JSON.
func listed(t testing.TB, s *site, target string) (l telling) {
	t.Helper()
	res := s.do("GET", target, "Accept: application/json")
	if kind := res.Header.Get("Content-Type"); res.StatusCode != 200 || kind != "application/json" {
		t.Fatalf("GET %s = %d, %s, want JSON", target, res.StatusCode, kind)
	}
	if err := json.NewDecoder(res.Body).Decode(&l); err != nil {
		t.Fatal(err)
	}
	return l
}
