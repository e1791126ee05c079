// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestBenchWithoutTools: what cannot be measured is left out, with a word.
func TestBenchWithoutTools(t *testing.T) {
	words := []string{"curl 4.0 µs, 0.\n", "left out: all but memory, because wrk is missing"}
	f := newFakes(t, "go")
	w := f.with(fakePrint + "=go test=BenchmarkHotPath/curl-2 100 4005 ns/op 37 B/op 0 allocs/op")
	// No row has this name, so nothing is started.
	if _, err := measure(t.Context(), w, []string{"-quick", "-only", "^nothing$"}); err != nil {
		t.Fatalf("measure() = %v, want nil; it said:\n%s", err, f.said)
	}
	switch {
	case runtime.GOOS != "linux":
		words[1] = "left out: the load"
	case programAt("nginx") == "": // it may be where only root's path leads
		words = append(words, "left out: nginx, because it is missing")
	}
	said := strings.ToLower(f.said.String())
	for _, word := range words {
		if !strings.Contains(said, word) {
			t.Errorf("measure() says:\n%s\nwant %q", f.said, word)
		}
	}
	built := func(call string) bool { return strings.HasPrefix(call, "go build ") }
	if got := f.calls(t); slices.ContainsFunc(got, built) != (runtime.GOOS == "linux") || !strings.Contains(got[0], "-bench=^BenchmarkHotPath$ -benchtime=100ms ./server") {
		t.Errorf("measure() calls %q, want the benchmark, and the build where there is a load", got)
	}
}

func TestBenchUsage(t *testing.T) {
	for _, args := range [][]string{{"what"}, {"-nonsense"}, {"-only", "("}, {"-only", "idle", "-readme"}} {
		f := newFakes(t, "go")
		if _, err := measure(t.Context(), f.workshop, args); !errors.Is(err, errUsage) || len(f.calls(t)) > 0 {
			t.Errorf("measure(%q) = %v, calls %q, want a wrong use and no call", args, err, f.calls(t))
		}
	}
}

// TestBenchThatFails: the error of the benchmark is that of the command, and comes
// before the load.
func TestBenchThatFails(t *testing.T) {
	f := newFakes(t, "go")
	if _, err := measure(t.Context(), f.with(fakeFail+"=go test"), []string{"-only", "^nothing$"}); err == nil {
		t.Error("measure() with a benchmark that fails = nil, want its error")
	}
	if got := f.calls(t); len(got) != 1 {
		t.Errorf("measure() calls %q, want nothing behind the benchmark that failed", got)
	}
}

// TestBenchServesFiles: the command stands in for a server of the standard library.
func TestBenchServesFiles(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address, root := l.Addr().String(), t.TempDir()
	l.Close()
	if err := os.WriteFile(filepath.Join(root, "a.txt"), []byte("letters"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := measure(ctx, newFakes(t).workshop, []string{fileServer, root, address})
		done <- err
	}()
	status := 0
	for status == 0 && len(done) == 0 {
		if answer, err := http.Get(fmt.Sprintf("http://%s/a.txt", address)); err == nil {
			status = answer.StatusCode
			answer.Body.Close()
		}
	}
	cancel()
	if err := <-done; err != nil || status != http.StatusOK {
		t.Errorf("measure(%s) answers %d and ends with %v, want 200 and nil", fileServer, status, err)
	}
}
