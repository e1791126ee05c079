// SPDX-License-Identifier: MIT

package http1

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// oneStep is a connection that takes one step and ends the wait behind it.
type oneStep struct {
	*connection
	stepped bool
}

func (s *oneStep) step() (done bool) {
	s.stepped = true
	return s.connection.step()
}

func (s *oneStep) arm() {
	s.connection.arm()
	if s.stepped {
		_ = s.wire.conn.SetReadDeadline(longAgo)
	}
}

func TestPeers51WaitingConnectionHoldsNothing(t *testing.T) {
	tests := []struct {
		name  string
		sent  string
		state state
		input bool
	}{
		{"new", "", waiting, false},
		{"after an answer", get("/"), waiting, false},
		{"after a pipeline", get("/") + get("/"), waiting, false},
		{"half a head", "GET", reading, true},
		{"after an answer, half a head", get("/") + "GET", reading, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := newTestEngine(t, answerPath)
			server, client := tcpPair(t)
			defer server.Close()
			defer client.Close()
			if _, err := client.Write([]byte(tt.sent)); err != nil {
				t.Fatal(err)
			}
			c := newConnection(e.Engine, server)
			if err := c.wire.run(&oneStep{connection: c}); err == nil {
				t.Fatalf("run = %v, want a deadline", err)
			}
			if got, want := c.requests, strings.Count(tt.sent, "\r\n\r\n"); got != want {
				t.Errorf("%d requests begun, want %d", got, want)
			}
			if !c.state.is(tt.state) || (c.in != nil) != tt.input || c.worker != nil || c.out != nil {
				t.Errorf("waits in state %d, input %v, worker %v; want state %d, input %v, no worker",
					c.state.Load(), c.in != nil, c.worker != nil, tt.state, tt.input)
			}
			wantBusy(t, e, 0)
		})
	}
}

// notedDeadlines is a connection that tells of its write deadlines.
type notedDeadlines struct {
	net.Conn
	set chan time.Time
}

func (c notedDeadlines) SetWriteDeadline(t time.Time) error {
	c.set <- t
	return c.Conn.SetWriteDeadline(t)
}

// Each time that the socket is full, what has moved since buys a new deadline.
func TestSendFileDeadlineMovesWithProgress(t *testing.T) {
	name, content := testFile(t, 32<<20)
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	e := newTestEngine(t, answerPath, hour)
	server, client := tcpPair(t)
	defer client.Close()
	c := newConnection(e.Engine, server)
	noted := notedDeadlines{server, make(chan time.Time, len(content))}
	c.wire.conn = noted
	sent := make(chan int64, 1)
	e.alive.Go(func() {
		defer server.Close()
		n, _ := c.sendFile(f, int64(len(content)))
		sent <- n
	})
	first, second := <-noted.set, <-noted.set // the second before anything is read
	if !second.After(first) {
		t.Errorf("deadlines %v and %v, want the second later", first, second)
	}
	got, err := io.ReadAll(client)
	if n := <-sent; err != nil || n != int64(len(content)) || !bytes.Equal(got, content) {
		t.Errorf("sent %d, got %d bytes of %d, error %v", n, len(got), len(content), err)
	}
}

// countedSteps is a connection that counts the steps which have served something,
// and those of them that have read until there was nothing.
type countedSteps struct {
	*connection
	served, dry int
}

func (s *countedSteps) step() (done bool) {
	before := s.requests
	done = s.connection.step()
	if s.requests > before {
		s.served++
		if s.connection.dry {
			s.dry++
		}
	}
	return done
}

