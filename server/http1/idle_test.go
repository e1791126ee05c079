// SPDX-License-Identifier: MIT

package http1

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// What was found by one look may have changed at the next call: who was served
// since then has not waited longest, and who has gone makes no room.
func TestCloseIdleAfterALook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newTestEngine(t, answerPath)
		var peers []*peer
		come := func() {
			peers = append(peers, e.connect())
			<-time.After(time.Second)
		}
		come()
		come()
		come()
		wantCloses := func(want bool, which int) {
			t.Helper()
			synctest.Wait()
			if got := e.CloseIdle(); got != want {
				t.Fatalf("CloseIdle() = %v, want %v", got, want)
			}
			if want {
				peers[which].wantEnd()
			}
		}
		wantCloses(true, 0)
		come()
		peers[1].send(get("/"))
		peers[1].wantAnswer(http.StatusOK, "/")
		peers[2].Close()
		wantCloses(true, 3)
		wantCloses(true, 1)
		wantCloses(false, 0)
	})
}

// A look that has found nobody is good for a moment: a crowd that asks does not
// have all connections looked through each time.
func TestCloseIdleFindsNobodyForAMoment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newTestEngine(t, answerPath)
		if e.CloseIdle() {
			t.Error("CloseIdle() without connections = true, want false")
		}
		p := e.connect()
		synctest.Wait()
		if e.CloseIdle() {
			t.Error("CloseIdle() right after it = true, want false")
		}
		<-time.After(lookAgain)
		if !e.CloseIdle() {
			t.Errorf("CloseIdle() after %v = false, want true", lookAgain)
		}
		p.wantEnd()
	})
}

// What one look keeps is bounded, and is the longest of them.
func TestCloseIdleKeepsFew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newTestEngine(t, answerPath)
		var peers []*peer
		for range mostIdlers + 10 {
			peers = append(peers, e.connect())
			<-time.After(time.Millisecond)
		}
		for i, p := range peers {
			if !e.CloseIdle() {
				t.Fatalf("CloseIdle() = false with %d that wait, want true", len(peers)-i)
			}
			if kept := len(e.idle.longest); kept >= mostIdlers {
				t.Fatalf("%d are kept, want fewer than %d", kept, mostIdlers)
			}
			p.wantEnd()
		}
	})
}
