// SPDX-License-Identifier: MIT

package gate

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestSessionsAreBounded lets in more browsers than there is room for. The one
// that was away for the longest time goes.
func TestSessionsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, _ := newGate(Code)
		first, second := browser(g, "10.0.0.1"), browser(g, "10.0.0.1")
		for _, v := range []*visitor{first, second} {
			v.get(g.Path())
			time.Sleep(time.Second)
		}
		for range mostSessions - 2 {
			browser(g, "10.0.0.2").get(g.Path())
		}
		time.Sleep(time.Second)
		if !first.isIn() {
			t.Error("the first: not in, though there is room")
		}
		browser(g, "10.0.0.2").get(g.Path())
		if len(g.sessions) != mostSessions || !first.isIn() || second.isIn() {
			t.Errorf("%d sessions, first in: %v, second in: %v, want %d, and only the first", len(g.sessions), first.isIn(), second.isIn(), mostSessions)
		}
	})
}

// TestConcurrent has everything happen at once, for the race detector.
func TestConcurrent(t *testing.T) {
	for _, way := range []Way{Open, Code, Ask} {
		g, _ := newGate(way)
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				v := browser(g, fmt.Sprintf("10.0.0.%d", i))
				for range 20 {
					v.get("/")
					v.get(pageRoute)
					v.types(wrongCode(g), "/")
					v.get(g.Path())
					program(g, v.from[:8], g.code).get("/")
				}
			})
			all.Go(func() {
				for _, verdict := range []Verdict{Allow, Today, Block} {
					for _, one := range g.Asking() {
						g.Decide(one.ID, verdict)
					}
				}
				g.tidy()
			})
		}
		all.Go(func() { browser(g, "10.0.1.1").get("/"); g.Revoke() })
		all.Wait()
		if browser(g, "10.0.1.2").isIn() || len(g.sessions) > 0 || len(g.Asking()) > 0 {
			t.Errorf("%s: after Revoke somebody is in, or asks", way)
		}
	}
}

// TestPeers43AtOnce guesses from many connections at the same time.
func TestPeers43AtOnce(t *testing.T) {
	g, _ := newGate(Code)
	var all sync.WaitGroup
	statuses := make(chan int, 40)
	for range cap(statuses) {
		all.Go(func() { statuses <- program(g, "10.0.0.1", wrongCode(g)).get("/").StatusCode })
	}
	all.Wait()
	close(statuses)
	judged := 0
	for status := range statuses {
		if status != 429 {
			judged++
		}
	}
	if judged != mostTries {
		t.Errorf("guesses at once that were judged = %d, want %d", judged, mostTries)
	}
}