// A request over keep-alive costs one read and one write. A step that serves one
// request has read once, or has found nothing in the end. The kernel counts the
// segments that leave, of which each send of a small answer makes one, and the
// calls of the family of read and write, of which we make none.
func TestRequestCostsOneReadAndOneWrite(t *testing.T) {
	const n, stray = 200, 20 // now and then the runtime reads what has woken its poller
	e := newTestEngine(t, answerPath, hour)
	server, client := tcpPair(t)
	defer client.Close()
	steps := &countedSteps{connection: newConnection(e.Engine, server)}
	thread, over := make(chan int, 1), make(chan struct{})
	e.alive.Go(func() {
		defer close(over)
		defer server.Close()
		runtime.LockOSThread() // for good: the thread ends with the goroutine
		thread <- syscall.Gettid()
		_ = steps.wire.run(steps) // ends when the peer closes
	})
	p := &peer{Conn: client, t: t, reader: bufio.NewReader(client)}
	tid := <-thread
	reads, sent, writes := readCalls(t, tid), segmentsSent(t, server), writeCalls(t, tid)
	for range n {
		p.send(get("/"))
		p.wantAnswer(http.StatusOK, "/")
	}
	reads, sent, writes = readCalls(t, tid)-reads, segmentsSent(t, server)-sent, writeCalls(t, tid)-writes
	client.Close()
	<-over
	if steps.served != n || steps.dry != 0 {
		t.Errorf("%d requests were served in %d steps, %d of which read in vain, want one read each", n, steps.served, steps.dry)
	}
	if sent != n || reads > stray || writes > stray {
		t.Errorf("%d requests cost %d segments, %d other reads and %d other writes, want one segment each", n, sent, reads, writes)
	}
}

// Head and content leave together, also from a handler that has read a body.
func TestAnswerLeavesInOneSegment(t *testing.T) {
	const size = 32 << 10 // less than a segment of the loopback interface, and than a new connection may send
	e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Length", strconv.Itoa(size))
		_, _ = w.Write(make([]byte, size))
	}, hour)
	p := e.dialPatient()
	warm := get("/") // the first answer is more than a new connection may send
	for i, request := range []string{warm, warm, get("/"), lines("POST / HTTP/1.1", "Host: a", "Content-Length: 4") + "body"} {
		before := segmentsSent(t, p.server)
		p.send(request)
		if a := p.answer(); len(a.body) != size {
			t.Errorf("%d bytes, want %d", len(a.body), size)
		}
		if n := segmentsSent(t, p.server) - before; n != 1 && i > 1 {
			t.Errorf("%.4s is answered in %d segments, want one", request, n)
		}
	}
}

// segmentsSent returns how many segments with data have left by a connection.
func segmentsSent(t *testing.T, conn net.Conn) (n int) {
	t.Helper()
	raw, err := conn.(syscall.Conn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	err = raw.Control(func(fd uintptr) {
		info, err := unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO)
		if err != nil {
			t.Error(err)
			return
		}
		n = int(info.Data_segs_out)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// readCalls returns how many calls of the family of read a thread has made.
func readCalls(t *testing.T, tid int) int { return systemCalls(t, tid, "syscr") }

// writeCalls returns the same of write.
func writeCalls(t *testing.T, tid int) int { return systemCalls(t, tid, "syscw") }

func systemCalls(t *testing.T, tid int, name string) (n int) {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/self/task/%d/io", tid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(stat)) {
		if _, err := fmt.Sscanf(line, name+": %d", &n); err == nil {
			return n
		}
	}
	t.Fatalf("no calls counted in %q", stat)
	return 0
}

// A reader that empties less of the socket in a stall's time than the system
// wants to see before it takes more is slow, and served to the end.
func TestSocketSteadyReaderIsServed(t *testing.T) {
	const size, bite = 32 << 20, 64 << 10
	name, content := testFile(t, size)
	handlers := map[string]http.HandlerFunc{
		"file": func(w http.ResponseWriter, _ *http.Request) { sendTestFile(t, w, name) },
		"write": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(size))
			_, _ = w.Write(content)
		},
	}
	for how, handler := range handlers {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			e := newTestEngine(t, handler, hour, func(o *Options) { o.Limits.Stall = time.Second })
			p := e.dialPatient()
			p.send(get("/", "Connection: close"))
			a, err := http.ReadResponse(p.reader, nil)
			if err != nil {
				t.Fatal(err)
			}
			tick := time.NewTicker(125 * time.Millisecond)
			defer tick.Stop()
			var got strings.Builder
			for range 40 { // five times as long as a stall
				<-tick.C
				if _, err := io.CopyN(&got, a.Body, bite); err != nil {
					t.Fatalf("cut after %d bytes: %v", got.Len(), err)
				}
			}
			if _, err := io.Copy(&got, a.Body); err != nil || got.String() != string(content) {
				t.Errorf("%d bytes, %v, want %d and what was sent", got.Len(), err, size)
			}
		})
	}
}
