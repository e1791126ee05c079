// SPDX-License-Identifier: MIT

package mdns

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
	"golang.org/x/net/ipv4"
)

// Over real sockets: of two shares of one machine with one name the second
// gives way, both are found by a plain resolver, and goodbye ends that.
func TestTwoOnOneMachine(t *testing.T) {
	if !namespaced(t) {
		return
	}
	newMachine(t, nil).connect("exec sleep 300")
	first := share(t, "Porch", "pla", 8080)
	wait(t, "the first to answer", func() bool { return slices.Equal(resolve(t, "Porch"), []uint16{8080}) })
	second := share(t, "Porch", "pla", 8081)
	wait(t, "the second to answer", func() bool { return slices.Equal(resolve(t, "Porch (2)"), []uint16{8081}) })
	if instance, host := first.Names(); instance != "Porch" || host != "pla.local" {
		t.Errorf("names of the first = %q, %q, want them kept", instance, host)
	}
	if instance, host := second.Names(); instance != "Porch (2)" || host != "pla.local" {
		t.Errorf("names of the second = %q, %q, want a new instance on the same host", instance, host)
	}
	if got := resolve(t, "Porch"); !slices.Equal(got, []uint16{8080}) {
		t.Errorf("ports of the first = %v, want 8080", got)
	}
	second.Close()
	if got := resolve(t, "Porch (2)"); len(got) > 0 {
		t.Errorf("ports of the second after Close() = %v, want none", got)
	}
}

