// SPDX-License-Identifier: MIT

package control

import (
	"strings"
	"testing"
	"time"

	"porchlight/server"
	"porchlight/server/app"
	"porchlight/server/config"
)

func TestSpanOf(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "under 1 ms", 999 * time.Microsecond: "under 1 ms", 12 * time.Millisecond: "12 ms", time.Second: "1 s",
		59900 * time.Millisecond: "59 s", 90 * time.Second: "1 min", time.Hour: "1 h 0 min", 26*time.Hour + 5*time.Minute: "26 h 5 min",
	} {
		if got := spanOf(d); got != want {
			t.Errorf("spanOf(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestClockOf(t *testing.T) {
	now := time.Date(2024, 3, 15, 10, 30, 15, 0, time.Local)
	for _, tt := range []struct {
		name string
		t    time.Time
		want string
	}{
		{"today", now.Add(-time.Hour), "09:30:15"},
		{"yesterday", now.Add(-24 * time.Hour), "Mar 14, 10:30"},
		{"a year ago", now.AddDate(-1, 0, 0), "Mar 15, 10:30"},
	} {
		if got := clockOf(tt.t, now); got != tt.want {
			t.Errorf("%s: clockOf(%v) = %q, want %q", tt.name, tt.t, got, tt.want)
		}
	}
}

func TestDeviceOf(t *testing.T) {
	for remote, want := range map[string]string{
		"192.168.1.40:51000": "192.168.1.40", "[fe80::1%eth0]:51000": "fe80::1%eth0", "127.0.0.1:51000": "this computer",
		"[::1]:51000": "this computer", "127.9.9.9:1": "this computer", "strange": "strange", "": "",
	} {
		if got := deviceOf(remote); got != want {
			t.Errorf("deviceOf(%q) = %q, want %q", remote, got, want)
		}
	}
}

func TestCalledOf(t *testing.T) {
	for _, tt := range []struct{ name, target, want string }{
		{"plain", "/photo.jpg", "/photo.jpg"},
		{"escaped", "/a%20b/%C3%A9.txt", "/a b/é.txt"},
		{"markup", "/%3Cscript%3E", "/<script>"},
		{"right to left", "/%D7%A9%D7%9C%D7%95%D7%9D", "/שלום"},
		{"turns the line around", "/%E2%80%AEgpj.exe", "/%E2%80%AEgpj.exe"},
		{"not UTF-8", "/%FF", "/%FF"},
		{"bad escape", "/%zz", "/%zz"},
		{"line break", "/a%0Ab", "/a%0Ab"},
		{"long", "/" + strings.Repeat("é", 4096), "/" + strings.Repeat("é", longestName-1) + "…"},
	} {
		if got := calledOf(tt.target); got != tt.want {
			t.Errorf("%s: calledOf(%.40q) = %q, want %q", tt.name, tt.target, got, tt.want)
		}
	}
}

func TestSentenceOf(t *testing.T) {
	for text, want := range map[string]string{"": "", "listen on": "Listen on", "/tmp/é": "/tmp/é", "été": "Été", `"x" is`: `"x" is`} {
		if got := sentenceOf(text); got != want {
			t.Errorf("sentenceOf(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestTransfersInWords(t *testing.T) {
	now := time.Unix(1000, 0)
	for _, tt := range []struct {
		name        string
		t           server.Transfer
		moved, pace string
	}{
		{"download", server.Transfer{Sent: 10 << 20, Size: 40 << 20, Began: now.Add(-10 * time.Second)}, "10 MB of 42 MB", "1.0 MB/s for 10 s"},
		{"unknown size", server.Transfer{Sent: 5 << 10, Size: -1, Began: now.Add(-time.Minute)}, "5.1 kB", "85 B/s for 1 min"},
		{"upload", server.Transfer{Received: 2 << 20, Size: -1, Began: now.Add(-2 * time.Second)}, "2.1 MB received", "1.0 MB/s for 2 s"},
		{"just begun", server.Transfer{Size: 100, Began: now}, "0 B of 100 B", "0 B/s for 1 s"},
		{"huge", server.Transfer{Sent: 1 << 50, Size: 1 << 50, Began: now.Add(-time.Second)}, "1.1 PB of 1.1 PB", "1.1 PB/s for 1 s"},
	} {
		if moved, pace := movedOf(tt.t), paceOf(tt.t, now); moved != tt.moved || pace != tt.pace {
			t.Errorf("%s: %q, %q, want %q, %q", tt.name, moved, pace, tt.moved, tt.pace)
		}
	}
}

func TestReachOf(t *testing.T) {
	const here, all = "This address reaches only this computer.", "Other devices reach it too, under this computer's own address or name in place of 127.0.0.1."
	for _, tt := range []struct{ name, address, host, want string }{
		{"off", "", "127.0.0.1", ""},
		{"loopback", "http://127.0.0.1:8080", "127.0.0.1", here},
		{"loopback by name", "http://127.0.0.1:8080", "localhost", here},
		{"loopback of IPv6", "http://[::1]:8080", "::1", here},
		{"everywhere", "http://127.0.0.1:8080", "0.0.0.0", all},
		{"one of the LAN", "http://192.168.1.2:8080", "192.168.1.2", ""},
	} {
		s := app.Snapshot{Status: server.Status{Address: tt.address}, Config: config.Config{Host: tt.host}}
		if got := reachOf(s); got != tt.want {
			t.Errorf("%s: reachOf(%q, %q) = %q, want %q", tt.name, tt.address, tt.host, got, tt.want)
		}
	}
}

func TestSaysOf(t *testing.T) {
	problem := &app.Problem{Text: "listen: in use"}
	for _, tt := range []struct {
		name     string
		s        app.Snapshot
		want     string
		wantWord string
	}{
		{"off", app.Snapshot{Status: server.Status{Level: server.Off, Text: "Off"}}, "Nobody can reach the folder.", "Off"},
		{"calm", app.Snapshot{Status: server.Status{Level: server.Calm, Text: "0 of 10"}}, "0 of 10", "On, calm"},
		{"busy", app.Snapshot{Status: server.Status{Level: server.Busy, Text: "8 of 10"}}, "8 of 10", "On, busy"},
		{"full", app.Snapshot{Status: server.Status{Level: server.Full, Text: "10 of 10"}}, "10 of 10", "On, full"},
		{"failed", app.Snapshot{Status: server.Status{Level: server.Failed, Text: "accept: gone"}}, "accept: gone", "Not running"},
		{"problem", app.Snapshot{Status: server.Status{Level: server.Failed, Text: "listen: in use"}, Problem: problem}, "The message says why, and what to do.", "Not running"},
		{"stopping", app.Snapshot{Status: server.Status{Level: server.Calm, Text: "Stopping, 1 transfer left", Stopping: true}}, "Stopping, 1 transfer left", "On, calm"},
	} {
		if got, word := saysOf(tt.s), wordOf(tt.s.Level); got != tt.want || word != tt.wantWord {
			t.Errorf("%s: %q, %q, want %q, %q", tt.name, got, word, tt.want, tt.wantWord)
		}
	}
}
