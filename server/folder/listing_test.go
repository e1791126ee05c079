// SPDX-License-Identifier: MIT

package folder

import (
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
)

// names that are lent, each more awkward than the one before.
var lentNames = []string{
	"plain.txt", "sp ace.txt", "  leading.txt", "סיכום.txt", "تقرير.txt", "👩‍👩‍👧‍👦.txt", "日本語.txt",
	"caf\u00e9.txt", "cafe\u0301.txt", "it's.txt", "a&b;.txt", "a&amp;b.txt", "%41.txt", "100%", "#1.txt", "a+b.txt", "a=b&c=d.txt",
	"[brackets].txt", "`tick`.txt", "$(rm).txt", "{{.}}.txt", "javascript,alert(1)", "\u202egpj.exe", "\u0085next.txt", strings.Repeat("n", 255),
}

// names that only some systems store, and a share lends.
var rareNames = []string{
	`"quoted".txt`, "what?.txt", "<script>alert(1)<.txt", `"><img src=x onerror=alert(1)>`, "a|b.txt", "a*b.txt", "<!--", "</tbody><", "<bdi>",
}

// names that are shown without being lent.
var withheldNames = []string{
	"new\nline.txt", "tab\t.txt", "esc\x1b[31m.txt", "a:b.txt", `back\slash.txt`, "FOO~1.TXT", "trailing.", "trailing ", "con.txt", "bad\xff\xfe.txt",
	"<script>alert(1)</script:>",
}

// TestPeers28ListingNames holds that a name of any sort is text in the page and
// in the JSON, and comes back byte for byte by its link.
func TestPeers28ListingNames(t *testing.T) {
	s := newShare(t, slices.Concat(lentNames, rareNames, withheldNames))
	page := s.do("GET", "/dir/")
	shown := map[string]row{}
	for _, r := range rowsOf(t, body(t, page)) {
		shown[r.text] = r
	}
	for _, n := range storedOf(s, slices.Concat(lentNames, rareNames)) {
		r, ok := shown[n]
		if !ok || r.withheld != "" || r.box != n {
			t.Errorf("the row of %q is %+v", n, r)
			continue
		}
		if res := s.do("GET", "/dir/"+r.href); res.StatusCode != 200 || body(t, res) != n {
			t.Errorf("GET of the link %q of %q = %d, want its bytes", r.href, n, res.StatusCode)
		}
	}
	for _, n := range storedOf(s, withheldNames) {
		if r, ok := shown[visible(n)]; !ok || r.href != "" || r.box != "" || r.withheld != "not shared: "+unsafeName.String() {
			t.Errorf("the row of %q is %+v, want one without a link, that says why", n, r)
		}
	}
	told := listed(t, s, "/dir/")
	if want := len(storedOf(s, withheldNames)); told.Skipped != want {
		t.Errorf("JSON says %d skipped, want %d", told.Skipped, want)
	}
	for _, e := range told.Entries {
		if res := s.do("GET", e.Path); res.StatusCode != 200 || body(t, res) != e.Name {
			t.Errorf("GET %s = %d, want the bytes of %q", e.Path, res.StatusCode, e.Name)
		}
	}
}

func TestListingJSON(t *testing.T) {
	s := newShare(t, nil)
	s.write("dir/b c.jpg", "picture")
	s.write("dir/empty.bin", "")
	s.write("dir/sub/a.txt", "")
	got := listed(t, s, "/dir/")
	if got.Path != "/dir/" || len(got.Entries) != 3 || got.Skipped != 0 {
		t.Fatalf("listing = %+v", got)
	}
	folder, file, empty := got.Entries[0], got.Entries[1], got.Entries[2]
	if folder.Name != "sub" || folder.Path != "/dir/sub/" || folder.Type != "folder" || folder.Size != nil || folder.Media != "" {
		t.Errorf("folder = %+v", folder)
	}
	if file.Name != "b c.jpg" || file.Path != "/dir/b%20c.jpg" || file.Type != "file" || *file.Size != 7 ||
		file.Modified != "2024-02-03T04:05:06Z" || file.Media != "image/jpeg" {
		t.Errorf("file = %+v", file)
	}
	if empty.Size == nil || *empty.Size != 0 {
		t.Errorf("empty file = %+v, want a size of 0", empty)
	}
}

