// SPDX-License-Identifier: MIT

package mdns

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// inside is set in the environment of a test that runs in namespaces.
const inside = "PORCHLIGHT_MDNS_INSIDE"

// The two machines of the test: we are here, at one end of a cable.
const (
	hereCard, hereAddress   = "here0", "10.9.0.1"
	thereCard, thereAddress = "there0", "10.9.0.2"
)

// namespaced runs the calling test again as root of new user, network, mount
// and process namespaces, where it is true; whatever the test starts there
// ends with it. Where that cannot be, the test is skipped with a word why.
func namespaced(t *testing.T, tools ...string) bool {
	t.Helper()
	if os.Getenv(inside) != "" {
		return true
	}
	for _, tool := range append(tools, "ip", "mount", "sh") {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed", tool)
		}
	}
	runtime.LockOSThread() // Pdeathsig looks at the thread
	defer runtime.UnlockOSThread()
	var out bytes.Buffer
	c := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v", "-test.timeout=120s")
	c.Env = append(os.Environ(), inside+"=1")
	c.Stdout, c.Stderr = &out, &out
	c.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET | syscall.CLONE_NEWNS | syscall.CLONE_NEWPID,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
		Pdeathsig:   syscall.SIGKILL,
	}
	if err := c.Start(); err != nil {
		t.Skipf("namespaces are not allowed here: %v", err)
	}
	err := c.Wait()
	switch {
	case err != nil:
		t.Errorf("in namespaces: %v\n%s", err, out.String())
	case strings.Contains(out.String(), "--- SKIP"):
		t.Skipf("in namespaces:\n%s", out.String())
	}
	return false
}

// machine has mounts of its own, and a directory for its files, which its
// scripts know as $DIR.
type machine struct {
	t   *testing.T
	dir string
}

// newMachine makes a machine with files, by name.
func newMachine(t *testing.T, files map[string]string) *machine {
	t.Helper()
	m := &machine{t, t.TempDir()}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(m.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// connect makes the two ends of the cable, and runs a script at the other one.
func (m *machine) connect(script string) {
	m.t.Helper()
	c, begin := m.start("read begin && ip addr add "+thereAddress+"/24 dev "+thereCard+
		" && ip link set lo up && ip link set "+thereCard+" up && "+script, syscall.CLONE_NEWNET)
	commands := []string{
		"link set lo up",
		"link add " + hereCard + " type veth peer name " + thereCard,
		fmt.Sprintf("link set %s netns %d", thereCard, c.Process.Pid),
		"addr add " + hereAddress + "/24 dev " + hereCard,
		"link set " + hereCard + " up",
	}
	for _, command := range commands {
		if out, err := exec.CommandContext(m.t.Context(), "ip", strings.Fields(command)...).CombinedOutput(); err != nil {
			m.t.Skipf("no network cable here: ip %s: %s", command, out)
		}
	}
	if _, err := io.WriteString(begin, "go\n"); err != nil {
		m.t.Fatal(err)
	}
}

// start runs a script with mounts of its own and an empty /run, until the end
// of the test.
func (m *machine) start(script string, flags uintptr) (*exec.Cmd, io.Writer) {
	m.t.Helper()
	c := exec.CommandContext(m.t.Context(), "sh", "-c", "mount -t tmpfs tmpfs /run && "+script)
	c.Env = m.environment()
	c.SysProcAttr = &syscall.SysProcAttr{Cloneflags: flags | syscall.CLONE_NEWNS}
	begin, err := c.StdinPipe()
	if err != nil {
		m.t.Fatal(err)
	}
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	if err := c.Start(); err != nil {
		m.t.Skipf("no second machine here: %v", err)
	}
	m.t.Cleanup(func() {
		c.Process.Kill() //nolint:errcheck // it may have ended
		c.Wait()         //nolint:errcheck // it was killed
		if m.t.Failed() {
			m.t.Logf("%s:\n%s", script, out.String())
		}
	})
	return c, begin
}

// environment tells where the machine's files are, and its D-Bus.
func (m *machine) environment() []string {
	return append(os.Environ(), "DIR="+m.dir, "DBUS_SYSTEM_BUS_ADDRESS=unix:path="+filepath.Join(m.dir, "bus"))
}

// run runs a command that asks the machine's Avahi, and returns what it says.
func (m *machine) run(name string, arguments ...string) string {
	m.t.Helper()
	c := exec.CommandContext(m.t.Context(), name, arguments...)
	c.Env = m.environment()
	out, err := c.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		m.t.Fatalf("%s: %v", name, err)
	}
	return string(out)
}

// share announces on our end of the cable.
func share(t *testing.T, instance, host string, port uint16) *Responder {
	t.Helper()
	card, err := net.InterfaceByName(hereCard)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Announce(Service{
		Instance: instance, Host: host, Port: port, TXT: []string{"path=/"},
		IP: []netip.Addr{netip.MustParseAddr(hereAddress)}, Interface: *card,
	}, slog.New(slog.NewTextHandler(t.Output(), nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

// wait looks again and again until it is so.
func wait(t *testing.T, what string, so func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	late := time.After(20 * time.Second)
	for !so() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("after 20 s: still waiting for %s", what)
		}
	}
}
