// SPDX-License-Identifier: MIT

package tray

import (
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"porchlight/server"
	"porchlight/server/app"
)

// TestViewOf looks at the icon, the tool tip and the items that are not as
// they always are.
func TestViewOf(t *testing.T) {
	tests := []struct {
		name, scene string
		change      func(*scene)
		icon        server.Level
		tooltip     string
		items       map[string]state
	}{
		{"calm", "calm", nil, server.Calm, "3 of 10 workers busy · " + fakeSite, map[string]state{
			"status": {label: "On", disabled: true}, "address": {label: fakeSite},
			"start": {label: "Start", hidden: true}, "stop": {label: "Stop"},
			"site": {label: "Open site"}, "root": {label: "Open web root"}, "recent": {label: "Recent"},
			"use port": {hidden: true}, "fault": {hidden: true}, "workers 10": {label: "10", checked: true},
			"workers 25": {label: "25"}, "queue 50": {label: "50", checked: true}, "login": {label: "Start at login"},
			"recent 1": {label: "Receive in /home/ann/Inbox"}, "recent 2": {hidden: true},
		}},
		{"busy", "busy", nil, server.Busy, "8 of 10 workers busy, 2 waiting · " + fakeSite, map[string]state{
			"status": {label: "On, busy", disabled: true},
		}},
		{"full", "full", nil, server.Full, "10 of 10 workers busy, 15 waiting, 3 refused · " + fakeSite, map[string]state{
			"status": {label: "On, full: some have to wait", disabled: true},
		}},
		{"off", "off", nil, server.Off, "Off", map[string]state{
			"status": {label: "Off", disabled: true}, "address": {hidden: true}, "start": {label: "Start"},
			"stop": {label: "Stop", hidden: true}, "site": {label: "Open site", disabled: true},
			"recent": {label: "Recent", disabled: true}, "recent 0": {hidden: true},
		}},
		{
			"port taken", "failed", nil, server.Failed, "Port 8080 is taken by nginx. Stop it, or use another port.",
			map[string]state{
				"status":   {label: "Port 8080 is taken by nginx. Stop it, or use another port.", disabled: true},
				"use port": {label: "Use port 8081 instead"}, "fault": {hidden: true}, "start": {label: "Start"},
			},
		},
		{
			"file broken", "broken", nil, server.Failed, `Line 12 has the unknown key "prot". Did you mean port?`,
			map[string]state{"use port": {hidden: true}, "fault": {label: "Open the configuration at line 12"}},
		},
		{"file broken, server on", "calm", func(s *scene) {
			s.Problem = &app.Problem{Text: "Line 3 is wrong.", Line: 3}
		}, server.Calm, "Line 3 is wrong. · " + fakeSite, map[string]state{
			"status": {label: "Line 3 is wrong.", disabled: true}, "fault": {label: "Open the configuration at line 3"},
			"stop": {label: "Stop"},
		}},
		{"failed without a problem", "failed", func(s *scene) { s.Problem = nil }, server.Failed, "listen on 127.0.0.1:8080: address in use", map[string]state{
			"status": {label: "listen on 127.0.0.1:8080: address in use", disabled: true},
		}},
		{"stopping", "stopping", nil, server.Calm, "Stopping: 3 transfers left · " + fakeSite, map[string]state{
			"status": {label: "Stopping: 3 transfers left", disabled: true}, "stop": {label: "Stop", disabled: true},
		}},
		{"stopping, one left", "stopping", func(s *scene) { s.Left = 1 }, server.Calm, "Stopping: 1 transfer left · " + fakeSite, nil},
		{"stopping, none left", "stopping", func(s *scene) { s.Left = 0 }, server.Calm, "Stopping · " + fakeSite, nil},
		{"trouble before a problem", "failed", func(s *scene) { s.trouble = "No clipboard." }, server.Failed, "No clipboard.", map[string]state{
			"status": {label: "No clipboard.", disabled: true}, "use port": {label: "Use port 8081 instead"},
		}},
		{"stopping before trouble", "stopping", func(s *scene) { s.trouble = "No clipboard." }, server.Calm, "Stopping: 3 transfers left · " + fakeSite, nil},
		{"other settings", "tuned", func(s *scene) {
			s.atLogin, s.clicks = true, map[string]int{"login": 2}
		}, server.Calm, "3 of 10 workers busy · " + fakeSite, map[string]state{
			"workers 10": {label: "10"}, "workers 25": {label: "25", checked: true}, "queue 0": {label: "0", checked: true},
			"login": {label: "Start at login", checked: true, clicks: 2},
		}},
		{"names of all sorts", "calm", func(s *scene) {
			s.Recent = []app.Lent{
				{Path: "/home/ann/תמונות", Mode: "share"},
				{Path: "/x\u202e\n_&", Mode: "receive"},
				{Path: "/home/ann/" + strings.Repeat("deep/", 20) + "Photos", Mode: "share"},
			}
		}, server.Calm, "3 of 10 workers busy · " + fakeSite, map[string]state{
			"recent 0": {label: "Share /home/ann/תמונות"}, "recent 1": {label: escape("Receive in /x _&")},
			"recent 2": {label: "Share /home/ann/deep/deep/dee…ep/deep/deep/deep/Photos"},
		}},
		{"shared", "shared", nil, server.Calm, "3 of 10 workers busy · " + fakeShared, map[string]state{
			"address": {label: escape("Photos_2024 · " + fakeShared)}, "paused": {hidden: true, disabled: true},
			"reach": {label: "Nobody has reached it yet", disabled: true}, "advice": {hidden: true, disabled: true},
			"asker 0": {hidden: true, label: " asks to come in: "}, "code": {label: "Show QR code…"}, "until": {label: "Share for"},
			"until stopped": {label: "Until it is stopped", checked: true}, "until 1h": {label: "1 hour"},
			"who code": {label: "With the code", checked: true}, "who ask": {label: "Whom I allow"},
			"sending": {label: "Let others send files", checked: true},
		}},
		{"shared for an hour, with advice", "shared", func(s *scene) {
			s.Config.Lifetime, s.Share.Until, s.Config.Uploads = time.Hour, time.Now().Add(time.Hour), false
			s.Share.Advice = "The firewall\nmay be in the way."
		}, server.Calm, "3 of 10 workers busy · " + fakeShared, map[string]state{
			"until stopped": {label: "Until it is stopped"}, "until 1h": {label: "1 hour", checked: true}, "until today": {label: "Today"},
			"advice": {label: "The firewall may be in the way.", disabled: true}, "sending": {label: "Let others send files"},
		}},
		{"shared today", "shared", func(s *scene) {
			s.Config.Lifetime, s.Share.Until = 5*time.Hour, app.Midnight(time.Now()).Add(time.Second)
		}, server.Calm, "3 of 10 workers busy · " + fakeShared, map[string]state{
			"until 1h": {label: "1 hour"}, "until today": {label: "Today", checked: true},
		}},
		{"somebody asks", "asked", func(s *scene) { s.asking = seat(s.asking, s.Share) }, server.Calm, "3 of 10 workers busy · " + fakeShared, map[string]state{
			"asker 0": {label: "iPhone (Safari) asks to come in: 4821"}, "asker 1": {label: escape("Windows_PC asks to come in: 0007")},
			"asker 2": {hidden: true, label: " asks to come in: "}, "who ask": {label: "Whom I allow", checked: true},
		}},
		{"paused", "paused", nil, server.Calm, "3 of 10 workers busy · " + fakeSite, map[string]state{
			"paused":  {label: "Paused: The network has gone. The share goes on when it is back.", disabled: true},
			"address": {label: fakeSite}, "code": {label: "Show QR code…", hidden: true}, "reach": {hidden: true, disabled: true},
		}},
		{"receiving", "shared", func(s *scene) { s.Mode = "receive" }, server.Calm, "3 of 10 workers busy · " + fakeShared, map[string]state{
			"sending": {label: "Let others send files", hidden: true, checked: true},
		}},
		{"nothing is shared", "calm", nil, server.Calm, "3 of 10 workers busy · " + fakeSite, map[string]state{
			"until": {label: "Share for", hidden: true}, "who": {label: "Who may come in", hidden: true}, "reach": {hidden: true, disabled: true},
		}},
		{"long address", "calm", func(s *scene) {
			s.Address = "http://[fe80:1111:2222:3333:4444:5555:6666:7777%25wlp0s20f3_extra]:65535"
		}, server.Calm, "3 of 10 workers busy · http://[fe80:1111:2222:3333:4444:5555:6666:7777%25wlp0s20f3_extra]:65535", map[string]state{
			"address": {label: escape("http://[fe80:1111:2222:…25wlp0s20f3_extra]:65535")},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := scene{Snapshot: scenes()[tt.scene]}
			if tt.change != nil {
				tt.change(&s)
			}
			v := viewOf(table(), s, 127)
			if v.icon != tt.icon || v.tooltip != tt.tooltip {
				t.Errorf("viewOf() = %v, %q, want %v, %q", v.icon, v.tooltip, tt.icon, tt.tooltip)
			}
			for key, want := range tt.items {
				if got := v.items[key]; got != want {
					t.Errorf("viewOf().items[%q] = %+v, want %+v", key, got, want)
				}
			}
		})
	}
}

