// SPDX-License-Identifier: MIT

package server

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"porchlight/server/config"
)

// TestTransfers sees a download move, and cuts it.
func TestTransfers(t *testing.T) {
	f := start(t)
	if got := f.Transfers(); len(got) != 0 {
		t.Errorf("Transfers() of a quiet server = %v", got)
	}
	slow := f.download()
	f.eventually("one that has begun to move", func() bool {
		all := f.Transfers()
		return len(all) == 1 && all[0].Sent > 0
	})
	got := f.Transfers()[0]
	if got.Target != "/big.txt" || got.Method != "GET" || got.Size != bigSize || got.Sent >= bigSize || !strings.HasPrefix(got.Remote, "127.0.0.1:") || got.Began.IsZero() {
		t.Errorf("Transfers() = %+v", got)
	}
	if f.Disconnect(got.ID + 1000) {
		t.Error("Disconnect() of nobody = true")
	}
	if !f.Disconnect(got.ID) {
		t.Error("Disconnect() = false")
	}
	if n, err := io.Copy(io.Discard, slow); n >= bigSize {
		t.Errorf("%d bytes came after Disconnect, %v", n, err)
	}
	f.eventually("a quiet server", func() bool { return len(f.Transfers()) == 0 && f.Status().Busy == 0 })
	if got := f.ask("GET /a.txt"); got.StatusCode != http.StatusOK {
		t.Errorf("the next request = %s", got.Status)
	}
}

// TestVisits remembers the last ones, the latest first, and no more than it has
// room for.
func TestVisits(t *testing.T) {
	f := start(t)
	for range mostVisits {
		f.ask("GET /a.txt")
	}
	f.ask("GET /none.txt")
	f.ask("HEAD /sub/")
	f.eventually("the last visit noted", func() bool { v := f.Visits(); return len(v) > 0 && v[0].Target == "/sub/" })
	got := f.Visits()
	if len(got) != mostVisits || got[0].Method != "HEAD" || got[1].Status != 404 || got[1].Target != "/none.txt" || got[2].Bytes != int64(len("letters")) {
		t.Errorf("Visits() = %d, the latest %+v", len(got), got[:3])
	}
}

func TestStored(t *testing.T) {
	f := start(t)
	answer, err := http.Post(f.Status().Address+"/upload", "application/json", strings.NewReader(`{"a": 1}`))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	got := f.Stored()
	if err != nil || len(got) != 1 || got[0].Size != 8 || !strings.Contains(string(body), got[0].Path) || !strings.HasPrefix(got[0].Remote, "127.0.0.1:") {
		t.Errorf("Stored() = %+v after %s, %v", got, body, err)
	}
	if uploads := f.Status().Uploads; !strings.HasSuffix(uploads, "uploads") {
		t.Errorf("Status().Uploads = %q", uploads)
	}
	f.apply(func(c *config.Config) { c.Uploads = false })
	if uploads := f.Status().Uploads; uploads != "" {
		t.Errorf("Status().Uploads = %q without uploads", uploads)
	}
}

// TestStopping tells what a stop waits for.
func TestStopDrains(t *testing.T) {
	f := start(t)
	slow := f.download()
	stopped := make(chan error, 1)
	go func() { stopped <- f.Stop(t.Context()) }()
	f.eventually("stopping", func() bool { return f.Status().Stopping })
	if got := f.Status(); got.Left != 1 || got.Text != "Stopping, 1 transfer left" {
		t.Errorf("Status() = %d left, %q", got.Left, got.Text)
	}
	if _, err := io.Copy(io.Discard, slow); err != nil {
		t.Errorf("the last transfer ends with %v", err)
	}
	if err := <-stopped; err != nil {
		t.Errorf("Stop() = %v", err)
	}
	if got := f.Status(); got.Stopping || got.Level != Off || got.Text != "Off" {
		t.Errorf("Status() = %+v after Stop", got)
	}
}