// TestListingHides holds that a hidden file is neither shown nor counted.
func TestListingHides(t *testing.T) {
	s := newShare(t, []string{".env", ".git/", "seen.txt", ".well-known/"})
	if got := listed(t, s, "/dir/"); len(got.Entries) != 1 || got.Skipped != 0 {
		t.Errorf("listing = %+v, want seen.txt only", got)
	}
	page := body(t, s.do("GET", "/dir/"))
	if strings.Contains(page, ".env") || strings.Contains(page, ".git") || !strings.Contains(page, ">1 item, 8 B<") {
		t.Errorf("page shows or counts what is hidden: %s", page)
	}
	for _, target := range []string{"/.git/", "/dir/.git/", "/dir/.well-known/"} {
		if res := s.do("GET", target); res.StatusCode != 404 {
			t.Errorf("GET %s = %d, want 404", target, res.StatusCode)
		}
	}
}

func TestListingWhereItStands(t *testing.T) {
	s := newShare(t, []string{"a.txt"}, func(o *Options) { o.Reserved = "-" })
	s.write("-/page.css", "not ours")
	for target, want := range map[string]int{
		"/": 200, "/dir/": 200, "/dir": 301, "/none/": 404, "/a.txt/": 404, "/dir/?sort=nonsense&order=%zz&q=%ff": 200, "/-/": 404,
	} {
		if res := s.do("GET", target); res.StatusCode != want {
			t.Errorf("GET %s = %d, want %d", target, res.StatusCode, want)
		}
	}
	for _, r := range rowsOf(t, body(t, s.do("GET", "/"))) {
		if r.text == "-" && r.withheld == "" {
			t.Error("the reserved segment is listed as lent")
		}
	}
	head := s.do("HEAD", "/dir/")
	if b, _ := io.ReadAll(head.Body); head.StatusCode != 200 || len(b) != 0 {
		t.Errorf("HEAD /dir/ = %d with %d bytes, want 200 with none", head.StatusCode, len(b))
	}
	for field, want := range map[string]string{
		"Cache-Control": "no-store", "Vary": "Accept, Accept-Encoding", "X-Content-Type-Options": "nosniff",
		"Referrer-Policy": "no-referrer", "Content-Security-Policy": pagePolicy,
	} {
		if got := head.Header.Get(field); got != want {
			t.Errorf("%s = %q, want %q", field, got, want)
		}
	}
	if res := s.do("OPTIONS", "/dir/"); res.StatusCode != 204 || res.Header.Get("Allow") != "GET, HEAD, OPTIONS, POST" {
		t.Errorf("OPTIONS /dir/ = %d, Allow %q", res.StatusCode, res.Header.Get("Allow"))
	}
}

// TestListingAndIndex holds that the website keeps its contract, and that an
// index, where one is wanted, comes before the listing.
func TestListingAndIndex(t *testing.T) {
	if res := newSite(t).do("GET", "/bare/"); res.StatusCode != 404 {
		t.Errorf("GET of a bare folder without listing = %d, want 404", res.StatusCode)
	}
	website := newSite(t)
	if err := os.WriteFile(website.root+"/what?.html", nil, 0o644); err != nil {
		t.Log(err) // a system that stores no such name
	}
	if res := website.do("GET", "/what%3F.html"); res.StatusCode != 404 {
		t.Errorf("GET of a rare name from a website = %d, want 404", res.StatusCode)
	}
	both := newSite(t, func(o *Options) { o.Listing = true })
	if got := both.get("/sub/"); got != "sub index" {
		t.Errorf("GET /sub/ = %.40q, want its index", got)
	}
	if got := rowsOf(t, both.get("/bare/")); len(got) != 1 || got[0].href != "only.txt" {
		t.Errorf("rows of a folder without an index = %+v", got)
	}
	for _, r := range rowsOf(t, both.get("/bare/../")) {
		t.Errorf("row %+v of a refused target", r)
	}
	share := newSite(t, asShare)
	if got := share.get("/sub/"); !strings.Contains(got, `href="index.html"`) || strings.Contains(got, "sub index") {
		t.Errorf("GET /sub/ of a share = %.80q, want the listing", got)
	}
}

