// SPDX-License-Identifier: MIT

package http1

import (
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func acceptSilent(t *testing.T, l net.Listener) {
	t.Helper()
	err := l.(*socketListener).raw.Control(func(fd uintptr) {
		if err := unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_DEFER_ACCEPT, 0); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestListenerAddresses(t *testing.T) {
	tests := []struct{ name, listen, dial string }{
		{"IPv4", "127.0.0.1:0", "127.0.0.1"},
		{"IPv6", "[::1]:0", "::1"},
		{"IPv4 by both", "[::]:0", "127.0.0.1"},
		{"IPv6 by both", "[::]:0", "::1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := listenOn(t, tt.listen)
			defer l.Close()
			_, port, _ := net.SplitHostPort(l.Addr().String())
			client, err := net.Dial("tcp", net.JoinHostPort(tt.dial, port))
			if err != nil {
				t.Skipf("no such address here: %v", err)
			}
			defer client.Close()
			server, err := l.Accept()
			if err != nil {
				t.Fatal(err)
			}
			defer server.Close()
			remote, local := server.RemoteAddr().String(), server.LocalAddr().String()
			if remote != client.LocalAddr().String() || local != client.RemoteAddr().String() {
				t.Errorf("from %s to %s, want %s and %s", remote, local, client.LocalAddr(), client.RemoteAddr())
			}
		})
	}
}

func TestAddressOfZone(t *testing.T) {
	loopback, err := net.InterfaceByName("lo")
	if err != nil {
		t.Skip(err)
	}
	const missing = 1<<31 - 1
	for index, want := range map[int]string{loopback.Index: "[fe80::1%lo]:80", missing: "[fe80::1%2147483647]:80", 0: "[fe80::1]:80"} {
		a := syscall.RawSockaddrInet6{Family: syscall.AF_INET6, Addr: [16]byte{0xfe, 0x80, 15: 1}, Scope_id: uint32(index)}
		a.Port = uint16(0x5000) // 80, in the order of the network
		if got := addressOf(&a).String(); got != want {
			t.Errorf("address in zone %d = %s, want %s", index, got, want)
		}
	}
}

func TestListenerErrors(t *testing.T) {
	tests := []struct {
		name string
		end  func(*socketListener) error
		want error
	}{
		{"closed", (*socketListener).Close, net.ErrClosed},
		{"deadline", func(l *socketListener) error { return l.SetDeadline(longAgo) }, os.ErrDeadlineExceeded},
	}
	for _, tt := range tests {
		for _, waits := range []bool{false, true} {
			l := listenOn(t, "127.0.0.1:0").(*socketListener)
			defer l.Close()
			ended := make(chan error)
			if !waits {
				_ = tt.end(l)
			}
			go func() {
				_, err := l.Accept()
				ended <- err
			}()
			if waits {
				_ = tt.end(l)
			}
			if err := <-ended; !errors.Is(err, tt.want) || !strings.HasPrefix(err.Error(), "accept tcp 127.0.0.1:") {
				t.Errorf("%s, waiting %v: Accept = %v, want %v", tt.name, waits, err, tt.want)
			}
		}
	}
}

// Without a descriptor for it, a connection waits until there is one.
func TestListenerWithoutDescriptors(t *testing.T) {
	l := listenOn(t, "127.0.0.1:0")
	defer l.Close()
	client, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	none := limit
	none.Cur = 0
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &none); err != nil {
		t.Fatal(err)
	}
	_, err = l.Accept()
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	if !errors.Is(err, syscall.EMFILE) || !strings.Contains(err.Error(), "accept4: too many open files") {
		t.Errorf("Accept without a descriptor left = %v, want EMFILE", err)
	}
	server, err := l.Accept()
	if err != nil {
		t.Fatalf("Accept with descriptors again = %v", err)
	}
	server.Close()
}

func TestListenerSetsItsConnections(t *testing.T) {
	server, client := tcpPair(t)
	defer server.Close()
	defer client.Close()
	_ = (*rawSocket)(server.(*socket)).Control(func(fd uintptr) {
		if on, err := unix.GetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_NODELAY); on != 1 {
			t.Errorf("TCP_NODELAY = %d, %v, want it inherited", on, err)
		}
		if flags, err := unix.FcntlInt(fd, unix.F_GETFL, 0); flags&unix.O_NONBLOCK == 0 {
			t.Errorf("flags %x, %v, want O_NONBLOCK", flags, err)
		}
		if flags, err := unix.FcntlInt(fd, unix.F_GETFD, 0); flags&unix.FD_CLOEXEC == 0 {
			t.Errorf("flags %x, %v, want FD_CLOEXEC", flags, err)
		}
	})
}

// The system keeps a silent connection back, but not for ever, and not behind
// one that speaks.
func TestListenerHandsOverSilentConnection(t *testing.T) {
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l, err := Listener(plain)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_ = l.(*socketListener).SetDeadline(time.Now().Add(patience))
	var clients [2]net.Conn
	for i := range clients {
		if clients[i], err = net.Dial("tcp", l.Addr().String()); err != nil {
			t.Fatal(err)
		}
		defer clients[i].Close()
	}
	if _, err := io.WriteString(clients[1], "x"); err != nil {
		t.Fatal(err)
	}
	for _, i := range []int{1, 0} {
		server, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		defer server.Close()
		if got, want := server.RemoteAddr().String(), clients[i].LocalAddr().String(); got != want {
			t.Errorf("Accept = %s, want %s: the one that has spoken first", got, want)
		}
	}
}

func TestListenerOfAnotherKind(t *testing.T) {
	l, err := net.Listen("unix", t.TempDir()+"/s")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if got, err := Listener(l); got != l || err != nil {
		t.Errorf("Listener of a Unix socket = %v, %v, want the same", got, err)
	}
}
