// SPDX-License-Identifier: MIT

package folder

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"testing"
)

// meddler is a ResponseWriter under which something happens once the first
// bytes are sent.
type meddler struct {
	reusedWriter
	meddle func()
}

func (m *meddler) Write(p []byte) (int, error) {
	if m.meddle != nil {
		m.meddle()
		m.meddle = nil
	}
	return m.reusedWriter.Write(p)
}

// aborted serves a request and reports whether the connection was cut.
func aborted(h http.Handler, w http.ResponseWriter, r *http.Request) (cut bool) {
	defer func() { cut = errors.Is(asError(recover()), http.ErrAbortHandler) }()
	h.ServeHTTP(w, r)
	return false
}

func asError(v any) error {
	err, _ := v.(error)
	return err
}

// TestPeers27ZipChangingTree holds that an archive has the announced length or
// is cut, whatever happens to a file while it is sent. "b.txt" comes behind a file that
// is larger than all buffers.
func TestPeers27ZipChangingTree(t *testing.T) {
	appendTo := func(t *testing.T, path string) {
		f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
		if err == nil {
			_, err = f.WriteString("more")
		}
		if err := errors.Join(err, f.Close()); err != nil {
			t.Error(err)
		}
	}
	for _, row := range []struct {
		name   string
		meddle func(t *testing.T, s *site)
		cut    bool
	}{
		{"nothing", func(*testing.T, *site) {}, false},
		{"grown", func(t *testing.T, s *site) { appendTo(t, s.path("z/b.txt")) }, false},
		{"shrunk", func(t *testing.T, s *site) { s.write("z/b.txt", "short") }, true},
		{"gone", func(t *testing.T, s *site) { _ = os.Remove(s.path("z/b.txt")) }, true},
		{"a folder now", func(t *testing.T, s *site) {
			_ = os.Remove(s.path("z/b.txt"))
			s.write("z/b.txt/c.txt", letters)
		}, true},
		{"rewritten", func(t *testing.T, s *site) { s.writeAt("z/b.txt", letters, longAgo.AddDate(1, 0, 0)) }, true},
		{"replaced", func(t *testing.T, s *site) {
			s.writeAt("z/new.txt", letters+letters, longAgo.AddDate(1, 0, 0))
			_ = os.Rename(s.path("z/new.txt"), s.path("z/b.txt"))
		}, true},
		{"another file", func(t *testing.T, s *site) { s.write("z/c.txt", "new") }, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := zipSite(t)
			s.write("z/a.bin", strings.Repeat("a", 3*archivePiece))
			s.write("z/b.txt", letters)
			length := s.do("HEAD", "/z/?zip").ContentLength
			w := &meddler{reusedWriter: reusedWriter{header: http.Header{}}, meddle: func() { row.meddle(t, s) }}
			cut := aborted(s, w, newRequest("GET", "/z/?zip", nil))
			if cut != row.cut || !cut && int64(w.bytes) != length {
				t.Errorf("cut: %v after %d bytes, want cut: %v, length %d", cut, w.bytes, row.cut, length)
			}
			if warned := strings.Contains(s.log.String(), "WARN"); warned != row.cut {
				t.Errorf("log = %q, want a warning: %v", s.log, row.cut)
			}
			if s.zipCost.Load() != 0 {
				t.Errorf("the plan still costs %d bytes", s.zipCost.Load())
			}
		})
	}
}

// TestPeers27ZipClientGone holds that nothing more is read for a client that
// has gone.
func TestPeers27ZipClientGone(t *testing.T) {
	s := zipSite(t)
	s.write("z/a.bin", strings.Repeat("a", 3*archivePiece))
	s.write("z/b.bin", strings.Repeat("b", 3*archivePiece))
	p, refused := s.planArchive(t.Context(), name{path: "z", folder: true}, nil)
	if refused != nil {
		t.Fatal(refused)
	}
	defer p.close()
	if at, _, err := p.send(goneClient{}); !errors.Is(err, io.ErrClosedPipe) || at != "a.bin" {
		t.Errorf("send to a client that has gone = %q, %v, want an error at the first file", at, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, refused := s.planArchive(ctx, name{path: "z", folder: true}, nil); refused == nil {
		t.Error("a walk goes on for a client that has gone")
	}
}

type goneClient struct{}

func (goneClient) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// TestZipLimits holds that a folder that holds too much is refused before the
// first byte, and costs nothing afterwards.
func TestZipLimits(t *testing.T) {
	s := zipSite(t)
	s.write("deep/"+strings.Repeat("d/", deepestArchive+1)+"leaf.txt", "deep")
	s.write("deep enough/"+strings.Repeat("d/", deepestArchive)+"leaf.txt", "deep")
	for target, status := range map[string]int{"/deep/?zip": 413, "/deep%20enough/?zip": 200} {
		if res := s.do("GET", target); res.StatusCode != status {
			t.Errorf("GET %s = %d, want %d", target, res.StatusCode, status)
		}
	}
	for _, row := range []struct {
		running, own int64
		status       int
	}{{archivesCost, 0, 503}, {0, archiveCost, 413}, {archivesCost / 2, 0, 0}} {
		s.zipCost.Store(row.running)
		p := &archivePlan{folder: s.Folder}
		err := errors.Join(p.pay(row.own), p.pay(1))
		if status := statusIf(s, err); status != row.status {
			t.Errorf("%d bytes beside %d = %d, want %d", row.own+1, row.running, status, row.status)
		}
	}
}

func statusIf(s *site, err error) int {
	if err == nil {
		return 0
	}
	return s.planFault(err).Status
}

// TestZipReport holds that what is left out is told of, whatever else bears
// the report's name, and that a long report ends.
func TestZipReport(t *testing.T) {
	p := &archivePlan{entries: []planned{{path: reportName}}}
	if path, _ := p.report(); path != "" {
		t.Errorf("nothing is left out, and %q tells it", path)
	}
	for range mostLeftOut + 2 {
		p.left.add("a", fs.ErrPermission)
	}
	path, content := p.report()
	if path != "_"+reportName || !strings.HasSuffix(content, "a: is not to be read\r\nand 2 more\r\n") {
		t.Errorf("report %q ends in %q", path, content[len(content)-40:])
	}
}

// TestLendableName holds that it and parseName agree.
func TestLendableName(t *testing.T) {
	for _, s := range []string{"a.txt", "größe", ".hidden", "..", "", "a/b", `a\b`, "nul", "a.", "a ", "a:b", "x<y", "\x00", "\xff", "PROGRA~1", strings.Repeat("n", 256)} {
		n, refused := parseName("/" + strings.NewReplacer("/", "%2f", `\`, "%5c", "\x00", "%00").Replace(s))
		want := s != "" && refused == nil && !n.absent
		if got := lendableName(s); got != want {
			t.Errorf("lendableName(%q) = %v, want %v", s, got, want)
		}
	}
}
