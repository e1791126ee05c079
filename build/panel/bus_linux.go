// SPDX-License-Identifier: MIT

package panel

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// Limit is how long anything on the bus may take: far more than it does.
const Limit = 20 * time.Second

// settings are those of a bus that starts no services: what is installed on
// this machine must not answer in place of a stand-in.
const settings = `<busconfig>
	<type>session</type>
	<listen>unix:path=SOCKET</listen>
	<auth>EXTERNAL</auth>
	<policy context="default">
		<allow send_destination="*"/>
		<allow receive_sender="*"/>
		<allow own="*"/>
	</policy>
</busconfig>`

// daemon is looked for before any test has a PATH of its own.
var daemon, _ = exec.LookPath("dbus-daemon")

// Bus is a session bus of a test's own.
type Bus struct {
	Address string // as of DBUS_SESSION_BUS_ADDRESS
	Socket  string // that it listens on
	daemon  *exec.Cmd
}

// StartBus starts a bus that lives until the test ends, or Kill.
func StartBus(t *testing.T) *Bus {
	t.Helper()
	if daemon == "" {
		t.Skip("no dbus-daemon on this machine; go run ./build test installs it")
	}
	b := &Bus{Socket: filepath.Join(ShortFolder(t), "bus")}
	file := b.Socket + ".conf"
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(settings, "SOCKET", b.Socket)), 0o600); err != nil {
		t.Fatalf("WriteFile(%q) = %v, want nil", file, err)
	}
	b.daemon = exec.Command(daemon, "--config-file="+file, "--nofork", "--nopidfile", "--print-address=1")
	b.daemon.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} // also if the test is killed
	out, err := b.daemon.StdoutPipe()
	if err != nil {
		t.Fatalf("StdoutPipe() = %v, want nil", err)
	}
	if err := b.daemon.Start(); err != nil {
		t.Fatalf("start dbus-daemon: %v", err)
	}
	t.Cleanup(b.Kill)
	limit := time.AfterFunc(Limit, func() { _ = b.daemon.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if !limit.Stop() || err != nil {
		t.Fatalf("dbus-daemon says %q, %v, want its address", line, err)
	}
	b.Address = strings.TrimSpace(line)
	return b
}

// ShortFolder makes a folder for sockets, whose paths may have 107 bytes at most.
func ShortFolder(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "porch") //nolint:usetesting // t.TempDir has the name of the test in it
	if err != nil {
		t.Fatalf("MkdirTemp() = %v, want nil", err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	return folder
}

// Kill ends the bus; once more, it does nothing.
func (b *Bus) Kill() {
	_ = b.daemon.Process.Kill()
	_ = b.daemon.Wait()
}

// Dial connects to the bus until the test ends.
func (b *Bus) Dial(t *testing.T) *dbus.Conn {
	t.Helper()
	conn, err := dbus.Connect(b.Address)
	if err != nil {
		t.Fatalf("Connect(%q) = %v, want nil", b.Address, err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// Own connects to the bus as the service of that name.
func (b *Bus) Own(t *testing.T, name string) *dbus.Conn {
	t.Helper()
	conn := b.Dial(t)
	own(t, conn, name)
	return conn
}

func own(t *testing.T, conn *dbus.Conn, name string) {
	t.Helper()
	if got, err := conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil || got != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("RequestName(%s) = %v, %v, want %v", name, got, err, dbus.RequestNameReplyPrimaryOwner)
	}
}
