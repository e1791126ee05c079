// SPDX-License-Identifier: MIT

//go:build !headless

package tray

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"porchlight/build/panel"
)

const (
	homelessLine = "porchlight: there is no tray here; site: " + fakeSite + ", control page: " + fakeControl + "\n"
	homelessNote = "Notify Porchlight is running: There is no tray for its icon here. The control page does the same. " +
		"On GNOME, the AppIndicator extension makes a tray."
	homelessPage = "Open " + fakeControl
)

// TestNoBus serves without a tray, says so once, and starts no bus.
func TestNoBus(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"", "autolaunch:", "unix:path=/nonexistent/bus"} {
		t.Run(address, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			launched := filepath.Join(dir, "launched")
			if err := os.WriteFile(filepath.Join(dir, "dbus-launch"), []byte("#!/bin/sh\n: >"+launched+"\n"), 0o700); err != nil {
				t.Fatalf("WriteFile() = %v, want nil", err)
			}
			p := start(t, address, "PATH="+dir+":"+os.Getenv("PATH"))
			p.expect(t, homelessNote, homelessPage)
			p.tell(t, "show full")
			p.tell(t, "quit")
			if stderr := p.ends(t); stderr != homelessLine {
				t.Errorf("stderr = %q, want %q", stderr, homelessLine)
			}
			if _, err := os.Stat(launched); err == nil {
				t.Error("dbus-launch was run")
			}
		})
	}
}

func TestBusInRuntimeDir(t *testing.T) {
	t.Parallel()
	b := panel.StartBus(t)
	w := b.Watch(t, true)
	dir := t.TempDir()
	if err := os.Symlink(b.Socket, filepath.Join(dir, "bus")); err != nil {
		t.Fatalf("Symlink() = %v, want nil", err)
	}
	start(t, "", "XDG_RUNTIME_DIR="+dir)
	w.Next(t)
}

// TestPanelLate: the icon comes when the panel does.
func TestPanelLate(t *testing.T) {
	t.Parallel()
	b := panel.StartBus(t)
	p := start(t, b.Address, "TRAY_PATIENCE=50ms")
	p.expect(t, homelessNote, homelessPage)
	it := b.Watch(t, true).Next(t)
	it.Until(t, "calm", func() string { return levelOf(t, it) })
	it.Click(t, "Settings", "Reload")
	p.expect(t, "Reload")
	p.tell(t, "quit")
	if stderr := p.ends(t); stderr != homelessLine {
		t.Errorf("stderr = %q, want %q", stderr, homelessLine)
	}
}

// TestPanelInTime says nothing, as all is well.
func TestPanelInTime(t *testing.T) {
	t.Parallel()
	b := panel.StartBus(t)
	p := start(t, b.Address, "TRAY_PATIENCE=1m")
	p.tell(t, "count") // it waits
	p.line(t)
	b.Watch(t, true).Next(t)
	p.tell(t, "quit")
	if stderr := p.ends(t); stderr != "" {
		t.Errorf("stderr = %q, want none", stderr)
	}
}

// TestWatcherWithoutHost moves in, but does not take that for being seen.
func TestWatcherWithoutHost(t *testing.T) {
	t.Parallel()
	b := panel.StartBus(t)
	w := b.Watch(t, false)
	p := start(t, b.Address, "TRAY_PATIENCE=300ms")
	it := w.Next(t)
	p.expect(t, homelessNote, homelessPage)
	w.Host(t)
	it.Click(t, "Settings", "Reload")
	p.expect(t, "Reload")
}

// TestPanelRestarts shows the icon to the next panel, as it is by then.
func TestPanelRestarts(t *testing.T) {
	t.Parallel()
	b := panel.StartBus(t)
	w := b.Watch(t, true)
	p := start(t, b.Address)
	w.Next(t).Click(t, "Settings", "Reload") // by then systray is up, and listens for panels
	p.expect(t, "Reload")
	w.Leave(t)
	p.tell(t, "show full")
	it := b.Watch(t, true).Next(t)
	it.Until(t, "full", func() string { return levelOf(t, it) })
	it.Click(t, "Stop")
	p.expect(t, "Stop")
	p.tell(t, "quit")
	if stderr := p.ends(t); stderr != "" {
		t.Errorf("stderr = %q, want none", stderr)
	}
}

// TestBusDies: the app lives on, says so once, and ends well.
func TestBusDies(t *testing.T) {
	t.Parallel()
	b := panel.StartBus(t)
	w := b.Watch(t, true)
	p := start(t, b.Address)
	w.Next(t)
	b.Kill()
	for _, scene := range []string{"full", "off", "busy", "calm"} {
		p.tell(t, "show "+scene)
		p.tell(t, "count")
		p.line(t)
	}
	select {
	case <-p.stderr.first:
	case <-time.After(30 * time.Second):
		t.Fatal("nothing is said about a lost tray")
	}
	p.tell(t, "quit")
	stderr := p.ends(t)
	if strings.Count(stderr, "tray lost, serving on without it") != 1 || strings.Count(stderr, "\n") != 1 {
		t.Errorf("stderr = %q, want one line about a lost tray", stderr)
	}
}
