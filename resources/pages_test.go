// SPDX-License-Identifier: MIT

package resources

import (
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// page is what the tests look at in a page of the site.
type page struct {
	source   string
	elements []xml.StartElement
	ids      map[string]bool
}

// readPage parses a page. The pages are HTML that is well-formed XML too, so that
// a forgotten end tag is found without a parser of HTML.
func readPage(t *testing.T, name string) page {
	t.Helper()
	b, err := fs.ReadFile(Site(), name)
	if err != nil {
		t.Fatal(err)
	}
	p := page{source: string(b), ids: map[string]bool{}}
	d := xml.NewDecoder(strings.NewReader(p.source))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return p
		}
		if err != nil {
			t.Fatalf("parse %s: %v", name, err)
		}
		if e, ok := token.(xml.StartElement); ok {
			p.elements = append(p.elements, e.Copy())
			p.ids[attribute(e, "id")] = true
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func forEachPage(t *testing.T, f func(t *testing.T, p page)) {
	for _, name := range []string{"index.html", "about.html", "contact.html"} {
		t.Run(name, func(t *testing.T) { f(t, readPage(t, name)) })
	}
}

func TestPagesAreSmallAndWhole(t *testing.T) {
	forEachPage(t, func(t *testing.T, p page) {
		if n := len(p.source); n >= 20<<10 {
			t.Errorf("page has %d bytes, want fewer than %d", n, 20<<10)
		}
		if !strings.HasPrefix(p.source, "<!doctype html>\n<html lang=\"en\">") {
			t.Errorf("page begins with %.40q, want the doctype and a language", p.source)
		}
		count := map[string]int{}
		for _, e := range p.elements {
			count[e.Name.Local]++
			if e.Name.Local == "img" {
				t.Errorf("page has an <img>, want none: pictures are sent as downloads")
			}
		}
		for _, once := range []string{"title", "header", "nav", "main", "footer", "h1"} {
			if count[once] != 1 {
				t.Errorf("page has %d <%s>, want 1", count[once], once)
			}
		}
	})
}

func TestPagesNeedNothingFromElsewhere(t *testing.T) {
	// Only what asks a browser to fetch something matters: a command in the text may name an address.
	fetches := regexp.MustCompile(`(?i)url\(\s*['"]?[^#'")]|@import|(src|srcset|href|action|poster|data)\s*=\s*["'](https?:)?//`)
	forEachPage(t, func(t *testing.T, p page) {
		if hit := fetches.FindString(p.source); hit != "" {
			t.Errorf("page has %q, want nothing that is fetched from elsewhere", hit)
		}
		for _, host := range regexp.MustCompile(`(?i)[a-z]+://[^\s<"']*`).FindAllString(p.source, -1) {
			if host != "http://" && !strings.HasPrefix(host, "http://127.0.0.1") {
				t.Errorf("page names %q, want no address but this server's own", host)
			}
		}
	})
}

func TestLinksLeadSomewhere(t *testing.T) {
	// These targets are the server's own.
	known := map[string]bool{"/upload": true, "/-/healthz": true, "/": true}
	forEachPage(t, func(t *testing.T, p page) {
		for _, e := range p.elements {
			for _, link := range []string{attribute(e, "href"), attribute(e, "action"), attribute(e, "src")} {
				if link == "" || link == "data:," || known[link] {
					continue
				}
				if id, here := strings.CutPrefix(link, "#"); here {
					if !p.ids[id] {
						t.Errorf("link to #%s: the page has no such place", id)
					}
					continue
				}
				if _, err := fs.Stat(Site(), strings.TrimPrefix(link, "/")); err != nil {
					t.Errorf("link to %q = %v, want a file of the site", link, err)
				}
			}
		}
	})
}

func TestStatedSizesAreTrue(t *testing.T) {
	p := readPage(t, "index.html")
	file, stated := "", 0
	for _, e := range p.elements {
		if link := attribute(e, "href"); link != "" {
			file = link
		}
		if e.Name.Local != "data" {
			continue
		}
		stated++
		info, err := fs.Stat(Site(), file)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := attribute(e, "value"), strconv.FormatInt(info.Size(), 10); got != want {
			t.Errorf("stated size of %s = %s, want %s", file, got, want)
		}
	}
	if stated != 4 {
		t.Errorf("index.html states %d sizes, want 4", stated)
	}
}

func TestPagesShareOneStyle(t *testing.T) {
	style := func(p page) string {
		_, rest, _ := strings.Cut(p.source, "<style>")
		first, _, _ := strings.Cut(rest, "</style>")
		return first
	}
	want := style(readPage(t, "index.html"))
	forEachPage(t, func(t *testing.T, p page) {
		if got := style(p); got != want || len(got) < 1000 {
			t.Errorf("first style of the page differs from that of index.html, want the same")
		}
	})
}
