// SPDX-License-Identifier: MIT

package folder

import (
	"strings"
	"testing"
)

// TestPeers31Sandbox holds how a share sends each sort of file: shown, as
// text, cut off from everything, or to be saved.
func TestPeers31Sandbox(t *testing.T) {
	s := newSite(t, asShare)
	const text = "text/plain; charset=utf-8"
	for _, row := range []struct {
		file, kind            string
		sandboxed, attachment bool
	}{
		{"a.html", "text/html; charset=utf-8", true, false},
		{"a.HTM", "text/html; charset=utf-8", true, false},
		{"a.xhtml", "application/xhtml+xml", true, false},
		{"a.svg", "image/svg+xml", true, false},
		{"a.xml", "application/xml", true, false},
		{"a.xsl", "application/xml", true, false},
		{"a.rss", "application/rss+xml", true, false},
		{"a.atom", "application/atom+xml", true, false},
		{"a.js", text, false, false},
		{"a.css", text, false, false},
		{"a.json", text, false, false},
		{"a.md", text, false, false},
		{"a.csv", text, false, false},
		{"a.yml", text, false, false},
		{"a.webmanifest", text, false, false},
		{"a.txt", text, false, false},
		{"a.jpg", "image/jpeg", false, false},
		{"a.webp", "image/webp", false, false},
		{"a.mp4", "video/mp4", false, false},
		{"a.mp3", "audio/mpeg", false, false},
		{"a.pdf", "application/pdf", false, false},
		{"a.zip", "application/zip", false, true},
		{"a.exe", octetStream, false, true},
		{"a.swf", octetStream, false, true},
		{"a.hta", octetStream, false, true},
		{"a.mhtml", octetStream, false, true},
		{"a", octetStream, false, true},
		{"a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", false, true},
		{"a.wasm", "application/wasm", false, true},
	} {
		s.write("kinds/"+row.file, "0123456789")
		res := s.do("GET", "/kinds/"+row.file)
		h := res.Header
		if h.Get("Content-Type") != row.kind || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("GET %s = %s, %s, want %s and nosniff", row.file, h.Get("Content-Type"), h.Get("X-Content-Type-Options"), row.kind)
		}
		if policy := h.Get("Content-Security-Policy"); row.sandboxed != strings.HasPrefix(policy, "sandbox; default-src 'none';") || !row.sandboxed && policy != "" {
			t.Errorf("GET %s has the policy %q, want a sandbox: %v", row.file, policy, row.sandboxed)
		}
		if got := h.Get("Content-Disposition"); row.attachment != (got == `attachment; filename="`+row.file+`"`) || !row.attachment && got != "" {
			t.Errorf("GET %s has the disposition %q, want one: %v", row.file, got, row.attachment)
		}
		for _, fields := range [][]string{nil, {"Range: bytes=2-4"}, {"Range: bytes=2-4,6-7"}} {
			saved := s.do("GET", "/kinds/"+row.file+"?x=1&download", fields...)
			if got := saved.Header.Get("Content-Disposition"); got != `attachment; filename="`+row.file+`"` {
				t.Errorf("GET %s?download %q has the disposition %q", row.file, fields, got)
			}
			if policy := saved.Header.Get("Content-Security-Policy"); row.sandboxed != (policy != "") {
				t.Errorf("GET %s?download %q has the policy %q", row.file, fields, policy)
			}
		}
		if part := s.do("GET", "/kinds/"+row.file, "Range: bytes=2-4"); part.StatusCode != 206 || body(t, part) != "234" {
			t.Errorf("a part of %s = %d", row.file, part.StatusCode)
		}
	}
}

// TestDownloadOfNothing holds that an error is shown, and not saved.
func TestDownloadOfNothing(t *testing.T) {
	s := newSite(t, asShare)
	for _, target := range []string{"/none.txt?download", "/.hidden.txt?download", "/con?download"} {
		if got := s.do("GET", target).Header.Get("Content-Disposition"); got != "" {
			t.Errorf("GET %s has the disposition %q, want none", target, got)
		}
	}
}

// TestWebsiteIsNoView holds that a website sends what it always did.
func TestWebsiteIsNoView(t *testing.T) {
	s := newSite(t)
	for target, kind := range map[string]string{"/page.html?download": "text/html; charset=utf-8", "/a.txt?download": octetStream, "/pic.png": octetStream} {
		h := s.do("GET", target).Header
		if attached := h.Get("Content-Disposition") != ""; h.Get("Content-Type") != kind || h.Get("Content-Security-Policy") != "" || attached != (kind == octetStream) {
			t.Errorf("GET %s = %v", target, h)
		}
	}
}
