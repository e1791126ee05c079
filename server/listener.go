// SPDX-License-Identifier: MIT

package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"porchlight/server/config"
	"porchlight/server/http1"
)

// listener is one open address.
type listener struct {
	net.Listener
	at       *net.TCPAddr
	accepted chan struct{} // closed when nobody is let in any more; nil before somebody was
	last     atomic.Pointer[lastCaller]
}

// listen opens an address. The system is not asked to probe silent peers: each
// wait of a connection has a deadline of its own, and asking costs four system
// calls for each.
func listen(at *net.TCPAddr) (*listener, error) {
	how := net.ListenConfig{KeepAlive: -1}
	how.SetMultipathTCP(false) // the engine's fast path is for plain TCP
	l, err := how.Listen(context.Background(), "tcp", at.String())
	if err != nil {
		return nil, err
	}
	if l, err = http1.Listener(l); err != nil {
		return nil, err
	}
	return &listener{Listener: l, at: l.Addr().(*net.TCPAddr)}, nil
}

// portTries is how often another free port is looked for, when the one that an
// address got is taken on another.
const portTries = 8

// listenAll listens on the host of c, and on what it has of the local network,
// with one port.
func listenAll(c config.Config) (all []*listener, err error) {
	for range portTries {
		if all, err = listenOnce(c); c.Port != 0 || !errors.Is(err, ErrInUse) {
			break
		}
	}
	return all, err
}

func listenOnce(c config.Config) (all []*listener, err error) {
	defer func() {
		if err != nil {
			for _, l := range all {
				l.Close()
			}
			all = nil
		}
	}()
	hosts, err := hostsOf(c)
	if err != nil {
		return nil, err
	}
	port := c.Port
	for _, host := range hosts {
		at, err := net.ResolveTCPAddr("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
		if err != nil {
			return all, listenError(host, port, err)
		}
		l, err := listen(at)
		if err != nil {
			return all, listenError(host, port, err)
		}
		all, port = append(all, l), l.at.Port
	}
	return all, nil
}

// hostsOf are the host of c, and after it the addresses of the local network
// that the host does not stand for already.
func hostsOf(c config.Config) ([]string, error) {
	hosts := []string{c.Host}
	own, _ := netip.ParseAddr(c.Host)
	addresses, err := lanOf(c)
	if err != nil || own.IsUnspecified() {
		return hosts, err
	}
	for _, a := range addresses {
		if a != own {
			hosts = append(hosts, a.String())
		}
	}
	return hosts, nil
}

// lanOf are the addresses of the local network that c has. Which ones these are
// is for the caller to find out: words have been turned into addresses before.
func lanOf(c config.Config) (all []netip.Addr, err error) {
	if c.LAN == "off" || c.LAN == "" {
		return nil, nil
	}
	for text := range strings.SplitSeq(c.LAN, ",") {
		a, err := netip.ParseAddr(text)
		if err != nil {
			return nil, fmt.Errorf("listen on %q: that is no address of the local network", text)
		}
		all = append(all, a)
	}
	return all, nil
}

// lastCaller is a connection of our own to a listener that is to close. The
// system hands out connections in the order they came, so whoever came before
// it has been let in when it is.
type lastCaller struct {
	known chan struct{} // closed when local is
	local string        // its address, "" when it did not get through
}

// callTime is how long a last caller may take.
const callTime = 100 * time.Millisecond

// lastCall lets in who has come, and closes the listener: whoever waits there
// when it closes is turned away without a word.
func (l *listener) lastCall() {
	if timed, ok := l.Listener.(interface{ SetDeadline(time.Time) error }); ok && l.accepted != nil {
		last := &lastCaller{known: make(chan struct{})}
		l.last.Store(last)
		if conn, err := net.DialTimeout("tcp", l.at.String(), callTime); err == nil {
			defer conn.Close()
			last.local = conn.LocalAddr().String()
			_, _ = conn.Write([]byte("\n")) // Linux keeps a silent one back (http1.Listener)
		}
		close(last.known)
		_ = timed.SetDeadline(time.Now().Add(callTime)) // one that is closed takes no more calls either
		<-l.accepted
	}
	l.Close()
}

// isLast reports that everybody who came before the last call is in.
func (l *listener) isLast(conn net.Conn) bool {
	last := l.last.Load()
	if last == nil {
		return false
	}
	<-last.known
	return conn.RemoteAddr().String() == last.local
}

// ErrInUse is the cause of an error about an address that somebody has opened.
var ErrInUse = errors.New("another program uses it, choose another port (0 is any free one)")

// The numbers that Windows gives, where others have EADDRINUSE, EACCES and
// EADDRNOTAVAIL.
const (
	windowsInUse        = syscall.Errno(10048)
	windowsForbidden    = syscall.Errno(10013)
	windowsNotAvailable = syscall.Errno(10049)
)

// listenError says what to do about an address that does not open.
func listenError(host string, port int, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE), errors.Is(err, windowsInUse):
		return fmt.Errorf("listen on %s port %d: %w", host, port, ErrInUse)
	case errors.Is(err, os.ErrPermission), errors.Is(err, windowsForbidden):
		return fmt.Errorf("listen on %s port %d: not permitted, choose another port from 1024 up", host, port)
	case errors.Is(err, syscall.EADDRNOTAVAIL), errors.Is(err, windowsNotAvailable):
		return fmt.Errorf("listen on %s: this machine has no such address, try 127.0.0.1, or 0.0.0.0 for all", host)
	}
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return fmt.Errorf("listen on %s: no such host name, try 127.0.0.1, or 0.0.0.0 for all", host)
	}
	return fmt.Errorf("listen on %s port %d: %w", host, port, err)
}
