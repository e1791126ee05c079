// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestRange holds RFC 9110 §14.2 and §15.3.7 for both kinds of source.
func TestRange(t *testing.T) {
	for _, row := range []struct {
		name, target, field string
		status              int
		contentRange, body  string
	}{
		{"first", "/a.txt", "bytes=0-9", 206, "bytes 0-9/1000", letters[:10]},
		{"middle", "/a.txt", "bytes=495-504", 206, "bytes 495-504/1000", letters[495:505]},
		{"open", "/a.txt", "bytes=990-", 206, "bytes 990-999/1000", letters[990:]},
		{"suffix", "/a.txt", "bytes=-15", 206, "bytes 985-999/1000", letters[985:]},
		{"whole", "/a.txt", "bytes=0-", 206, "bytes 0-999/1000", letters},
		{"one of two satisfied", "/a.txt", "bytes=5000-,0-4", 206, "bytes 0-4/1000", letters[:5]},
		{"past the end", "/a.txt", "bytes=1000-", 416, "bytes */1000", ""},
		{"suffix of nothing", "/a.txt", "bytes=-0", 416, "bytes */1000", ""},
		{"reversed", "/a.txt", "bytes=9-5", 200, "", letters},
		{"other unit", "/a.txt", "lines=1-2", 200, "", letters},
		{"flood", "/a.txt", "bytes=" + strings.Repeat("0-,", 700), 200, "", letters},
		{"empty file", "/empty.txt", "bytes=0-", 416, "bytes */0", ""},
		{"empty file, suffix", "/empty.txt", "bytes=-5", 200, "", ""},
		{"missing file", "/none.txt", "bytes=0-5", 404, "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			for _, memory := range []func(*Options){noMemory, func(*Options) {}} {
				s := newSite(t, memory)
				res := s.do("GET", row.target, "Range: "+row.field)
				if got := res.Header.Get("Content-Range"); res.StatusCode != row.status || got != row.contentRange {
					t.Errorf("Range %q = %d, Content-Range %q, want %d and %q", row.field, res.StatusCode, got, row.status, row.contentRange)
				}
				b := body(t, res)
				if res.StatusCode < 300 && b != row.body {
					t.Errorf("Range %q sends %q, want %q", row.field, b, row.body)
				}
				if res.StatusCode < 300 && res.Header.Get("Content-Length") != strconv.Itoa(len(b)) {
					t.Errorf("Range %q announces %s bytes, sends %d", row.field, res.Header.Get("Content-Length"), len(b))
				}
			}
		})
	}
}

func TestRangeIsForGet(t *testing.T) {
	s := newSite(t)
	if res := s.do("HEAD", "/a.txt", "Range: bytes=0-9"); res.StatusCode != 200 || res.Header.Get("Content-Length") != "1000" {
		t.Errorf("HEAD with Range = %d of %s bytes, want 200 of 1000", res.StatusCode, res.Header.Get("Content-Length"))
	}
	if res := s.do("GET", "/a.txt", "Range: bytes=0-9", "Range: bytes=0-9"); res.StatusCode != 200 {
		t.Errorf("GET with two Range lines = %d, want 200", res.StatusCode)
	}
}

func TestRanges(t *testing.T) {
	type part struct{ Range, Type, Body string }
	want := []part{
		{"bytes 997-999/1000", "application/octet-stream", letters[997:]},
		{"bytes 0-4/1000", "application/octet-stream", letters[:5]},
		{"bytes 500-509/1000", "application/octet-stream", letters[500:510]},
	}
	for _, memory := range []func(*Options){noMemory, func(*Options) {}} {
		s := newSite(t, memory)
		res := s.do("GET", "/a.txt", "Range: bytes=-3,0-4,500-509")
		if res.StatusCode != 206 || res.Header.Get("Content-Range") != "" {
			t.Fatalf("several ranges = %d with Content-Range %q, want 206 and none", res.StatusCode, res.Header.Get("Content-Range"))
		}
		kind, parameters, err := mime.ParseMediaType(res.Header.Get("Content-Type"))
		if err != nil || kind != "multipart/byteranges" {
			t.Fatalf("Content-Type %q, %v", res.Header.Get("Content-Type"), err)
		}
		b := body(t, res)
		if res.Header.Get("Content-Length") != strconv.Itoa(len(b)) {
			t.Errorf("announced %s bytes, sent %d", res.Header.Get("Content-Length"), len(b))
		}
		var got []part
		for parts := multipart.NewReader(strings.NewReader(b), parameters["boundary"]); ; {
			p, err := parts.NextPart()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(p)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, part{p.Header.Get("Content-Range"), p.Header.Get("Content-Type"), string(content)})
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("parts (-want +got):\n%s", diff)
		}
	}
}

