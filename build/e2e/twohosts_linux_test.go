// SPDX-License-Identifier: MIT

package e2e

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// inLab says, in the environment, that the test runs in namespaces of its own,
// and where porchlight is.
const inLab = "PORCHLIGHT_LAB"

// TestTwoHosts has two hosts on one network: a folder is shared on the first,
// found by name on the second and fetched there. The first then comes to
// another network, where it must not be reached, and back.
func TestTwoHosts(t *testing.T) {
	if program := os.Getenv(inLab); program != "" {
		newLab(t, program).run()
		return
	}
	for _, tool := range []string{"ip", "nsenter", "curl", "avahi-daemon", "avahi-browse", "avahi-publish", "dbus-daemon"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is missing, which makes or uses a network of two hosts", tool)
		}
	}
	if os.Getuid() != 0 {
		t.Skip("a network of two hosts can only be made by root")
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestTwoHosts$", "-test.v")
	cmd.Env = append(os.Environ(), inLab+"="+filepath.Join(build(t), "porchlight"))
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWNET | syscall.CLONE_NEWNS | syscall.CLONE_NEWUTS, Pdeathsig: syscall.SIGKILL,
	}
	out, err := cmd.CombinedOutput()
	if _, ran := errors.AsType[*exec.ExitError](err); err != nil && !ran {
		t.Skipf("no namespaces can be made here: %v", err)
	}
	if err != nil {
		t.Fatalf("in the lab: %v\n%s", err, out)
	}
	t.Logf("%s", out)
}

// lab is two hosts with a cable between them. The test, and porchlight, run on
// the first.
type lab struct {
	t       *testing.T
	program string
	home    string
	second  int // a process of the second host
	server  *program
}

func newLab(t *testing.T, program string) *lab {
	l := &lab{t: t, program: program, home: t.TempDir()}
	sleeper := exec.Command("sleep", "600")
	sleeper.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET | syscall.CLONE_NEWNS, Pdeathsig: syscall.SIGKILL}
	if err := sleeper.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sleeper.Process.Kill(); _ = sleeper.Wait() })
	l.second = sleeper.Process.Pid
	l.here("mount", "--make-rprivate", "/")
	l.here("ip", "link", "set", "lo", "up")
	l.here("ip", "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", strconv.Itoa(l.second))
	l.there("ip", "link", "set", "lo", "up")
	l.there("ip", "link", "set", "eth0", "up")
	l.there("ip", "address", "add", "10.77.0.2/24", "dev", "eth0")
	l.here("ip", "link", "set", "eth0", "up")
	return l
}

func (l *lab) here(command ...string) {
	l.t.Helper()
	if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
		l.t.Fatalf("%s: %v: %s", strings.Join(command, " "), err, out)
	}
}

// onSecond makes a command of the second host.
func (l *lab) onSecond(command ...string) *exec.Cmd {
	return exec.Command("nsenter", append([]string{"-t", strconv.Itoa(l.second), "-n", "--"}, command...)...)
}

func (l *lab) there(command ...string) string {
	l.t.Helper()
	out, err := l.onSecond(command...).CombinedOutput()
	if err != nil {
		l.t.Fatalf("on the second host, %s: %v: %s", strings.Join(command, " "), err, out)
	}
	return string(out)
}

// joins puts the first host into a network.
func (l *lab) joins(network string) {
	l.t.Helper()
	l.here("ip", "address", "flush", "dev", "eth0")
	l.here("ip", "address", "add", network+".1/24", "dev", "eth0")
	l.here("ip", "route", "add", "default", "via", network+".2")
	l.here("ping", "-c", "1", "-W", "5", network+".2")
}

func (l *lab) run() {
	if err := syscall.Sethostname([]byte("first")); err != nil {
		l.t.Fatal(err)
	}
	l.joins("10.77.0")
	l.listensByName()
	address := l.share()
	l.found("Album", "first", address)
	if got := l.there("curl", "-sS", "--max-time", "10", "-u", ":"+l.code(), address+"/song.ogg"); got != "la la" {
		l.t.Errorf("the second host gets %q, want the song", got)
	}
	l.says(`the share has been reached by=10\.77\.0\.2`)

	l.there("ip", "address", "add", "10.88.0.2/24", "dev", "eth0")
	l.joins("10.88.0")
	l.says(`the share pauses`)
	for _, host := range []string{"10.88.0.1", "10.77.0.1"} {
		l.refuses(strings.Replace(address, "10.77.0.1", host, 1))
	}
	l.joins("10.77.0")
	l.there("ip", "address", "del", "10.88.0.2/24", "dev", "eth0") // or the second host speaks from there
	l.says(`the share goes on`)
	if got := l.there("curl", "-sS", "--max-time", "10", "-u", ":"+l.code(), address+"/song.ogg"); got != "la la" {
		l.t.Errorf("back on its network, the second host gets %q, want the song", got)
	}
	l.ends()
	l.refuses(address)
	l.gone()
	l.givesWay()
}

