// SPDX-License-Identifier: MIT

package folder

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// formPart is one part of a form; file is its file name, "" for none.
type formPart struct{ name, file, content string }

func formBody(fields ...formPart) (content string, kind string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, f := range fields {
		var part io.Writer
		if f.file == "" {
			part, _ = w.CreateFormField(f.name)
		} else {
			part, _ = w.CreateFormFile(f.name, f.file)
		}
		_, _ = io.WriteString(part, f.content)
	}
	_ = w.Close()
	return b.String(), w.FormDataContentType()
}

func formRequest(target string, fields ...formPart) *http.Request {
	content, kind := formBody(fields...)
	return newRequest("POST", target, strings.NewReader(content), "Content-Type: "+kind)
}

func TestForm(t *testing.T) {
	s := newTaking(t)
	long := strings.Repeat("0123456789", 100_000)
	res := s.send(formRequest("/sub/",
		formPart{name: "csrf", content: "ignored"},
		formPart{name: "f", file: "one.bin", content: long},
		formPart{name: "g", file: "../../two.bin", content: ""},
		formPart{name: "f", file: `C:\Users\x\three.bin`, content: "3"},
		formPart{name: "f", file: "one.bin", content: "again"},
	))
	want := []taken{
		{"one.bin", "/sub/one.bin", int64(len(long))},
		{"two.bin", "/sub/two.bin", 0},
		{"three.bin", "/sub/three.bin", 1},
		{"one (2).bin", "/sub/one (2).bin", 5},
	}
	if res.StatusCode != 201 {
		t.Fatalf("POST = %d %s", res.StatusCode, body(t, res))
	}
	if diff := cmp.Diff(want, told(t, res)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if s.read("sub/one.bin") != long || s.read("sub/three.bin") != "3" {
		t.Error("what is stored is not what was sent")
	}
	if left := s.parts(); left != nil {
		t.Errorf("parts left: %q", left)
	}
}

// TestFormOfBrowser holds that a browser without script is sent back to the
// folder, and nowhere else.
func TestFormOfBrowser(t *testing.T) {
	s := newTaking(t)
	for target, want := range map[string]string{
		"/": "/?arrived=1", "/sub/": "/sub/?arrived=1", "/sub": "/sub/?arrived=1", "/s%75b/?a=b": "/sub/?arrived=1",
	} {
		r := formRequest(target, formPart{name: "f", file: "x", content: "x"})
		r.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
		res := s.send(r)
		if got := res.Header.Get("Location"); res.StatusCode != 303 || got != want {
			t.Errorf("POST %s = %d to %q, want 303 to %q", target, res.StatusCode, got, want)
		}
	}
}

// TestFormArrived holds that the page after a form says how many files have
// arrived, in an inbox too.
func TestFormArrived(t *testing.T) {
	taking := newShare(t, nil, func(o *Options) { o.Take = &TakeOptions{} })
	inbox := newSite(t, asShare, func(o *Options) { o.WriteOnly, o.Take = true, &TakeOptions{} })
	for query, want := range map[string]string{
		"1": "1 file has arrived.", "3": "3 files have arrived.", "1000": "1,000 files have arrived.",
		"": "", "0": "", "-1": "", "1001": "", "1x": "", "99999999999999999999": "",
	} {
		for _, s := range []*site{taking, inbox} {
			page := s.get("/?arrived=" + query)
			if got := strings.Contains(page, "arrived."); got != (want != "") || !strings.Contains(page, want) {
				t.Errorf("?arrived=%s: %s, want %q", query, page, want)
			}
		}
	}
}

func TestPeers21Forms(t *testing.T) {
	one := formPart{name: "f", file: "one.bin", content: "1"}
	whole, kind := formBody(one, formPart{name: "f", file: "two.bin", content: strings.Repeat("2", 1<<20)})
	boundary := kind[strings.Index(kind, "=")+1:]
	head := "--" + boundary + "\r\nContent-Disposition: form-data; name=f; filename=x\r\n"
	var fields []formPart
	for i := range 100_000 {
		fields = append(fields, formPart{name: "x", content: fmt.Sprint(i)})
	}
	many, manyKind := formBody(append([]formPart{one}, fields...)...)
	nested, inner := formBody(one)
	nestedBody, nestedKind := formBody(formPart{name: "f", content: nested + inner})
	huge, hugeKind := formBody(formPart{name: "f", content: strings.Repeat("x", 1<<20)})
	for _, row := range []struct {
		name, content, kind string
		status              int
		stored              string // the last word of what is stored, or ""
	}{
		{"no final boundary", whole[:len(whole)-len(boundary)-10], kind, 400, "one.bin"},
		{"cut in the final boundary", whole[:len(whole)-4], kind, 400, "two.bin"},
		{"cut in the head", head[:60], kind, 400, ""},
		{"cut in the file", head + "\r\nabc", kind, 400, ""},
		{"empty", "", kind, 400, ""},
		{"no part", "--" + boundary + "--\r\n", kind, 400, ""},
		{"no file", huge[:0] + "--" + boundary + "\r\nContent-Disposition: form-data; name=f\r\n\r\nx\r\n--" + boundary + "--\r\n", kind, 400, ""},
		{"100,000 parts", many, manyKind, 413, "one.bin"},
		{"100,000 fields of one part", head + strings.Repeat("A: b\r\n", 100_000) + "\r\n", kind, 400, ""},
		{"a field of a megabyte", huge, hugeKind, 413, ""},
		{"a preamble of a megabyte", strings.Repeat("x\r\n", 400_000) + whole, kind, 413, ""},
		{"a head of a megabyte", head + "A: " + strings.Repeat("x", 1<<20), kind, 413, ""},
		{"nested", nestedBody, nestedKind, 400, ""},
		{"another boundary", whole, "multipart/form-data; boundary=other", 400, ""},
		{"mixed", whole, "multipart/mixed; boundary=" + boundary, 415, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newTaking(t)
			before := len(s.tree())
			res := s.send(newRequest("POST", "/", strings.NewReader(row.content), "Content-Type: "+row.kind))
			answer := body(t, res)
			if res.StatusCode != row.status {
				t.Errorf("POST = %d %s, want %d", res.StatusCode, answer, row.status)
			}
			stored := len(s.tree()) - before
			switch row.stored {
			case "":
				if stored != 0 {
					t.Errorf("%d files are stored", stored)
				}
			default:
				s.read(row.stored)
				if !strings.Contains(answer, " stored; then") {
					t.Errorf("the answer does not tell of what is stored: %s", answer)
				}
			}
			if left := s.parts(); left != nil {
				t.Errorf("parts left: %q", left)
			}
		})
	}
}

// TestPeers21LastOfThousand holds the limit of files.
func TestPeers21LastOfThousand(t *testing.T) {
	fields := make([]formPart, mostParts+1)
	for i := range fields {
		fields[i] = formPart{name: "f", file: fmt.Sprint(i)}
	}
	s := newTaking(t)
	if res := s.send(formRequest("/", fields[1:]...)); res.StatusCode != 201 {
		t.Errorf("POST of %d files = %d, want 201", mostParts, res.StatusCode)
	}
	res := s.send(formRequest("/", fields...))
	if told := body(t, res); res.StatusCode != 413 || !strings.HasPrefix(told, "1,000 files were stored; ") {
		t.Errorf("POST of %d files = %d %s, want 413", mostParts+1, res.StatusCode, told)
	}
}
