// SPDX-License-Identifier: MIT

package bench

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestMain lets the test program stand in for the servers that are measured.
func TestMain(m *testing.M) {
	var err error
	switch {
	case len(os.Args) > 7 && os.Args[1] == "serve": // as porchlight
		s := &http.Server{Addr: os.Args[5] + ":" + os.Args[7], Handler: gzipStatic(os.Args[3]), ReadHeaderTimeout: time.Minute}
		err = s.ListenAndServe()
	case len(os.Args) > 3 && os.Args[1] == "files":
		err = ServeFiles(context.Background(), os.Args[2], os.Args[3])
	default:
		os.Exit(m.Run())
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// gzipStatic serves the files below root, and what lies coded beside one to who
// takes it.
func gzipStatic(root string) http.Handler {
	files := http.FileServer(http.Dir(root))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == codedPath && r.Header.Get("Accept-Encoding") == "gzip" {
			r.URL.Path += ".gz"
		}
		files.ServeHTTP(w, r)
	})
}

// options are for a run of stand-ins, without nginx.
func options(t *testing.T) *Options {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("nothing is run but on Linux")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	wrk, _ := exec.LookPath("wrk") // "" is a case of its own
	return &Options{Program: self, Env: os.Environ(), FileServer: []string{self, "files"}, Wrk: wrk, Folder: t.TempDir(), Out: new(bytes.Buffer), calm: time.Millisecond}
}

func TestRun(t *testing.T) {
	o := options(t)
	report, err := o.run(t.Context(), []row{
		{name: "random", connections: 4, files: 10, rounds: 1, length: time.Second},
		{name: "closed", connections: 4, path: smallPath, close: true, rounds: 1, length: time.Second},
		{name: "coded", connections: 4, path: codedPath, gzipped: true, rounds: 1, length: time.Second},
		{name: "waiting", connections: 200, path: smallPath, idle: true, rounds: 1},
		{name: "endless", connections: 1 << 30, path: smallPath, rounds: 1},
	})
	if err != nil {
		t.Fatalf("run() = %v, want nil", err)
	}
	for _, r := range report.results {
		for _, name := range []string{ours, nethttp} {
			rate, ok := r.of(name, rateOf)
			if name == nethttp && r.row.gzipped {
				if ok {
					t.Errorf("%s is measured sending plain what is to be coded", name)
				}
				continue
			}
			if cost, _ := r.of(name, costOf); !ok || !r.row.idle && (rate.median < 10 || cost.median < 1) {
				t.Errorf("%s, %s: %v a second, at %v µs, want what a server does", r.row.name, name, rate.median, cost.median)
			}
			// A connection of net/http has two buffers of 4 KiB and a stack.
			if memory, _ := r.of(name, memoryOf); r.row.idle && (memory.median < 2<<10 || memory.median > 256<<10) {
				t.Errorf("%s, %s: %v B a connection, want what one takes", r.row.name, name, memory.median)
			}
		}
		if faults := r.faults(); len(faults) > 0 {
			t.Errorf("%s: faults %v, want none", r.row.name, faults)
		}
	}
	want, left := []string{"random", "closed", "coded", "waiting"}, []string{"nginx", "endless"}
	if o.Wrk == "" {
		want, left = want[3:], []string{"nginx", "wrk"}
	}
	if got := names(report); strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("rows that are measured: %v, want %v", got, want)
	}
	for i, word := range left {
		if len(report.leftOut) != len(left) || !strings.Contains(report.leftOut[i], word) {
			t.Errorf("left out: %q, want %q", report.leftOut, left)
		}
	}
	if got := family(os.Getpid()); len(got) > 1 {
		t.Errorf("%d processes after the run, want only this one", len(got))
	}
}

func names(r *Report) (all []string) {
	for _, row := range r.results {
		all = append(all, row.row.name)
	}
	return all
}

// TestRunEndsWhatItStarted: an interrupt leaves nobody behind.
func TestRunEndsWhatItStarted(t *testing.T) {
	o := options(t)
	if o.Wrk == "" {
		t.Skip("wrk is missing")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	began := time.Now()
	_, err := o.run(ctx, []row{{name: "long", connections: 4, path: smallPath, rounds: 1, length: time.Minute}})
	if err == nil || time.Since(began) > 30*time.Second {
		t.Errorf("run() = %v after %v, want an error at once", err, time.Since(began))
	}
	if got := family(os.Getpid()); len(got) > 1 {
		t.Errorf("%d processes after the interrupt, want only this one", len(got))
	}
}

// TestServerThatDoesNotStart: its own words are in the error.
func TestServerThatDoesNotStart(t *testing.T) {
	o := options(t)
	o.FileServer = []string{o.Program, "-test.run", "^$", "-test.nonsense"}
	_, err := o.run(t.Context(), []row{{name: "waiting", connections: 1, path: smallPath, idle: true, rounds: 1}})
	if err == nil || !strings.Contains(err.Error(), "start net/http: it has ended") || !strings.Contains(err.Error(), "-test.nonsense") {
		t.Errorf("run() = %v, want what the server said", err)
	}
}

func TestServeFilesEndsWithItsContext(t *testing.T) {
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- ServeFiles(ctx, t.TempDir(), fmt.Sprintf("127.0.0.1:%d", port)) }()
	answered := func() bool {
		answer, err := http.Get(fmt.Sprintf("http://127.0.0.1:%d/", port))
		if err != nil {
			return false
		}
		answer.Body.Close()
		return answer.StatusCode == http.StatusOK
	}
	for range 1000 {
		if answered() {
			break
		}
		<-time.After(time.Millisecond)
	}
	cancel()
	if err := <-done; err != nil || answered() {
		t.Errorf("ServeFiles() = %v, and answers: %v, want nil and an end", err, answered())
	}
}
