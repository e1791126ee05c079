// SPDX-License-Identifier: MIT

package app

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"porchlight/server"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits for what must happen.
const patience = 20 * time.Second

// home is an App in folders of its own.
type home struct {
	*App
	t   *testing.T
	dir string
}

// newHome makes an App with the configuration text, or without a file for "",
// and keeps it going until the test ends.
func newHome(t *testing.T, text string, change ...func(*Options)) *home {
	t.Helper()
	h := &home{t: t, dir: t.TempDir()}
	h.write("site/index.html", "the site")
	h.write("other/index.html", "the other")
	if text != "" {
		h.write("config.toml", strings.ReplaceAll(text, "DIR", filepath.ToSlash(h.dir)))
	}
	o := Options{File: h.path("config.toml"), Lenient: true, State: h.path("state"), Site: h.path("built-in")}
	for _, c := range change {
		c(&o)
	}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	h.App = a
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); a.Run(ctx) }()
	t.Cleanup(func() {
		if err := a.Stop(); err != nil {
			t.Error(err)
		}
		stop()
		<-done
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

func (h *home) path(name string) string { return filepath.Join(h.dir, filepath.FromSlash(name)) }

func (h *home) write(name, content string) {
	h.t.Helper()
	if err := os.MkdirAll(filepath.Dir(h.path(name)), 0o700); err != nil {
		h.t.Fatal(err)
	}
	if err := os.WriteFile(h.path(name), []byte(content), 0o600); err != nil {
		h.t.Fatal(err)
	}
}

// await waits until a Snapshot is as it should be, by the bell.
func (h *home) await(what string, is func(Snapshot) bool) Snapshot {
	h.t.Helper()
	changed, cancel := h.Subscribe()
	defer cancel()
	limit := time.After(patience)
	for {
		s := h.Snapshot()
		if is(s) {
			return s
		}
		select {
		case <-changed:
		case <-limit:
			h.t.Fatalf("no Snapshot with %s, the last one is %+v", what, s)
		}
	}
}

// fetch returns the content of a target, or the status.
func (h *home) fetch(target string) string {
	h.t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: patience}
	s := h.Snapshot()
	req, err := http.NewRequestWithContext(h.t.Context(), http.MethodGet, s.Address+target, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	if s.Share != nil {
		req.SetBasicAuth("", s.Share.Code)
	}
	res, err := client.Do(req)
	if err != nil {
		h.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK {
		return res.Status
	}
	return string(body)
}

const site = "port = 0 # any\nroot = 'DIR/site'\nworkers = 3\n"

func TestStartStop(t *testing.T) {
	h := newHome(t, site)
	if s := h.Snapshot(); s.Level != server.Off || s.Address != "" || s.Problem != nil {
		t.Errorf("Snapshot() before Start = %+v", s)
	}
	if err := h.Start(); err != nil {
		t.Fatal(err)
	}
	if err := h.Start(); err != nil {
		t.Errorf("Start() of a running one = %v", err)
	}
	s := h.Snapshot()
	if s.Level != server.Calm || s.Text != "0 of 3 workers busy" || s.Root != h.path("site") || s.Config.Workers != 3 {
		t.Errorf("Snapshot() = %+v", s)
	}
	if got := h.fetch("/"); got != "the site" {
		t.Errorf("the site is %q", got)
	}
	if err := h.Stop(); err != nil {
		t.Fatal(err)
	}
	if s := h.Snapshot(); s.Level != server.Off || s.Address != "" {
		t.Errorf("Snapshot() after Stop = %+v", s)
	}
}

// TestBuiltIn has no file and no root.
func TestBuiltIn(t *testing.T) {
	h := newHome(t, "", func(o *Options) { o.Flags = map[string]string{"port": "0"} })
	if err := h.Start(); err != nil {
		t.Fatal(err)
	}
	if got := h.fetch("/sample.txt"); got == "" || h.Snapshot().Root != h.path("built-in") {
		t.Errorf("the built-in site is %q at %q", got, h.Snapshot().Root)
	}
	uploads, err := h.UploadsFolder()
	if info, statErr := os.Stat(uploads); err != nil || statErr != nil || !info.IsDir() || uploads != h.path("built-in/uploads") {
		t.Errorf("UploadsFolder() = %q, %v, %v", uploads, err, statErr)
	}
}

// TestBrokenConfiguration is mended while the program runs.
func TestBrokenConfiguration(t *testing.T) {
	h := newHome(t, "port = 0\nroot = 'DIR/site'\nprot = 1\n")
	if err := h.Start(); err == nil {
		t.Error("Start() with a broken configuration succeeds")
	}
	s := h.Snapshot()
	if s.Level != server.Failed || s.Problem == nil || s.Problem.Line != 3 || !strings.HasPrefix(s.Text, "config.toml:3: ") || !strings.Contains(s.Text, `"port"`) {
		t.Fatalf("Snapshot() = %+v, problem %+v, want the line without a folder, and the key", s, s.Problem)
	}
	h.write("config.toml", "port = 0\nroot = '"+h.path("site")+"'\n")
	h.await("a running server", func(s Snapshot) bool { return s.Level == server.Calm && s.Problem == nil })
	if got := h.fetch("/"); got != "the site" {
		t.Errorf("the site is %q", got)
	}
	h.write("config.toml", "port = = 0\n")
	s = h.await("a problem", func(s Snapshot) bool { return s.Problem != nil })
	if s.Problem.Line != 1 || s.Level != server.Calm {
		t.Errorf("level %v, problem %+v, want that it serves on, and line 1", s.Level, s.Problem)
	}
	if got := h.fetch("/"); got != "the site" {
		t.Errorf("the site is %q after a broken change", got)
	}
	if err := h.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := h.Start(); err == nil || h.Snapshot().Problem == nil {
		t.Errorf("Start() = %v with a configuration that is broken still, want that it says so", err)
	}
}

func TestStrict(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(file, []byte("prot = 1"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(Options{File: file}); err == nil || !strings.Contains(err.Error(), "config.toml:1: ") {
		t.Errorf("New() = %v, want the line", err)
	}
}

// TestTakenPort names who has it, where the system tells, and a free one.
func TestTakenPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	port := l.Addr().(*net.TCPAddr).Port
	h := newHome(t, strings.Replace(site, "port = 0", "port = "+strconv.Itoa(port), 1))
	if err := h.Start(); err == nil {
		t.Fatal("Start() on a taken port succeeds")
	}
	s := h.Snapshot()
	if s.Level != server.Failed || s.Problem == nil || s.Problem.FreePort <= port {
		t.Fatalf("Snapshot() = %+v, problem %+v, want a free port", s, s.Problem)
	}
	if want := strconv.Itoa(os.Getpid()); portOwner(port) != "" && !strings.Contains(s.Text, "(process "+want+")") {
		t.Errorf("the problem is %q, want process %s in it", s.Text, want)
	}
	if err := h.Set(map[string]string{"port": strconv.Itoa(s.Problem.FreePort)}); err != nil {
		t.Fatal(err)
	}
	if s := h.Snapshot(); s.Level != server.Calm || s.Problem != nil {
		t.Errorf("Snapshot() on the free port = %+v", s)
	}
}