// resolve asks as a plain resolver, and returns the ports of the first answer
// within 200 ms.
func resolve(t *testing.T, instance string) (ports []uint16) {
	t.Helper()
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.ParseIP(hereAddress)})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	card, err := net.InterfaceByName(hereCard)
	if err != nil {
		t.Fatal(err)
	}
	if err := ipv4.NewPacketConn(conn).SetMulticastInterface(card); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.WriteTo(pack(t, question(instance+"."+serviceType, dnsmessage.TypeSRV)), group4); err != nil {
		t.Fatal(err)
	}
	if err := conn.SetReadDeadline(time.Now().Add(200 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	buffer := make([]byte, maxPacket)
	n, err := conn.Read(buffer)
	if err != nil {
		return nil
	}
	var m dnsmessage.Message
	if err := m.Unpack(buffer[:n]); err != nil {
		t.Fatalf("answer: %v", err)
	}
	for _, a := range m.Answers {
		if b, ok := a.Body.(*dnsmessage.SRVResource); ok {
			ports = append(ports, b.Port)
		}
	}
	return ports
}

// avahiTools are those of the Debian packages avahi-daemon, avahi-utils and
// dbus-daemon.
var avahiTools = []string{"avahi-daemon", "avahi-browse", "avahi-resolve", "avahi-publish", "dbus-daemon"}

const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>%s</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/>
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/></policy></busconfig>
`

// avahi is the configuration for a host of that name on that card.
func avahi(host, card, bus string) string {
	return fmt.Sprintf("[server]\nhost-name=%s\nuse-ipv4=yes\nuse-ipv6=no\nallow-interfaces=%s\nenable-dbus=%s\n"+
		"[publish]\npublish-workstation=no\npublish-hinfo=no\n", host, card, bus)
}

// startAvahi takes root for Avahi's own user, to whom it gives its directory:
// nobody else is known in the namespaces.
const startAvahi = `echo avahi:x:0:0::/:/bin/sh >"$DIR/passwd" && echo avahi:x:0: >"$DIR/group" &&
mount --bind "$DIR/passwd" /etc/passwd && mount --bind "$DIR/group" /etc/group &&
exec avahi-daemon --no-drop-root --no-chroot --no-rlimits --debug -f "$DIR/avahi.conf"`

// newAvahi is a machine at the other end of the cable whose Avahi answers.
func newAvahi(t *testing.T, host string) *machine {
	t.Helper()
	m := newMachine(t, map[string]string{"avahi.conf": avahi(host, thereCard, "yes")})
	bus := filepath.Join(m.dir, "bus")
	if err := os.WriteFile(bus+".conf", fmt.Appendf(nil, busConfig, "unix:path="+bus), 0o600); err != nil {
		t.Fatal(err)
	}
	m.connect(`dbus-daemon --fork --nopidfile --config-file="$DIR/bus.conf" && ` + startAvahi)
	wait(t, "Avahi to begin", func() bool {
		return strings.Contains(m.run("avahi-resolve", "-4n", host+".local"), thereAddress)
	})
	return m
}

// background runs a tool of Avahi there to the end of the test, and returns
// what it says so far.
func (m *machine) background(name string, arguments ...string) *book {
	m.t.Helper()
	b := &book{}
	c := exec.CommandContext(m.t.Context(), name, arguments...)
	c.Env, c.Stdout, c.Stderr = m.environment(), b, b
	if err := c.Start(); err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(func() {
		c.Process.Kill() //nolint:errcheck // it may have ended
		c.Wait()         //nolint:errcheck // it was killed
		if m.t.Failed() {
			m.t.Logf("%s %v:\n%s", name, arguments, b.String())
		}
	})
	return b
}

// book is what a tool has said.
type book struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *book) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *book) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// awaits waits until the tool has said a text.
func (b *book) awaits(t *testing.T, text string) {
	t.Helper()
	wait(t, text, func() bool { return strings.Contains(interfaceName.ReplaceAllString(b.String(), "$1;IPv4;"), text) })
}

// interfaceName is the second column of avahi-browse, which cannot know it:
// the tool runs here, and its Avahi there.
var interfaceName = regexp.MustCompile("(?m)^([-+=]);[^;]*;IPv4;")

// A window that is open shows us when we come, with the address and port, and
// no more when we go; so does one that opens meanwhile.
func TestAvahiFinds(t *testing.T) {
	if !namespaced(t, avahiTools...) {
		return
	}
	m := newAvahi(t, "elsewhere")
	window := m.background("avahi-browse", "-rp", "_http._tcp")
	r := share(t, "Anna's 📷 v1.2", "pla", 8080)
	const name = `;IPv4;Anna\039s\032\240\159\147\183\032v1\194\1832;`
	window.awaits(t, "+"+name)
	window.awaits(t, "="+name+"Web Site;local;pla.local;10.9.0.1;8080;\"path=/\"")
	if got := m.run("avahi-browse", "-rpt", "_http._tcp"); !strings.Contains(got, "pla.local;10.9.0.1;8080") {
		t.Errorf("a new window shows %q, want us", got)
	}
	if got := m.run("avahi-resolve", "-4n", "pla.local"); !strings.Contains(got, hereAddress) {
		t.Errorf("avahi-resolve = %q, want %s", got, hereAddress)
	}
	r.Close()
	window.awaits(t, "-"+name)
	if got := m.run("avahi-browse", "-rpt", "_http._tcp"); got != "" {
		t.Errorf("a new window shows %q after Close(), want nothing", got)
	}
}

// We give way to names that are taken, and those who come later to ours.
func TestAvahiClash(t *testing.T) {
	if !namespaced(t, avahiTools...) {
		return
	}
	m := newAvahi(t, "pla")
	m.background("avahi-publish", "-s", "Porch", "_http._tcp", "80").awaits(t, "Established")
	r := share(t, "Porch", "pla", 8080)
	window := m.background("avahi-browse", "-rp", "_http._tcp")
	window.awaits(t, `=;IPv4;Porch\032\0402\041;Web Site;local;pla-2.local;10.9.0.1;8080;`)
	window.awaits(t, `=;IPv4;Porch;Web Site;local;pla.local;10.9.0.2;80;`)
	if instance, host := r.Names(); instance != "Porch (2)" || host != "pla-2.local" {
		t.Errorf("names = %q, %q, want both new", instance, host)
	}
	late := m.background("avahi-publish", "-s", "Porch (2)", "_http._tcp", "81")
	late.awaits(t, "collision")
	late.awaits(t, "Established")
	if instance, _ := r.Names(); instance != "Porch (2)" {
		t.Errorf("instance = %q after another wanted it, want it kept", instance)
	}
}

// Beside an Avahi of this machine, under the machine's own name: both keep it,
// and it goes on after us.
func TestAvahiBeside(t *testing.T) {
	if !namespaced(t, avahiTools...) {
		return
	}
	m := newAvahi(t, "elsewhere")
	newMachine(t, map[string]string{"avahi.conf": avahi("pla", hereCard, "no")}).start(startAvahi, 0)
	resolves := func() bool { return strings.Contains(m.run("avahi-resolve", "-4n", "pla.local"), hereAddress) }
	wait(t, "the Avahi beside us", resolves)
	window := m.background("avahi-browse", "-rp", "_http._tcp")
	r := share(t, "Porch", "pla", 8080)
	window.awaits(t, `=;IPv4;Porch;Web Site;local;pla.local;10.9.0.1;8080;`)
	if instance, host := r.Names(); instance != "Porch" || host != "pla.local" {
		t.Errorf("names = %q, %q, want them kept", instance, host)
	}
	r.Close()
	window.awaits(t, `-;IPv4;Porch;`)
	if !resolves() {
		t.Error("pla.local is gone after Close(), want the Avahi beside us to hold it")
	}
}
