// SPDX-License-Identifier: MIT

package http1

import (
	"net/http"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"porchlight/server/pool"
)

// noneFree is an engine whose only worker is lent until the test ends.
func noneFree(t *testing.T, change ...func(*Options)) *testEngine {
	e := newTestEngine(t, answerPath, append(change, func(o *Options) { o.Pool = pool.New(pool.Limits{Workers: 1}) })...)
	w := e.pool.Try(netip.Addr{})
	t.Cleanup(func() { e.pool.Release(w) })
	return e
}

// wantRefused reads the answers to requests that found no worker; only the last
// one may say close.
func (p *peer) wantRefused(n int, closes bool) {
	p.t.Helper()
	for i := range n {
		if a := p.answer(); a.StatusCode != http.StatusServiceUnavailable || a.Close != (closes && i == n-1) {
			p.t.Errorf("answer %d of %d = %d, close=%v, want 503, and close at the end: %v", i+1, n, a.StatusCode, a.Close, closes)
		}
	}
}

// Each request of those that came together is refused for itself, and the bytes
// behind them are not lost.
func TestRefusedTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := noneFree(t)
		p := e.connect()
		p.send(get("/a") + get("/b") + get("/c")[:9])
		p.wantRefused(2, false)
		p.send(get("/c")[9:])
		p.wantRefused(1, false)
		synctest.Wait()
		var targets string
		for _, x := range e.exchanges() {
			targets += x.Target
		}
		if targets != "/a/b/c" {
			t.Errorf("refused %s, want /a/b/c", targets)
		}
	})
}

// A refused request counts as one of those that a connection is good for.
func TestRefusedUpToTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := noneFree(t, func(o *Options) { o.Limits.Requests = 3 })
		p := e.connect()
		p.send(get("/") + get("/") + get("/") + get("/"))
		p.wantRefused(3, true)
		p.wantEnd()
	})
}

// A refused connection waits like one that was served: for as long as an idle
// one may, unless the engine wants it gone.
func TestRefusedWaits(t *testing.T) {
	for _, tt := range []struct {
		name string
		end  func(e *testEngine)
		took time.Duration
	}{
		{"idle", func(*testEngine) {}, 30 * time.Second},
		{"makes room", func(e *testEngine) { e.CloseIdle() }, lastLook},
		{"drained", func(e *testEngine) { e.drain(time.Minute) }, lastLook},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := noneFree(t)
				p := e.connect()
				time.Sleep(time.Second)
				began := time.Now()
				p.send(get("/"))
				p.wantRefused(1, false)
				synctest.Wait()
				tt.end(e)
				p.wantEnd()
				wantTook(t, began, tt.took)
			})
		})
	}
}

// Who asks for the close, and has nothing more to send, is not waited for.
func TestRefusedAndClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := noneFree(t)
		p := e.connect()
		began := time.Now()
		p.send(get("/", "Connection: close"))
		p.wantRefused(1, true)
		<-p.ended
		wantTook(t, began, 0)
	})
}
