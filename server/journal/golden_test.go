// SPDX-License-Identifier: MIT

package journal

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAccessLine(t *testing.T) {
	plain := func(*Entry) {}
	rows := []struct {
		name, format string
		color        bool
		change       func(*Entry)
		want         string
	}{
		{
			"classic", "classic", false, plain,
			"[2024-03-15 10:30:15] [Worker-1] Response: 200 OK (2453678 bytes transferred) GET /photo.jpg 192.168.1.7 12ms\n",
		},
		{
			"classic is the default and has no colour", "", true, plain,
			"[2024-03-15 10:30:15] [Worker-1] Response: 200 OK (2453678 bytes transferred) GET /photo.jpg 192.168.1.7 12ms\n",
		},
		{
			"classic, refused before a worker", "classic", false,
			func(e *Entry) { e.Worker, e.Status, e.Bytes, e.Method, e.Target, e.Took = 0, 400, 17, "", "", 0 },
			"[2024-03-15 10:30:15] [Server] Response: 400 Bad Request (17 bytes transferred) - - 192.168.1.7 0µs id=a7b9\n",
		},
		{
			"classic, refused", "classic", false, func(e *Entry) { e.Status, e.Bytes = 404, 0 },
			"[2024-03-15 10:30:15] [Worker-1] Response: 404 Not Found (0 bytes transferred) GET /photo.jpg 192.168.1.7 12ms id=a7b9\n",
		},
		{
			"classic, redirected", "classic", false, func(e *Entry) { e.Status, e.Bytes = 399, 0 },
			"[2024-03-15 10:30:15] [Worker-1] Response: 399 (0 bytes transferred) GET /photo.jpg 192.168.1.7 12ms\n",
		},
		{
			"classic, our fault", "classic", false, func(e *Entry) { e.Status, e.Bytes = 500, 0 },
			"[2024-03-15 10:30:15] [Worker-1] Response: 500 Internal Server Error (0 bytes transferred) GET /photo.jpg 192.168.1.7 12ms id=a7b9\n",
		},
		{
			"classic, cut off", "classic", false, func(e *Entry) { e.Status, e.Bytes, e.Err = 0, 0, errors.New("read head: timeout") },
			"[2024-03-15 10:30:15] [Worker-1] Response: none (0 bytes transferred) GET /photo.jpg 192.168.1.7 12ms id=a7b9 err=\"read head: timeout\"\n",
		},
		{
			"classic, unknown status", "classic", false, func(e *Entry) { e.Status, e.Worker = 299, 12 },
			"[2024-03-15 10:30:15] [Worker-12] Response: 299 (2453678 bytes transferred) GET /photo.jpg 192.168.1.7 12ms\n",
		},
		{
			"text", "text", false, plain,
			"time=2024-03-15T10:30:15.000Z level=INFO msg=request worker=1 id=a7b9 remote=192.168.1.7 method=GET target=/photo.jpg status=200 bytes=2453678 took=12ms\n",
		},
		{
			"text, cut off before a worker", "text", false, func(e *Entry) { e.Worker, e.ID, e.Err = 0, nil, errors.New("reset") },
			"time=2024-03-15T10:30:15.000Z level=WARN msg=request remote=192.168.1.7 method=GET target=/photo.jpg status=200 bytes=2453678 took=12ms err=reset\n",
		},
		{
			"text in colour", "text", true, plain,
			"\x1b[2m2024-03-15 10:30:15\x1b[0m \x1b[92mINF\x1b[0m request \x1b[2mworker=\x1b[0m1 \x1b[2mid=\x1b[0ma7b9 \x1b[2mremote=\x1b[0m192.168.1.7 " +
				"\x1b[2mmethod=\x1b[0mGET \x1b[2mtarget=\x1b[0m/photo.jpg \x1b[2mstatus=\x1b[0m200 \x1b[2mbytes=\x1b[0m2453678 \x1b[2mtook=\x1b[0m12ms\n",
		},
		{
			"json", "json", true, plain,
			`{"time":"2024-03-15T10:30:15Z","level":"INFO","msg":"request","worker":1,"id":"a7b9","remote":"192.168.1.7","method":"GET","target":"/photo.jpg","status":200,"bytes":2453678,"took":12000000}` + "\n",
		},
		{
			"json, cut off", "json", false, func(e *Entry) { e.Status, e.Err = 0, errors.New("reset") },
			`{"time":"2024-03-15T10:30:15Z","level":"WARN","msg":"request","worker":1,"id":"a7b9","remote":"192.168.1.7","method":"GET","target":"/photo.jpg","status":0,"bytes":2453678,"took":12000000,"err":"reset"}` + "\n",
		},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			zone := time.UTC
			if r.format == "" || r.format == "classic" {
				zone = time.Local
			}
			e := photo(zone)
			r.change(e)
			got := logged(t, Options{Format: r.format, Color: r.color}, func(j *Journal) { j.Access(e) })
			if diff := cmp.Diff(r.want, got); diff != "" {
				t.Errorf("Access(%+v) (-want +got):\n%s", e, diff)
			}
		})
	}
}

