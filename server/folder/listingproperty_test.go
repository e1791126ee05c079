// SPDX-License-Identifier: MIT

package folder

import (
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestEachLinkIsAnswered holds that whatever lies in a folder, every link in
// its listing brings the bytes of the file that it names, and that all that
// could be fetched is a link.
func TestEachLinkIsAnswered(t *testing.T) {
	s := newShare(t, nil)
	name := rapid.OneOf(
		rapid.StringOfN(rapid.RuneFrom([]rune(`a1~. %#?&;:+"'<>\|*é`+"\u0301\u202eש😀\n\x7f")), 1, 12, 255),
		rapid.StringN(1, 20, 255),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 1, 20), func(b []byte) string { return string(b) }),
		rapid.SampledFrom([]string{"con", "NUL.txt", "A~1", "a.", "a ", ".a", "-", "upload", "index.html"}),
	)
	round := 0
	rapid.Check(t, func(t *rapid.T) {
		round++
		dir := s.path("dir") + "/round" + strconv.Itoa(round)
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		stored := map[string]bool{}
		for _, n := range rapid.SliceOfN(name, 1, 6).Draw(t, "names") {
			if strings.ContainsAny(n, "/\x00") || n == "." || n == ".." {
				continue
			}
			if err := os.WriteFile(dir+"/"+n, []byte(n), 0o644); err == nil {
				stored[n] = true
			}
		}
		base := dir[len(s.root):] + "/"
		res := s.do("GET", base)
		found := map[string]bool{}
		for _, r := range rowsOf(s.t, body(s.t, res)) {
			if r.href == "" {
				continue
			}
			got := s.do("GET", base+r.href)
			if text := body(s.t, got); got.StatusCode != 200 || text != r.text || !stored[text] {
				t.Errorf("GET of the link %q of %q = %d, %q", r.href, r.text, got.StatusCode, text)
			}
			found[r.text] = true
		}
		for n := range stored {
			lendable := s.do("GET", base+url.PathEscape(n)).StatusCode == 200
			if lendable != lendableName(n) || lendable != found[n] {
				t.Errorf("%q: GET says %v, lendableName %v, the listing %v", n, lendable, lendableName(n), found[n])
			}
		}
	})
}

// FuzzListingRow holds that a name is nothing but text and address in a row,
// and that both spell it.
func FuzzListingRow(f *testing.F) {
	requireCorpus(f)
	f.Fuzz(func(t *testing.T, name string, folder bool) {
		if name == "" || strings.ContainsAny(name, "/\x00") {
			return
		}
		it := &item{name: name, folder: folder, modified: 1}
		if !lendableName(name) {
			it.because = unsafeName
		}
		for _, w := range []rows{{}, {page: pageOptions{Zip: true, Thumbnails: true}}} {
			page := "<table>" + groupStart + string(w.append(nil, it)) + "</table>"
			got := rowsOf(t, page)
			if len(got) != 1 || got[0].text != visible(name) {
				t.Fatalf("rows of %q = %+v", name, got)
			}
			if it.because != lent {
				if got[0].href != "" || got[0].box != "" {
					t.Errorf("row of %q = %+v, want no link", name, got[0])
				}
				continue
			}
			back, refused := parseName("/" + strings.Trim(got[0].href, " ")) // as a browser does
			if refused != nil || back.path != name || back.folder != folder || back.absent {
				t.Errorf("link %q of %q leads to %+v, %v", got[0].href, name, back, refused)
			}
			if box := got[0].box; w.page.Zip && box != name {
				t.Errorf("box of %q = %q", name, box)
			}
		}
	})
}