// givesWay shares the folder once more, while the second host has both of its
// names.
func (l *lab) givesWay() {
	l.t.Helper()
	if err := syscall.Sethostname([]byte("second")); err != nil {
		l.t.Fatal(err)
	}
	l.background(l.onSecond("avahi-publish", "-s", "Album", "_http._tcp", "99"))
	l.awaits("name that is taken", func() bool {
		out, _ := l.onSecond("avahi-browse", "-rptk", "_http._tcp").CombinedOutput()
		return strings.Contains(string(out), ";second.local;")
	})
	address := l.share()
	l.found(`Album\S+2\S*`, "second-2", address)
	named := strings.Replace(address, "10.77.0.1", "second-2.local", 1)
	got := l.there("curl", "-sS", "--max-time", "10", "--resolve", strings.TrimPrefix(named, "http://")+":10.77.0.1", "-u", ":"+l.code(), named+"/song.ogg")
	if got != "la la" {
		l.t.Errorf("by its other name, the second host gets %q, want the song", got)
	}
	l.ends()
}

func (l *lab) ends() {
	l.t.Helper()
	_ = l.server.cmd.Process.Signal(syscall.SIGTERM)
	l.server.ends(l.t)
}

// share starts porchlight on the first host, and returns the address that it
// prints.
func (l *lab) share() string {
	l.t.Helper()
	album := filepath.Join(l.home, "Album")
	if err := os.MkdirAll(album, 0o700); err != nil {
		l.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(album, "song.ogg"), []byte("la la"), 0o600); err != nil {
		l.t.Fatal(err)
	}
	cmd := exec.Command(l.program, "share", album)
	cmd.Env = append(os.Environ(), "HOME="+l.home, "XDG_CONFIG_HOME="+l.home, "XDG_STATE_HOME="+l.home, "XDG_DATA_HOME="+l.home, "XDG_CACHE_HOME="+l.home)
	p, err := launch(cmd)
	if err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		<-p.done
		if l.t.Failed() {
			l.t.Log(p.log)
		}
	})
	l.server = p
	address := p.await(l.t, regexp.MustCompile(`started on (http://\S+)`))[1]
	if !strings.HasPrefix(address, "http://10.77.0.1:") {
		l.t.Fatalf("the address is %s, want that of the network", address)
	}
	return address
}

func (l *lab) says(words string) {
	l.t.Helper()
	l.server.await(l.t, regexp.MustCompile(words))
}

func (l *lab) code() string {
	l.t.Helper()
	return regexp.MustCompile(`Code +(\S+)`).FindStringSubmatch(l.server.log.String())[1]
}

// refuses sees that nothing listens at an address.
func (l *lab) refuses(address string) {
	l.t.Helper()
	out, err := l.onSecond("curl", "-sS", "--max-time", "3", address+"/").CombinedOutput()
	if err == nil {
		l.t.Errorf("%s answers the second host, want nobody there: %s", address, out)
	}
}

// listensByName starts the mDNS of another vendor on the second host.
func (l *lab) listensByName() {
	l.t.Helper()
	bus := filepath.Join(l.home, "bus")
	config := filepath.Join(l.home, "bus.conf")
	l.write(config, `<busconfig><type>session</type><listen>unix:path=`+bus+`</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`)
	if err := os.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path="+bus); err != nil {
		l.t.Fatal(err)
	}
	l.background(exec.Command("dbus-daemon", "--config-file="+config, "--nofork", "--nopidfile"))
	avahi := filepath.Join(l.home, "avahi.conf")
	l.write(avahi, "[server]\nhost-name=second\nuse-ipv6=no\nallow-interfaces=eth0\n[wide-area]\nenable-wide-area=no\n[publish]\ndisable-publishing=no\n")
	l.awaits("the bus", func() bool { _, err := os.Stat(bus); return err == nil })
	run := filepath.Join(l.home, "run")
	if err := os.MkdirAll(run, 0o700); err != nil {
		l.t.Fatal(err)
	}
	l.here("mount", "-t", "tmpfs", "none", "/run")
	l.background(l.onSecond("avahi-daemon", "-f", avahi, "--no-drop-root", "--no-chroot", "--no-rlimits"))
	l.awaits("avahi", func() bool { return l.onSecond("avahi-browse", "-at").Run() == nil })
}

func (l *lab) write(file, text string) {
	l.t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		l.t.Fatal(err)
	}
}

func (l *lab) background(cmd *exec.Cmd) {
	l.t.Helper()
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	p, err := launch(cmd)
	if err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		<-p.done
		if l.t.Failed() {
			l.t.Logf("%v: %s", cmd.Args, p.log)
		}
	})
}

// awaits asks until it is so.
func (l *lab) awaits(what string, is func() bool) {
	l.t.Helper()
	limit := time.Now().Add(patience)
	for !is() {
		if time.Now().After(limit) {
			l.t.Fatalf("no %s in %v", what, patience)
		}
		<-time.After(50 * time.Millisecond)
	}
}

// found has the second host find the share, by the service and by the name.
func (l *lab) found(name, host, address string) {
	l.t.Helper()
	port := address[strings.LastIndexByte(address, ':')+1:]
	line := regexp.MustCompile(fmt.Sprintf(`(?m)^=;eth0;IPv4;%s;_http\._tcp;local;%s\.local;10\.77\.0\.1;%s;"path=/"$`, name, host, port))
	var list string
	defer func() { l.t.Logf("avahi finds:\n%s", list) }()
	l.awaits("share among what avahi finds", func() bool {
		out, _ := l.onSecond("avahi-browse", "-rptk", "_http._tcp").CombinedOutput()
		list = string(out)
		return line.MatchString(list)
	})
}

// gone sees that the share has said goodbye.
func (l *lab) gone() {
	l.t.Helper()
	l.awaits("goodbye", func() bool {
		out, err := l.onSecond("avahi-browse", "-ptk", "_http._tcp").CombinedOutput()
		return err == nil && !strings.Contains(string(out), "Album")
	})
}
