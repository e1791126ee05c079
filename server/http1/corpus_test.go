// SPDX-License-Identifier: MIT

package http1

import (
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// requireCorpus fails a fuzz target whose stored seeds have gone: without
// them it passes and proves nothing.
func requireCorpus(f *testing.F) {
	f.Helper()
	seeds, err := os.ReadDir(filepath.Join("testdata", "fuzz", f.Name()))
	if err != nil || len(seeds) < 8 {
		f.Fatalf("%s has %d stored seeds (%v), want at least 8", f.Name(), len(seeds), err)
	}
}

// arrivals yields the ways in which n bytes may arrive, each as the ends of its
// pieces: whole, byte by byte, and in two pieces cut at every position.
func arrivals(n int) iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		if !yield([]int{n}) || !yield(byteByByte(n)) {
			return
		}
		for cut := 1; cut < n; cut++ {
			if !yield([]int{cut, n}) {
				return
			}
		}
	}
}

func byteByByte(n int) (ends []int) {
	for i := range n {
		ends = append(ends, i+1)
	}
	return ends
}

// verdict is what becomes of a request head. A zero one says that it is not
// complete; one of a refused head holds the status and nothing else.
type verdict struct {
	status, size   int
	method, target string
	minor          int
	fields         []string // "name: value"
	framing        framing
	url            url.URL
	host           string // named by the target
}

// judge takes a head that arrives in pieces through all that a connection asks
// of it before a handler sees it.
func judge(raw string, ends []int) (v verdict) {
	b, h := []byte(raw), new(head)
	var fault *refusal
	for _, end := range ends {
		if v.size, fault = h.parse(b[:end:end]); v.size > 0 || fault != nil {
			break
		}
	}
	if v.size == 0 && fault == nil {
		return verdict{}
	}
	if fault == nil {
		v.framing, fault = h.frame()
	}
	if fault == nil {
		v.host, fault = locate(&v.url, string(h.method), string(h.target))
	}
	if fault != nil {
		return verdict{status: fault.status}
	}
	v.method, v.target, v.minor = string(h.method), string(h.target), h.minor
	for _, f := range h.fields {
		v.fields = append(v.fields, string(f.name)+": "+string(f.value))
	}
	return v
}

// judgeEach judges a head in every way that it can arrive, which must not make
// a difference.
func judgeEach(t *testing.T, raw string) verdict {
	t.Helper()
	whole := judge(raw, []int{len(raw)})
	for ends := range arrivals(len(raw)) {
		if got := judge(raw, ends); !reflect.DeepEqual(got, whole) {
			t.Fatalf("Head(%q) in %d pieces, the first of %d bytes = %+v, want %+v as for the whole", raw, len(ends), ends[0], got, whole)
		}
	}
	return whole
}

// refused is a table row: a head, and the status it is refused with.
type refused struct {
	name, head string
	status     int
}

func (row refused) run(t *testing.T) {
	t.Run(row.name, func(t *testing.T) {
		if v := judgeEach(t, row.head); v.status != row.status {
			t.Errorf("Head(%q) has status %d, want %d", row.head, v.status, row.status)
		}
	})
}
