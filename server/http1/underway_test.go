// SPDX-License-Identifier: MIT

package http1

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"testing"
	"testing/synctest"
	"time"
)

// TestCut holds that a request whose body does not come any more can be ended
// from elsewhere, and no other with it.
func TestCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		running := make(chan context.Context, 1)
		ended := make(chan error, 1)
		e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodGet {
				answerPath(w, r)
				return
			}
			running <- r.Context()
			_, err := io.ReadAll(r.Body)
			ended <- err
		})
		p, other := e.connect(), e.connect()
		p.send(postLength(5) + "ab")
		other.send(get("/"))
		other.wantAnswer(http.StatusOK, "/")
		synctest.Wait()
		began := time.Now()
		Cut(<-running)
		if err := <-ended; !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("the body ends with %v, want a deadline", err)
		}
		p.wantEnd()
		wantTook(t, began, 0)
		other.send(get("/"))
		other.wantAnswer(http.StatusOK, "/")
		Cut(context.Background()) // of another engine: nothing happens
	})
}
