// SPDX-License-Identifier: MIT

//go:build !race

package http1

import (
	"net"
	"net/http"
	"runtime"
	"syscall"
	"testing"

	"porchlight/server/pool"

	"golang.org/x/sys/unix"
)

// rawClient is a connection that takes no memory of Go. The caller closes it.
func rawClient(t *testing.T, to net.Addr) int {
	t.Helper()
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	at := &unix.SockaddrInet4{Port: to.(*net.TCPAddr).Port, Addr: [4]byte{127, 0, 0, 1}}
	if err := unix.Connect(fd, at); err != nil {
		t.Fatal(err)
	}
	return fd
}

func closeAll(clients *[]int) {
	for _, fd := range *clients {
		_ = unix.Close(fd)
	}
}

// talk sends a request and reads what comes, without memory of its own.
func talk(t *testing.T, fd int, request, answer []byte) {
	if n, err := syscall.Write(fd, request); n != len(request) || err != nil {
		t.Fatalf("write = %d, %v", n, err)
	}
	if n, err := syscall.Read(fd, answer); n < len("HTTP/1.1 200 OK") || err != nil {
		t.Fatalf("read = %d, %v", n, err)
	}
}

func costlyHall(t *testing.T) (e *testEngine, listener net.Listener) {
	e = newTestEngine(t, readyHandler().ServeHTTP, hour, func(o *Options) {
		o.Pool = pool.New(pool.Limits{Workers: 8})
		o.AtHand = func(*http.Request) bool { return true }
		o.Served = func(*Exchange) {}
	})
	t.Cleanup(e.empty)
	listener = listenOn(t, "127.0.0.1:0")
	t.Cleanup(func() { listener.Close() })
	return e, listener
}

// A parked connection takes less than 1 KiB, goroutine, buffers and all.
func TestParkedConnectionIsSmall(t *testing.T) {
	const n, most = 1000, 1 << 10
	e, listener := costlyHall(t)
	request, answer := []byte(get("/")), make([]byte, 4096)
	clients := make([]int, 0, crowd+1+n)
	defer closeAll(&clients)
	in := func() {
		fd := rawClient(t, listener.Addr())
		clients = append(clients, fd)
		server, err := listener.Accept()
		if err != nil {
			t.Fatal(err)
		}
		go e.Admit(server)()
		talk(t, fd, request, answer)
	}
	for range crowd + 1 {
		in()
	}
	settled := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC() // what the pools keep goes with the second one
		runtime.ReadMemStats(&m)
		return m.HeapInuse + m.StackInuse
	}
	before := settled()
	for range n {
		in()
	}
	eventually(t, "parked", func() bool { return e.places(parked) >= n })
	if each := (int64(settled()) - int64(before)) / n; each > most {
		t.Errorf("a parked connection takes %d bytes, want %d at most", each, most)
	}
}

// A request that an attendant serves costs no allocation.
func TestAttendedRequestAllocatesNothing(t *testing.T) {
	const guests, warm, counted = crowd + 1, 2000, 1000
	e, listener := costlyHall(t)
	request, answer := []byte(chromeHead), make([]byte, 4096)
	var clients []int
	defer closeAll(&clients)
	for range guests {
		clients = append(clients, rawClient(t, listener.Addr()))
		server, err := listener.Accept()
		if err != nil {
			t.Fatal(err)
		}
		go e.Admit(server)()
	}
	for range 2 {
		for _, fd := range clients {
			talk(t, fd, request, answer)
		}
	}
	e.wantParked(guests)
	next := 0
	run := func() {
		talk(t, clients[next%guests], request, answer)
		next++
	}
	for range warm {
		run()
	}
	if allocs := testing.AllocsPerRun(counted, run); allocs > 0 {
		t.Errorf("an attended request costs %v allocations, want 0", allocs)
	}
}
