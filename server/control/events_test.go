// SPDX-License-Identifier: MIT

package control

import (
	"bufio"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"porchlight/server"
	"porchlight/server/app"
)

// listen opens a stream of events; next returns the text of the next one.
func (v *visitor) listen() (next func() string, end func()) {
	v.t.Helper()
	r, err := http.NewRequest("GET", v.Address()+"/api/events", nil)
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+v.Token())
	transport := &http.Transport{DisableKeepAlives: true}
	res, err := transport.RoundTrip(r)
	if err != nil {
		v.t.Fatal(err)
	}
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" {
		v.t.Fatalf("events = %s %s", res.Status, res.Header.Get("Content-Type"))
	}
	lines := bufio.NewScanner(res.Body)
	next = func() string {
		v.t.Helper()
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				var got view
				if err := json.Unmarshal([]byte(data), &got); err != nil {
					v.t.Fatalf("event %q: %v", data, err)
				}
				return got.Text
			}
		}
		return ""
	}
	return next, func() { res.Body.Close() }
}

func TestEvents(t *testing.T) {
	v := open(t)
	next, end := v.listen()
	defer end()
	if got := next(); got != "0 of 10 workers busy" {
		t.Errorf("the first event is %q", got)
	}
	v.app.show(app.Snapshot{Status: server.Status{Level: server.Busy, Text: "8 of 10 workers busy"}})
	if got := next(); got != "8 of 10 workers busy" {
		t.Errorf("the event after a change is %q", got)
	}
}

// TestEventsMove come by themselves while something is transferred.
func TestEventsMove(t *testing.T) {
	v := open(t)
	v.app.change(func() { v.app.moving = []server.Transfer{{ID: 7}} })
	next, end := v.listen()
	defer end()
	for range 2 {
		if got := next(); got != "0 of 10 workers busy" {
			t.Errorf("an event is %q", got)
		}
	}
}

// TestClose ends open streams.
func TestClose(t *testing.T) {
	v := open(t)
	next, end := v.listen()
	defer end()
	next()
	done := make(chan string)
	go func() { done <- next() }()
	if err := v.Close(); err != nil {
		t.Error(err)
	}
	if got := <-done; got != "" {
		t.Errorf("an event %q after the end", got)
	}
}

func TestTooManyStreams(t *testing.T) {
	v := open(t)
	for range mostEvents {
		next, end := v.listen()
		defer end()
		next()
	}
	if res := v.ask("GET", "/api/events", "", v.bearer()); res.StatusCode != 503 || res.Header.Get("Retry-After") == "" {
		t.Errorf("one stream too many = %s", res.Status)
	}
}

func TestStatus(t *testing.T) {
	v := open(t)
	res := v.ask("GET", "/api/status", "", v.bearer())
	var got view
	if err := json.Unmarshal([]byte(res.body), &got); err != nil {
		t.Fatal(err)
	}
	if got.Level != server.Calm || got.Version != "v1.2.3" || len(got.History) != 2 || got.Sample.Busy != 7 || len(got.Settings) == 0 {
		t.Errorf("status = %+v", got)
	}
	port := got.Settings[1]
	if port.Name != "port" || port.Text != "8080" || port.From != "default" || !strings.Contains(port.Doc, "0 to 65535") {
		t.Errorf("the setting is %+v", port)
	}
}

func TestMetrics(t *testing.T) {
	v := open(t)
	res := v.ask("GET", "/metrics", "", v.bearer())
	for _, want := range []string{
		"\nporchlight_workers 10\n", "\nporchlight_up 1\n", "# TYPE porchlight_requests_total counter\n", "\nporchlight_level{level=\"calm\"} 1\n", "\nporchlight_level{level=\"full\"} 0\n",
	} {
		if !strings.Contains(res.body, want) {
			t.Errorf("metrics lack %q:\n%s", want, res.body)
		}
	}
}

func TestQR(t *testing.T) {
	v := open(t)
	res := v.ask("GET", "/qr.svg", "", v.bearer())
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "image/svg+xml" || strings.Count(res.body, "h1v1h-1z") < 200 {
		t.Errorf("qr = %s %.80q", res.Status, res.body)
	}
	v.app.show(app.Snapshot{})
	if res := v.ask("GET", "/qr.svg", "", v.bearer()); res.StatusCode != 404 {
		t.Errorf("qr without an address = %s", res.Status)
	}
}