// TestListingTypes holds that what would be answered with 415 is no link.
func TestListingTypes(t *testing.T) {
	s := newSite(t, func(o *Options) { o.Listing, o.Index = true, "" })
	for _, r := range rowsOf(t, s.get("/")) {
		if r.href == "" {
			if r.withheld == "" {
				t.Errorf("row %+v has neither a link nor a reason", r)
			}
			continue
		}
		if res := s.do("GET", "/"+r.href); res.StatusCode != 200 {
			t.Errorf("GET of the link %q = %d, want 200", r.href, res.StatusCode)
		}
	}
}

func TestListingForms(t *testing.T) {
	const upload = `<form id="upload" method="post" enctype="multipart/form-data" action="">`
	closed := newShare(t, []string{"a.jpg", "sub/"}, func(o *Options) { o.Zip, o.Thumbs = false, nil })
	page := closed.get("/dir/")
	for _, absent := range []string{upload, "?zip", "?thumb", "checkbox"} {
		if strings.Contains(page, absent) {
			t.Errorf("page has %q, want none: %s", absent, page)
		}
	}
	open := newShare(t, []string{"a.jpg", "b.txt", "sub/"}, func(o *Options) { o.Take = &TakeOptions{} })
	page = open.get("/dir/")
	for _, want := range []string{
		upload, `<input id="file" type="file" name="file" multiple`, `<div id="uploads" aria-live="polite">`,
		`<form id="choose" method="post" action="?zip">`, `href="?zip"`, `href="sub/?zip"`, `src="a.jpg?thumb"`, `href="b.txt?download"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("page has no %q: %s", want, page)
		}
	}
	if strings.Contains(page, "b.txt?thumb") {
		t.Error("page asks for a thumbnail of a text")
	}
}

// TestInbox holds that a folder that only takes files has a page to send them
// from, and tells nothing else.
func TestInbox(t *testing.T) {
	s := newSite(t, asShare, func(o *Options) { o.WriteOnly, o.Take = true, &TakeOptions{} })
	page := s.get("/")
	if !strings.Contains(page, `<form id="upload"`) || strings.Contains(page, "a.txt") || strings.Contains(page, "index.html") {
		t.Errorf("inbox = %s, want a form and no file", page)
	}
	for _, target := range []string{"/sub/", "/a.txt", "/?json"} {
		res := s.do("GET", target, "Accept: application/json")
		if got := body(t, res); target != "/?json" && res.StatusCode != 403 || strings.Contains(got, "a.txt") {
			t.Errorf("GET %s of an inbox = %d, %s", target, res.StatusCode, got)
		}
	}
	shut := newSite(t, asShare, func(o *Options) { o.WriteOnly = true })
	if res := shut.do("GET", "/"); res.StatusCode != http.StatusForbidden {
		t.Errorf("GET / of an inbox without a form = %d, want 403", res.StatusCode)
	}
}

// TestPeers29ListingReflects holds that what a query says comes back as text.
func TestPeers29ListingReflects(t *testing.T) {
	s := newShare(t, []string{"a.txt"})
	for _, bad := range []string{
		`%22%3E%3Cscript%3Ealert(1)%3C/script%3E`, `'onfocus='alert(1)`, `%3C/title%3E%3Cscript%3E`, `javascript:alert(1)`, "a%0d%0aSet-Cookie:x",
	} {
		for _, key := range []string{"q", "sort", "order", bad} {
			res := s.do("GET", "/dir/?"+key+"="+bad)
			page := body(t, res)
			if n := strings.Count(strings.ToLower(page), "<script"); n != 1 || strings.Contains(page, "'onfocus") || res.Header.Get("Set-Cookie") != "" {
				t.Errorf("?%s=%s comes back as more than text: %s", key, bad, page)
			}
		}
	}
}
