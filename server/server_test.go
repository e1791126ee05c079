// SPDX-License-Identifier: MIT

package server

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"porchlight/server/config"
)

func TestStartAndStop(t *testing.T) {
	f := newFixture(t)
	if got := f.Status(); got.Level != Off || got.Text != "Off" || got.Address != "" || got.Root != "" {
		t.Errorf("Status() before Start = %+v, want off without an address", got)
	}
	for round := range 2 {
		before := time.Now()
		if err := f.Start(); err != nil {
			t.Fatalf("Start() in round %d = %v, want nil", round, err)
		}
		if err := f.Start(); !errors.Is(err, ErrRunning) {
			t.Errorf("second Start() = %v, want ErrRunning", err)
		}
		status := f.Status()
		if status.Level != Calm || status.Text != "0 of 10 workers busy" || status.Root != f.Config().Root || status.Since.Before(before) {
			t.Errorf("Status() = %+v, want calm since now", status)
		}
		if got := f.ask("GET /"); got.StatusCode != 200 || got.body != "home" {
			t.Errorf("GET / = %d %q, want 200 home", got.StatusCode, got.body)
		}
		for range 2 {
			if err := f.Stop(t.Context()); err != nil {
				t.Errorf("Stop() = %v, want nil", err)
			}
		}
		if got := f.Status(); got.Level != Off || got.Address != "" || got.Root != "" || !got.Since.IsZero() || got.Connections != 0 {
			t.Errorf("Status() after Stop = %+v, want off", got)
		}
		if conn, err := net.Dial("tcp", strings.TrimPrefix(status.Address, "http://")); err == nil {
			conn.Close()
			t.Errorf("Dial(%q) after Stop succeeds, want a closed port", status.Address)
		}
	}
	if got := f.Status().Requests; got != 2 {
		t.Errorf("Requests = %d, want 2: counted since the program began", got)
	}
}

func TestStatusCounts(t *testing.T) {
	f := start(t)
	idle := f.dial()
	idle.send("GET /a.txt")
	idle.receive("GET")
	f.ask("HEAD /a.txt")
	got := f.Status()
	if got.Requests != 2 || got.Bytes != uint64(len("letters")) {
		t.Errorf("Status() = %d requests, %d bytes, want 2 and %d", got.Requests, got.Bytes, len("letters"))
	}
	if got.Workers != 10 || got.Queue != 50 || got.Waiting != 0 || got.Refused != 0 {
		t.Errorf("Status() = %+v, want 10 workers, a queue of 50, nobody in it", got)
	}
	// A worker goes back just after the last byte of its answer.
	f.eventually("one connection, nobody busy", func() bool { s := f.Status(); return s.Connections == 1 && s.Busy == 0 })
	slow := f.download()
	if got := f.Status(); got.Busy != 1 || got.Text != "1 of 10 workers busy" || got.Connections != 2 {
		t.Errorf("Status() = %d busy, %q, %d connections, want 1 and 2", got.Busy, got.Text, got.Connections)
	}
	slow.Close()
}

// TestFailedStart looks at each reason why a server does not start: it is told
// by the error and by Status, nothing stays open, and another Start works once
// the reason is gone.
func TestFailedStart(t *testing.T) {
	taken := listenOn(t, "127.0.0.1:0")
	root := newRoot(t, "home")
	for _, tt := range []struct {
		name   string
		change func(*config.Config)
		want   string
	}{
		{"port is taken", func(c *config.Config) { c.Port = taken }, "another program uses it, choose another port"},
		{"root is missing", func(c *config.Config) { c.Root = filepath.Join(root, "gone") }, `open folder "`},
		{"root is a file", func(c *config.Config) { c.Root = filepath.Join(root, "a.txt") }, `open folder "`},
		{"no such host", func(c *config.Config) { c.Host = "no host" }, "no such host name, try 127.0.0.1"},
		{"not our address", func(c *config.Config) { c.Host = "203.0.113.77" }, "this machine has no such address"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			good := f.Config()
			f.apply(tt.change)
			err := f.Start()
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("Start() = %v, want one line with %q", err, tt.want)
			}
			if got := f.Status(); got.Level != Failed || got.Text != err.Error() || got.Address != "" || got.Root != "" {
				t.Errorf("Status() = %+v, want failed with the reason", got)
			}
			if f.site.Load() != nil {
				t.Error("a site is in force after a failed Start, want none")
			}
			if err := f.Stop(t.Context()); err != nil {
				t.Errorf("Stop() after a failed Start = %v, want nil", err)
			}
			if err := f.Apply(good); err != nil {
				t.Errorf("Apply() after a failed Start = %v, want nil", err)
			}
			if err := f.Start(); err != nil || f.Status().Level != Calm {
				t.Errorf("Start() with the reason gone = %v, Status() = %+v, want it calm", err, f.Status())
			}
		})
	}
}

// listenOn opens an address and returns its port.
func listenOn(t *testing.T, address string) int {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l.Addr().(*net.TCPAddr).Port
}

func TestStopLetsRequestsFinish(t *testing.T) {
	f := start(t)
	idle := f.dial()
	idle.send("GET /a.txt")
	idle.receive("GET")
	slow := f.download()
	done := make(chan error)
	go func() { done <- f.Stop(context.Background()) }()
	if !idle.ended() {
		t.Error("an idle connection stays while the server stops, want it closed at once")
	}
	if got := slow.receive("GET"); len(got.body) != bigSize {
		t.Errorf("download during Stop = %d bytes, want all %d", len(got.body), bigSize)
	}
	if err := <-done; err != nil {
		t.Errorf("Stop() = %v, want nil", err)
	}
}

func TestPeers58StopCutsWhenItsTimeIsOver(t *testing.T) {
	f := start(t)
	f.download()
	f.stop()
	if got := f.lines("request"); len(got) != 1 || got[0].Err == "" {
		t.Errorf("log = %+v, want one request that was cut", got)
	}
	if got := f.Status().Busy; got != 0 {
		t.Errorf("Busy after Stop = %d, want 0", got)
	}
}
