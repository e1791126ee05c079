// SPDX-License-Identifier: MIT

package desktop

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/adrg/xdg"
)

// ownConfig gives the test a folder of settings and returns where its desktop
// entry will be.
func ownConfig(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	t.Cleanup(xdg.Reload) // after Setenv's own
	t.Setenv("XDG_CONFIG_HOME", home)
	xdg.Reload()
	return filepath.Join(home, "autostart", "porchlight.desktop")
}

func startsNow(t *testing.T, want bool) {
	t.Helper()
	if on, err := StartsAtLogin(); on != want || err != nil {
		t.Errorf("StartsAtLogin() = %v, %v, want %v", on, err, want)
	}
}

func TestStartAtLogin(t *testing.T) {
	entry := ownConfig(t)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	startsNow(t, false)
	for _, state := range []string{"off", "on"} {
		if err := start(program); err != nil {
			t.Fatalf("switch on when %s: %v", state, err)
		}
		startsNow(t, true)
	}
	want, err := autostart(program)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(entry); string(got) != want || err != nil {
		t.Errorf("%s reads %q, %v, want %q", entry, got, err, want)
	}
	if info, err := os.Stat(entry); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("%s is %v (%v), want 0644", entry, info, err)
	}
	for _, state := range []string{"on", "off"} {
		if err := SetStartAtLogin(false); err != nil {
			t.Fatalf("switch off when %s: %v", state, err)
		}
		startsNow(t, false)
	}
}

// What the desktop's own settings have switched off is off, and on again when
// the person says so here.
func TestStartAtLoginWasHidden(t *testing.T) {
	entry := ownConfig(t)
	if err := os.MkdirAll(filepath.Dir(entry), 0o700); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Dir(entry), filepath.Base(entry), "[Desktop Entry]\nExec=porchlight\nHidden=true\n")
	startsNow(t, false)
	if err := start("/bin/sh"); err != nil {
		t.Fatal(err)
	}
	startsNow(t, true)
}

// The test is a program that the go command only runs, unless somebody has
// built it to keep.
func TestStartThisProgramAtLogin(t *testing.T) {
	entry := ownConfig(t)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	want := lasting(program)
	if err := SetStartAtLogin(true); (err == nil) != (want == nil) {
		t.Errorf("SetStartAtLogin(true) of %s = %v, want %v", program, err, want)
	}
	if _, err := os.Stat(entry); (err == nil) != (want == nil) {
		t.Errorf("%s after that: %v", entry, err)
	}
}

func TestStartAtLoginWantsAnInstalledProgram(t *testing.T) {
	entry := ownConfig(t)
	if err := startLasting("/tmp/go-build1/b001/exe/porchlight"); !errors.Is(err, errPassing) {
		t.Errorf("start of what the go command runs = %v, want %v", err, errPassing)
	}
	if _, err := os.Stat(entry); !os.IsNotExist(err) {
		t.Errorf("%s: %v, want none", entry, err)
	}
}

func TestStartAtLoginRefusesAnEqualsSign(t *testing.T) {
	entry := ownConfig(t)
	if err := start("/opt/a=b"); err == nil {
		t.Error("start of a path with an equals sign succeeded")
	}
	if _, err := os.Stat(entry); !os.IsNotExist(err) {
		t.Errorf("%s: %v, want none", entry, err)
	}
}

func TestStartAtLoginIsUnreadable(t *testing.T) {
	entry := ownConfig(t)
	if err := os.MkdirAll(entry, 0o700); err != nil { // a folder where the file should be
		t.Fatal(err)
	}
	if on, err := StartsAtLogin(); on || err == nil {
		t.Errorf("StartsAtLogin() = %v, %v, want a failure", on, err)
	}
}
