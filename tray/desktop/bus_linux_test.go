// SPDX-License-Identifier: MIT

package desktop

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"testing"
	"time"

	"porchlight/build/panel"
)

// patience is for what a test waits for; it is only used up when it fails.
const patience = 10 * time.Second

// newBus starts a session bus of the test's own and makes it the one that
// everybody is told of.
func newBus(t *testing.T) *panel.Bus {
	t.Helper()
	b := panel.StartBus(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", b.Address)
	return b
}

// brief is for questions that are not answered.
func brief(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	t.Cleanup(cancel)
	return ctx
}

func TestSessionAddress(t *testing.T) {
	folder := panel.ShortFolder(t)
	listener, err := net.Listen("unix", filepath.Join(folder, "bus"))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	noSocket := t.TempDir()
	put(t, noSocket, "bus", "")
	for _, tt := range []struct{ name, address, runtime, want string }{
		{"given", "unix:path=/x", folder, "unix:path=/x"},
		{"found", "", folder, "unix:path=" + folder + "/bus"},
		{"not started for us", "autolaunch:", folder, "unix:path=" + folder + "/bus"},
		{"no socket", "", noSocket, ""},
		{"no bus", "", t.TempDir(), ""},
		{"no session", "", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("DBUS_SESSION_BUS_ADDRESS", tt.address)
			t.Setenv("XDG_RUNTIME_DIR", tt.runtime)
			got, err := SessionAddress()
			if got != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("SessionAddress() = %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

// A bus that takes the connection and then says nothing holds nobody up.
func TestSilentBus(t *testing.T) {
	socket := filepath.Join(panel.ShortFolder(t), "bus")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+socket)
	if conn, err := session(brief(t)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("session = %v, %v, want %v", conn, err, context.DeadlineExceeded)
	}
}

func TestSessionOutlivesItsContext(t *testing.T) {
	newBus(t)
	ctx, cancel := context.WithCancel(t.Context())
	conn, err := session(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	cancel()
	if err := conn.BusObject().CallWithContext(t.Context(), "org.freedesktop.DBus.GetId", 0).Err; err != nil {
		t.Errorf("call after the end of the context: %v", err)
	}
}
