// SPDX-License-Identifier: MIT

package http1

import (
	"net"
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// lounge is where connections wait without a goroutine: in an epoll set of its
// own. One goroutine attends to it. It serves what comes on its own stack, one
// connection after the other, which of many connections is what costs: the stack
// of each would be in no cache. Before it may have to wait for something it hands
// the lounge over to another goroutine, and goes on as that of the connection.
type lounge struct {
	engine *Engine
	set    int      // the epoll set
	file   *os.File // the same, to wait with
	raw    syscall.RawConn
	take   func(uintptr) bool

	// The attendant's.
	events [loungeBatch]unix.EpollEvent
	batch  []unix.EpollEvent // of events, those not attended to yet
	swept  time.Time

	mu       sync.Mutex
	attended bool // as long as there is somebody in it
	seats    map[uint64]*connection
	called   []*connection // to be looked at, whatever they have sent
}

const loungeBatch = 64

// newLounges returns as many lounges as there are processors, none where the
// system has no epoll set left: connections then wait in their goroutines.
func newLounges(e *Engine) (all []*lounge) {
	for range runtime.GOMAXPROCS(0) {
		fd, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
		if err != nil {
			break
		}
		_ = unix.SetNonblock(fd, true) // so that the runtime's poller takes it
		l := &lounge{engine: e, set: fd, file: os.NewFile(uintptr(fd), "lounge"), seats: map[uint64]*connection{}}
		if l.raw, err = l.file.SyscallConn(); err == nil {
			err = l.file.SetReadDeadline(time.Time{}) // says whether it can be waited for
		}
		if err != nil {
			l.file.Close()
			break
		}
		l.take = l.tryTake
		all = append(all, l)
	}
	return all
}

// fitsLounge reports whether conn can wait in a lounge.
func fitsLounge(conn net.Conn) bool {
	_, ok := conn.(*socket)
	return ok
}

// attend looks after the lounge until it is empty, or handed over.
func (l *lounge) attend() {
	for {
		for len(l.batch) > 0 {
			event := l.batch[0]
			l.batch = l.batch[1:]
			c := l.seated(uint64(uint32(event.Fd)) | uint64(uint32(event.Pad))<<32)
			if c == nil {
				continue
			}
			if event.Events&unix.EPOLLRDHUP != 0 {
				c.hungUp.Store(true)
			}
			if !l.visit(c, false) {
				return
			}
		}
		for c := l.nextCalled(); c != nil; c = l.nextCalled() {
			if !l.visit(c, true) {
				return
			}
		}
		if err := l.raw.Read(l.take); err != nil && !l.sweep() {
			return
		}
	}
}

// tryTake asks for events without waiting. The runtime's poller, which tells when
// to ask again, forgets earlier edges ahead of the first call.
func (l *lounge) tryTake(fd uintptr) (done bool) {
	for {
		n, _, errno := syscall.RawSyscall6(unix.SYS_EPOLL_PWAIT, fd, uintptr(unsafe.Pointer(&l.events[0])), loungeBatch, 0, 0, 0)
		switch errno {
		case 0:
			l.batch = l.events[:n]
			return n > 0
		case syscall.EINTR:
		default:
			return true
		}
	}
}

func (l *lounge) seated(number uint64) *connection {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.seats[number]
}

func (l *lounge) nextCalled() *connection {
	l.mu.Lock()
	defer l.mu.Unlock()
	last := len(l.called) - 1
	if last < 0 {
		return nil
	}
	c := l.called[last]
	l.called[last], l.called = nil, l.called[:last]
	return c
}

// sweep sets the deadline of the next wait, and calls those who have waited for
// too long. It reports false when nobody is here, and the attendant may go.
func (l *lounge) sweep() (stay bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.attended = len(l.seats) > 0; !l.attended {
		return false
	}
	now, pause := time.Now(), l.engine.limits.Load().Idle/16
	if now.Sub(l.swept) >= pause {
		l.swept = now
		for _, c := range l.seats {
			if c.place.Load() == parked && c.overdue(now) {
				l.called = append(l.called, c)
			}
		}
	}
	_ = l.file.SetReadDeadline(l.swept.Add(pause)) // it is open
	return true
}

// visit serves what a parked connection has sent, or ends it. It reports false
// when the lounge has been handed over meanwhile.
func (l *lounge) visit(c *connection, called bool) (mine bool) {
	for !c.place.CompareAndSwap(parked, away) {
		if c.place.CompareAndSwap(away, missed) {
			return true // whoever serves it will see
		}
		if now := c.place.Load(); now == missed || now == standing {
			return true
		}
	}
	if !called && !c.hungUp.Load() && !l.engine.crowded.Load() {
		l.letGo(c)
		return true
	}
	for {
		c.attended = true
		l.serve(c, called)
		if !c.attended {
			c.goOn()
			return false
		}
		if !c.rests() {
			break
		}
		c.attended = false
		if l.park(c) {
			return true
		}
	}
	if c.closing && !c.lingers && !c.hasMore() {
		c.attended = false
		c.conclude()
		return true
	}
	c.unattend()
	c.goOn()
	return false
}

// serve takes what c has sent, or ends it. It does so as the attendant, until it may
// have to wait.
func (l *lounge) serve(c *connection, called bool) {
	switch {
	case c.cut():
		c.closing = true
		return
	case c.unwanted():
		c.lookOnce()
		return
	}
	c.wire.inside = true
	c.step()
	c.wire.inside = false
	if called && c.rests() && c.overdue(time.Now()) {
		c.closing = true // but what had come in time is answered
	}
	if c.ended != nil {
		c.readEnded()
	}
}

// park leaves c in the lounge, where it belongs to the attendant. It reports false
// when something has come meanwhile: the caller is to look.
func (l *lounge) park(c *connection) bool {
	c.rest()
	if c.place.Load() == standing && !l.seat(c) {
		return false
	}
	if !c.place.CompareAndSwap(away, parked) {
		c.place.Store(away)
		return false
	}
	if c.unwanted() {
		l.call(c)
	}
	return true
}

// seat takes c in, which is not parked by that: until the set knows its descriptor
// nobody else may close that.
func (l *lounge) seat(c *connection) bool {
	fd, err := c.wire.conn.(*socket).unpoll()
	if err != nil {
		c.stands = true
		return false
	}
	c.wire.fd, c.armed = uintptr(fd), 0
	c.place.Store(away)
	l.mu.Lock()
	l.seats[c.number] = c
	if !l.attended {
		l.attended, l.swept = true, time.Time{}
		l.poke() // it is to set its own deadline
		l.engine.attendants.Go(l.attend)
	}
	l.mu.Unlock()
	event := unix.EpollEvent{Events: unix.EPOLLIN | unix.EPOLLRDHUP | unix.EPOLLET, Fd: int32(c.number), Pad: int32(c.number >> 32)}
	if err := unix.EpollCtl(l.set, unix.EPOLL_CTL_ADD, fd, &event); err != nil {
		l.leave(c)
		c.stands = true
		return false
	}
	return true
}

// letGo gives c a goroutine again: it has something to say, and there is no crowd.
func (l *lounge) letGo(c *connection) {
	_ = unix.EpollCtl(l.set, unix.EPOLL_CTL_DEL, int(c.wire.fd), nil) // it is there
	l.leave(c)
	c.cold = false
	l.engine.attendants.Go(c.revive)
}

// leave forgets c.
func (l *lounge) leave(c *connection) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.seats, c.number)
	c.place.Store(standing)
	if len(l.seats) == 0 {
		l.poke()
	}
}

// call has the attendant look at c.
func (l *lounge) call(c *connection) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.seats[c.number] == c {
		l.called = append(l.called, c)
		l.poke()
	}
}

// close is for a lounge that has no attendant any more.
func (l *lounge) close() { l.file.Close() }

// poke ends the attendant's wait. The attendant sets its deadline anew before it
// looks what for.
func (l *lounge) poke() { _ = l.file.SetReadDeadline(longAgo) }
