// SPDX-License-Identifier: MIT

package e2e

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// bigSize is more than the kernel keeps of a transfer on its way.
const bigSize = 32 << 20

// bigFile makes a folder with big.bin in it.
func (d *desk) bigFile() string {
	folder := d.folder("big", "big.bin", "")
	d.must(os.Truncate(filepath.Join(folder, "big.bin"), bigSize))
	return folder
}

// slowReader is a download whose receiver reads nothing until it shall finish.
type slowReader struct {
	t    *testing.T
	conn net.Conn
}

func getSlowly(t *testing.T, site string) slowReader {
	t.Helper()
	host := strings.TrimPrefix(site, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	r := slowReader{t, conn}
	if err := conn.(*net.TCPConn).SetReadBuffer(64 << 10); err != nil {
		t.Fatal(err)
	}
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(conn, "GET /big.bin HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", host)
	return r
}

// begins waits until the answer does.
func (r slowReader) begins() {
	r.t.Helper()
	const ok = "HTTP/1.1 200 OK\r\n"
	line := make([]byte, len(ok))
	if _, err := io.ReadFull(r.conn, line); err != nil || string(line) != ok {
		r.t.Fatalf("the download begins with %q, %v, want 200", line, err)
	}
}

// finishes reads the rest, and looks whether it is all there.
func (r slowReader) finishes() {
	r.t.Helper()
	content := bufio.NewReader(r.conn)
	for line := ""; line != "\r\n"; {
		var err error
		if line, err = content.ReadString('\n'); err != nil {
			r.t.Fatalf("the head of the download ends by %v", err)
		}
	}
	if n, err := io.Copy(io.Discard, content); n != bigSize || err != nil {
		r.t.Errorf("of the download %d bytes came, %v, want %d", n, err, bigSize)
	}
}

// saturation goes up by downloads that nobody reads, from calm to full, and
// down again.
func saturation(t *testing.T, d *desk) {
	d.configure("port = 0\naccess = \"open\"\nworkers = 4\nmode = \"share\"\nroot = \"" + d.bigFile() + "\"\n")
	f := d.show()
	f.is("calm", "0 of 4 workers busy · SITE", "On")
	site := f.site()
	var all []slowReader
	for range 3 {
		all = append(all, getSlowly(t, site))
		all[len(all)-1].begins()
	}
	f.is("calm", "3 of 4 workers busy · SITE", "On")
	began := time.Now()
	all = append(all, getSlowly(t, site))
	f.is("busy", "", "")
	t.Logf("from the request that makes it busy to the icon: %v", time.Since(began))
	f.is("busy", "4 of 4 workers busy · SITE", "On, busy")
	began = time.Now()
	all = append(all, getSlowly(t, site))
	f.is("full", "", "")
	t.Logf("from the request that makes it full to the icon: %v", time.Since(began))
	f.is("full", "4 of 4 workers busy, 1 waiting · SITE", "On, full: some have to wait")
	all[0].conn.Close() // and the one that waits has its turn
	began = time.Now()
	f.is("busy", "4 of 4 workers busy · SITE", "On, busy")
	t.Logf("from the end of waiting to the icon: %v", time.Since(began))
	for _, r := range all {
		r.conn.Close()
	}
	began = time.Now()
	f.is("calm", "0 of 4 workers busy · SITE", "On")
	t.Logf("from the end of all to the icon: %v", time.Since(began))
}

// startToIcon measures; the icon has to be the right one each time.
func startToIcon(t *testing.T, d *desk) {
	w := d.bus.Watch(t, true)
	all := icons(t)
	var took []time.Duration
	for range 20 {
		began := time.Now()
		f := &face{nil, t, d.start()}
		f.Item = w.Next(t)
		took = append(took, time.Since(began))
		if got := f.Picture(t, all); got != "calm" {
			t.Errorf("first icon: %s, want calm", got)
		}
		f.ends()
	}
	slices.Sort(took)
	t.Logf("from start to icon: %v in the middle, %v at most", took[len(took)/2], took[len(took)-1])
}

// leaksNothing has a thousand bursts, each of which the load rises and falls
// with, and a stop and a start now and then.
func leaksNothing(t *testing.T, d *desk) {
	const busyTwo = "port = 0\nworkers = 2\nworkers_per_client = 0\n"
	d.configure(busyTwo)
	f := d.show()
	f.bursts(100)
	files, threads := f.counts("fd"), f.counts("task")
	f.bursts(1000)
	if filesNow, threadsNow := f.counts("fd"), f.counts("task"); filesNow > files || threadsNow > threads+4 {
		t.Errorf("after 1000 bursts: %d files, %d threads, want %d, %d", filesNow, threadsNow, files, threads)
	}
	fresh := newDesk(t, d.program)
	fresh.configure(busyTwo)
	idle := fresh.show()
	idle.is("calm", "", "On")
	if got, want := f.goroutines(), idle.goroutines(); got > want+4 {
		t.Errorf("after 1000 bursts: %d goroutines, want %d as at the start:\n%s", got, want, f.program.log)
	}
}

// bursts keeps two workers and their queue busy n times.
func (f *face) bursts(n int) {
	f.t.Helper()
	site := f.site()
	for i := range n {
		f.burst(site)
		if i%100 == 99 {
			f.click("Stop")
			f.is("off", "", "")
			f.click("Start")
			site = f.site()
		}
	}
	f.is("calm", "", "On")
}

// burst has four requests at once.
func (f *face) burst(site string) {
	f.t.Helper()
	answers := make(chan string, 4)
	for range 4 {
		go func() {
			res, err := client.Get(site + "/-/healthz")
			if err != nil {
				answers <- err.Error()
				return
			}
			res.Body.Close()
			answers <- res.Status
		}()
	}
	for range 4 {
		if got := <-answers; got != "200 OK" {
			f.t.Errorf("GET /-/healthz = %s, want 200 OK", got)
		}
	}
}

// goroutines ends the program by a signal that makes it list them.
func (f *face) goroutines() int {
	f.t.Helper()
	if err := f.program.cmd.Process.Signal(syscall.SIGQUIT); err != nil {
		f.t.Fatal(err)
	}
	f.program.ends(f.t)
	return strings.Count(f.program.log.String(), "\n\ngoroutine ")
}

// counts returns how many files or threads the program has.
func (f *face) counts(what string) int {
	f.t.Helper()
	all, err := os.ReadDir(fmt.Sprintf("/proc/%d/%s", f.program.cmd.Process.Pid, what))
	if err != nil {
		f.t.Fatal(err)
	}
	return len(all)
}
