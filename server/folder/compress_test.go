// SPDX-License-Identifier: MIT

package folder

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"porchlight/server/coding"
)

// decoded returns the content of an answer without its coding.
func decoded(t *testing.T, res *http.Response) string {
	t.Helper()
	var plain io.Reader = res.Body
	var err error
	switch coding := res.Header.Get("Content-Encoding"); coding {
	case "":
	case "gzip":
		plain, err = gzip.NewReader(res.Body)
	case "zstd":
		plain, err = zstd.NewReader(res.Body, zstd.WithDecoderConcurrency(1))
	default:
		t.Fatalf("Content-Encoding %q is not one of ours", coding)
	}
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(plain)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestCodedAnswers(t *testing.T) {
	s := newSite(t)
	noise := make([]byte, 4096)
	_, _ = rand.Read(noise)
	s.write("noise.txt", string(noise))
	s.write("short.txt", strings.Repeat("a", smallestCoded-1))
	s.write("just.txt", strings.Repeat("a", smallestCoded))
	s.write("large.txt", strings.Repeat("a", largestText+1))
	s.write("flat.png", strings.Repeat("a", 4096))
	for _, row := range []struct{ name, target, accept, coding, vary string }{
		{"nothing asked", "/page.html", "", "", "Accept-Encoding"},
		{"gzip", "/page.html", "gzip", "gzip", "Accept-Encoding"},
		{"zstd", "/page.html", "zstd", "zstd", "Accept-Encoding"},
		{"browser", "/page.html", "gzip, deflate, br, zstd", "zstd", "Accept-Encoding"},
		{"brotli is not made", "/page.html", "br", "", "Accept-Encoding"},
		{"refused", "/page.html", "gzip;q=0", "", "Accept-Encoding"},
		{"identity refused and nothing else", "/page.html", "identity;q=0", "", "Accept-Encoding"},
		{"saves too little", "/noise.txt", "gzip, zstd", "", "Accept-Encoding"},
		{"too short", "/short.txt", "gzip, zstd", "", "Accept-Encoding"},
		{"just long enough", "/just.txt", "gzip", "gzip", "Accept-Encoding"},
		{"too long", "/large.txt", "gzip, zstd", "", "Accept-Encoding"},
		{"not a text", "/flat.png", "gzip, zstd", "", ""},
		{"empty", "/empty.txt", "gzip, zstd", "", "Accept-Encoding"},
	} {
		t.Run(row.name, func(t *testing.T) {
			plain := s.do("GET", row.target)
			res := s.do("GET", row.target, "Accept-Encoding: "+row.accept)
			if got := res.Header.Get("Content-Encoding"); got != row.coding {
				t.Errorf("Content-Encoding = %q, want %q", got, row.coding)
			}
			if got := res.Header.Get("Vary"); got != row.vary {
				t.Errorf("Vary = %q, want %q", got, row.vary)
			}
			coded := body(t, res)
			if got := res.Header.Get("Content-Length"); got != strconv.Itoa(len(coded)) {
				t.Errorf("Content-Length = %s, sent %d", got, len(coded))
			}
			if same := res.Header.Get("Etag") == plain.Header.Get("Etag"); same != (row.coding == "") {
				t.Errorf("Etag = %s, plain has %s", res.Header.Get("Etag"), plain.Header.Get("Etag"))
			}
			res.Body = io.NopCloser(strings.NewReader(coded))
			if decoded(t, res) != body(t, plain) {
				t.Error("decoded, it is not the file")
			}
		})
	}
}

// TestEntityTagPerCoding holds RFC 9110 §8.8.3.3: one strong tag each.
func TestEntityTagPerCoding(t *testing.T) {
	s := newSite(t)
	seen := map[string]string{}
	for _, accept := range []string{"identity", "gzip", "zstd"} {
		tag := s.do("GET", "/page.html", "Accept-Encoding: "+accept).Header.Get("Etag")
		if other, ok := seen[tag]; ok {
			t.Errorf("%s and %s share the tag %s", accept, other, tag)
		}
		if opaque, weak, rest, ok := nextTag(tag); !ok || weak || rest != "" || opaque != tag {
			t.Errorf("Etag of %s is %s, want one strong tag", accept, tag)
		}
		seen[tag] = accept
	}
}

func TestWorthwhile(t *testing.T) {
	for _, row := range []struct {
		coded, plain int
		want         bool
	}{{950, 1000, true}, {951, 1000, false}, {1000, 1000, false}, {1001, 1000, false}, {1, 1000, true}} {
		if got := worthwhile(row.coded, row.plain); got != row.want {
			t.Errorf("worthwhile(%d, %d) = %v, want %v", row.coded, row.plain, got, row.want)
		}
	}
}

// TestEncodeKeepsNothing holds that two results do not share memory.
func TestEncodeKeepsNothing(t *testing.T) {
	var cs coders
	for _, c := range []coding.Coding{coding.Gzip, coding.Zstd} {
		first := cs.encode(c, []byte(strings.Repeat("a", 1000)))
		kept := bytes.Clone(first)
		cs.encode(c, []byte(strings.Repeat("b", 1000)))
		if !bytes.Equal(first, kept) {
			t.Errorf("encode(%v) writes into what it gave before", c)
		}
		if cap(first) > len(first)+64 {
			t.Errorf("encode(%v) keeps %d bytes for %d", c, cap(first), len(first))
		}
	}
}