func TestRangeKeepsFields(t *testing.T) {
	s := newSite(t)
	whole := s.do("GET", "/page.html")
	res := s.do("GET", "/page.html", "Range: bytes=100-199", "Accept-Encoding: gzip, br, zstd")
	for _, name := range []string{"Etag", "Last-Modified", "Cache-Control", "Vary", "Content-Type", "X-Content-Type-Options", "Accept-Ranges"} {
		if got, want := res.Header.Get(name), whole.Header.Get(name); got != want || got == "" {
			t.Errorf("206: %s = %q, want %q", name, got, want)
		}
	}
	if got := res.Header.Get("Content-Encoding"); got != "" || body(t, res) != longPage[100:200] {
		t.Errorf("206 is coded (%q), want the plain bytes", got)
	}
	if got := s.do("GET", "/page.html", "Range: bytes=99999-").Header.Get("Vary"); got != "Accept-Encoding" {
		t.Errorf("416: Vary = %q, want Accept-Encoding", got)
	}
}

// TestIfRange holds RFC 9110 §13.1.5.
func TestIfRange(t *testing.T) {
	s := newSite(t, realClock)
	tag := s.do("GET", "/a.txt").Header.Get("Etag")
	gzipped := s.do("GET", "/page.html", "Accept-Encoding: gzip").Header.Get("Etag")
	for _, row := range []struct {
		name, target, value string
		status              int
	}{
		{"tag", "/a.txt", tag, 206},
		{"weak tag", "/a.txt", "W/" + tag, 200},
		{"other tag", "/a.txt", `"x"`, 200},
		{"list of tags", "/a.txt", tag + `, "x"`, 200},
		{"star", "/a.txt", "*", 200},
		{"tag of the coded form", "/page.html", gzipped, 200},
		{"date", "/pic.png", longAgo.Format(http.TimeFormat), 206},
		{"date of a file that may be coded", "/a.txt", longAgo.Format(http.TimeFormat), 200},
		{"date of RFC 850", "/pic.png", longAgo.Format("Monday, 02-Jan-06 15:04:05 GMT"), 206},
		{"earlier date", "/pic.png", longAgo.Add(-time.Second).Format(http.TimeFormat), 200},
		{"later date", "/pic.png", longAgo.Add(time.Second).Format(http.TimeFormat), 200},
		{"garbage", "/a.txt", "x", 200},
		{"empty", "/a.txt", "", 200},
	} {
		t.Run(row.name, func(t *testing.T) {
			res := s.do("GET", row.target, "Range: bytes=0-2", "If-Range: "+row.value, "Accept-Encoding: gzip")
			if res.StatusCode != row.status {
				t.Errorf("If-Range %q = %d, want %d", row.value, res.StatusCode, row.status)
			}
		})
	}
	if res := s.do("GET", "/a.txt", "If-Range: "+tag); res.StatusCode != 200 {
		t.Errorf("If-Range without Range = %d, want 200", res.StatusCode)
	}
	if res := s.do("GET", "/a.txt", "Range: bytes=9999-", `If-Range: "x"`); res.StatusCode != 200 {
		t.Errorf("If-Range that fails with a Range past the end = %d, want 200", res.StatusCode)
	}
}

// TestIfRangeYoung holds that a date is no strong validator before a second
// has gone by (RFC 9110 §8.8.2.2).
func TestIfRangeYoung(t *testing.T) {
	written := longAgo.Add(300 * time.Millisecond)
	p := &representation{modified: longAgo, stamp: stamp{written: written.UnixNano()}}
	r := newRequest("GET", "/", nil, "If-Range: "+longAgo.Format(http.TimeFormat))
	for after, want := range map[time.Duration]bool{0: false, 900 * time.Millisecond: false, time.Second: true, -time.Hour: false} {
		if got := ifRange(r, p, written.Add(after)); got != want {
			t.Errorf("ifRange %v after the file was written = %v, want %v", after, got, want)
		}
	}
}

// TestRangeAgainstOracle compares with http.ServeContent wherever that keeps
// to the RFC.
func TestRangeAgainstOracle(t *testing.T) {
	s := newSite(t, everyType)
	oracle := http.FileServer(http.Dir(s.root))
	for first := range 12 {
		for last := first; last < 12; last++ {
			for _, field := range []string{
				fmt.Sprintf("bytes=%d-%d", first*100, last*100),
				fmt.Sprintf("bytes=%d-", first*100),
				fmt.Sprintf("bytes=-%d", last*100+1), // "-0" is 206 of nothing there
			} {
				want := record(oracle, newRequest("GET", "/a.txt", nil, "Range: "+field))
				got := s.do("GET", "/a.txt", "Range: "+field)
				if got.StatusCode != want.StatusCode || got.Header.Get("Content-Range") != want.Header.Get("Content-Range") {
					t.Errorf("Range %q = %d %q, want %d %q", field, got.StatusCode, got.Header.Get("Content-Range"),
						want.StatusCode, want.Header.Get("Content-Range"))
				}
				if got.StatusCode == 206 && body(t, got) != body(t, want) {
					t.Errorf("Range %q: other bytes than net/http", field)
				}
			}
		}
	}
}