func TestLifecycleLine(t *testing.T) {
	rows := []struct {
		name  string
		level slog.Level
		text  string
		attrs []any
		want  string
	}{
		{"started", slog.LevelInfo, "HTTP Server started on http://127.0.0.1:8080", nil, "HTTP Server started on http://127.0.0.1:8080"},
		{"pool", slog.LevelInfo, "🟢 Thread pool: 3/10 active | Queue: 0/50", nil, "🟢 Thread pool: 3/10 active | Queue: 0/50"},
		{"warning", slog.LevelWarn, "Thread pool saturated, queuing connection", []any{"waiting", 3}, "Warning: Thread pool saturated, queuing connection waiting=3"},
		{"error", slog.LevelError, "save config", []any{"err", errors.New("open x: denied")}, `Error: save config err="open x: denied"`},
		{"debug", slog.LevelDebug, "conn open", []any{"conn", 7, "state", "waiting"}, "Debug: conn open conn=7 state=waiting"},
		{"quoted when needed", slog.LevelInfo, "m", []any{"a", "", "b", "x y", "c", `"`, "d", "k=v", "e", `C:\web`}, `m a="" b="x y" c="\"" d="k=v" e=C:\web`},
		{"kinds", slog.LevelInfo, "m", []any{"took", 1500 * time.Millisecond, "ok", true, "f", 0.5, "n", nil}, "m took=1.5s ok=true f=0.5 n=<nil>"},
		{"group", slog.LevelInfo, "m", []any{slog.Group("g", "a", 1, slog.Group("h", "b", 2)), slog.Attr{}}, "m g.a=1 g.h.b=2"},
		{"many lines", slog.LevelInfo, "a\nb\r\tc", []any{"stack", "x\ny"}, `a\nb\r\tc stack="x\ny"`},
		{"path in the message", slog.LevelInfo, `Serving files from 'C:\web'`, nil, `Serving files from 'C:\web'`},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			record := at(r.level, r.text)
			record.Add(r.attrs...)
			got := logged(t, Options{Level: slog.LevelDebug}, func(j *Journal) {
				if err := j.Logger().Handler().Handle(t.Context(), record); err != nil {
					t.Errorf("Handle(%q) = %v, want no error", r.text, err)
				}
			})
			if want := "[2024-03-15 10:30:00] " + r.want + "\n"; got != want {
				t.Errorf("Handle(%q) wrote %q, want %q", r.text, got, want)
			}
		})
	}
}

// The derived loggers must carry their attributes and groups in every form.
func TestLoggerWith(t *testing.T) {
	rows := []struct{ format, want string }{
		{"classic", " opened room=http1 g.conn=3 g.state=idle\n"},
		{"text", " msg=opened room=http1 g.conn=3 g.state=idle\n"},
		{"json", `"msg":"opened","room":"http1","g":{"conn":3,"state":"idle"}}` + "\n"},
	}
	for _, r := range rows {
		t.Run(r.format, func(t *testing.T) {
			got := logged(t, Options{Format: r.format}, func(j *Journal) {
				l := j.Logger().With("room", "http1").WithGroup("g").With("conn", 3)
				l.Info("opened", "state", "idle")
			})
			if !strings.HasSuffix(got, r.want) {
				t.Errorf("Info wrote %q, want a line that ends in %q", got, r.want)
			}
		})
	}
}

func TestAppendTook(t *testing.T) {
	rows := []struct {
		d    time.Duration
		want string
	}{
		{-time.Second, "0µs"},
		{0, "0µs"},
		{350*time.Microsecond + 999, "350µs"},
		{time.Millisecond, "1ms"},
		{9999 * time.Millisecond, "9999ms"},
		{10 * time.Second, "10.0s"},
		{93*time.Second + 450*time.Millisecond, "93.4s"},
		{26 * time.Hour, "93600.0s"},
	}
	for _, r := range rows {
		t.Run(fmt.Sprint(r.d), func(t *testing.T) {
			if got := string(appendTook(nil, r.d)); got != r.want {
				t.Errorf("appendTook(%v) = %q, want %q", r.d, got, r.want)
			}
		})
	}
}

// Requests do not finish in the order of their seconds.
func TestStampFollowsTime(t *testing.T) {
	var c clock
	base := time.Date(2024, 3, 15, 10, 30, 59, 0, time.Local)
	for _, step := range []time.Duration{0, time.Second, 0, 999 * time.Millisecond, time.Hour} {
		moment := base.Add(step)
		want := moment.Format("[2006-01-02 15:04:05]")
		if got := c.stamp(moment); got != want {
			t.Errorf("stamp(%v) = %q, want %q", moment, got, want)
		}
	}
}
