// SPDX-License-Identifier: MIT

package http1

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
)

// TestDiscard holds when a connection outlives a body that nobody reads: a small
// one is read away, for a large one it closes.
func TestDiscard(t *testing.T) {
	text := func(n int) string { return strings.Repeat("x", n) }
	chunks := func(n int) string { return fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", n, text(n)) }
	for _, row := range []struct {
		name, request string
		reads         int64
		kept          bool
	}{
		{"small", postLength(5) + "hello", 0, true},
		{"small, in part", postLength(5) + "hello", 2, true},
		{"at the limit", postLength(discardLimit) + text(discardLimit), 0, true},
		{"over the limit", postLength(discardLimit+1) + text(discardLimit+1), 0, false},
		{"brought under the limit", postLength(discardLimit+1) + text(discardLimit+1), 1, true},
		{"huge", postLength(1<<40) + text(1000), 0, false},
		{"chunked", postChunked() + chunks(5), 0, false},
		{"chunked, all data read", postChunked() + chunks(5), 5, false},
		{"chunked, read", postChunked() + chunks(5), 6, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.CopyN(io.Discard, r.Body, row.reads)
				_, _ = io.WriteString(w, "ok")
			})
			for _, p := range []*peer{e.connect(), e.dial()} {
				p.send(row.request + get("/next", "Connection: close"))
				if a := p.wantAnswer(http.StatusOK, "ok"); a.Close == row.kept {
					t.Errorf("the answer says close: %v, want %v", a.Close, !row.kept)
				}
				if row.kept {
					p.wantAnswer(http.StatusOK, "ok")
				}
				p.wantEnd()
			}
		})
	}
}

// The answer does not wait for a body that nobody reads.
func TestAnswerBeforeUnreadBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newTestEngine(t, writes("", "ok")).connect()
		p.send(postLength(5))
		p.wantAnswer(http.StatusOK, "ok")
		p.send("hello" + get("/next"))
		p.wantAnswer(http.StatusOK, "ok")
	})
}

// A worker is not held for a body that nobody reads: the answer is done.
func TestUnreadBodyHoldsNoWorker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newTestEngine(t, writes("", "ok"))
		for range 5 { // more than there are workers
			p := e.connect()
			p.send(postLength(5))
			p.wantAnswer(http.StatusOK, "ok")
		}
		synctest.Wait() // an answer is read a moment before its worker is given back
		if busy := e.pool.Load().Busy; busy != 0 {
			t.Errorf("%d workers busy with unread bodies, want 0", busy)
		}
		if n := len(e.exchanges()); n != 5 {
			t.Errorf("%d exchanges are told of, want 5", n)
		}
		e.connect().send(get("/"))
	})
}