// TestTooltipFits keeps the address, however much there is to say.
func TestTooltipFits(t *testing.T) {
	for system, most := range map[string]int{"linux": 127, "darwin": 127, "windows": 63} {
		t.Run(system, func(t *testing.T) {
			s, units := scene{Snapshot: scenes()["calm"]}, tooltipUnits(system)
			for _, text := range []string{"", strings.Repeat("word ", 100), strings.Repeat("😀", 100), "a\nb"} {
				s.Text = text
				got := tooltipOf(s, units)
				if n := len(utf16.Encode([]rune(got))); n > most || !strings.HasSuffix(got, fakeSite) || strings.Contains(got, "\n") {
					t.Errorf("tooltipOf(%q) = %q of %d units, want at most %d, the address last, in one line", text, got, n, most)
				}
			}
			s.Address = "http://" + strings.Repeat("h", 300)
			if n := len(utf16.Encode([]rune(tooltipOf(s, units)))); n > most {
				t.Errorf("tooltipOf(long address) has %d units, want at most %d", n, most)
			}
		})
	}
}

// TestTable finds rows that no click, no state or no name belongs to.
func TestTable(t *testing.T) {
	seen := map[string]bool{}
	var walk func(rows []row)
	walk = func(rows []row) {
		for _, r := range rows {
			if r.separator {
				continue
			}
			if seen[r.key] || r.key == "" {
				t.Errorf("row %q: there are two of it, or it has no name", r.key)
			}
			seen[r.key] = true
			if r.click == nil && r.under == nil && !strings.Contains("status paused reach advice", r.key) {
				t.Errorf("row %q does nothing", r.key)
			}
			if r.label == "" && r.look == nil {
				t.Errorf("row %q has no label", r.key)
			}
			walk(r.under)
		}
	}
	walk(table())
}
