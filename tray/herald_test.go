// SPDX-License-Identifier: MIT

package tray

import (
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"porchlight/server"
	"porchlight/server/app"
	"porchlight/server/gate"
)

const (
	toldShare = "Notify Photos_2024 · " + fakeShared + ": Code abc-def|1,284 files, 3.1 GB|The link is on the clipboard."
	toldAsk   = "Offer 2 devices ask to come in: iPhone (Safari) 4821|Windows_PC 0007|" +
		"Compare the number, then allow or block it in the menu or on the control page. " + fakeControl + "#sharing"
)

// step does something, if that is not nil, and lets time pass.
type step struct {
	do   func(f *fake)
	wait time.Duration
}

// tells plays steps, and returns what a person is told after each of them.
func tells(t *testing.T, steps ...step) (told [][]string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var n notes
		f := newFake(n.tell)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { newHerald(f, f, slog.New(slog.DiscardHandler)).run(ctx); close(done) }()
		synctest.Wait()
		for _, step := range steps {
			if step.do != nil {
				step.do(f)
			}
			time.Sleep(step.wait)
			synctest.Wait()
			told = append(told, n.take())
		}
		cancel()
		<-done
	})
	return told
}

func shows(name string) step { return step{do: func(f *fake) { f.show(name) }} }

func waits(d time.Duration) step { return step{wait: d} }

func sends(remotes ...string) step {
	return step{do: func(f *fake) {
		f.change(func() {
			for i, remote := range remotes {
				f.stored = append([]server.Upload{{Time: time.Now().Add(time.Duration(i + 1)), Remote: remote}}, f.stored...)
			}
		})
	}}
}

func TestHeraldTellsShares(t *testing.T) {
	told := []string{"Copy " + fakeLink, toldShare}
	for _, tt := range []struct {
		name  string
		steps []step
		want  [][]string
	}{
		{"a share", []step{shows("shared"), shows("shared")}, [][]string{told, nil}},
		{"once more after its end", []step{shows("shared"), shows("calm"), shows("shared")}, [][]string{told, nil, told}},
		{"with a pause", []step{shows("shared"), shows("paused"), shows("shared")}, [][]string{told, nil, nil}},
		{"new keys", []step{shows("shared"), {do: func(f *fake) {
			f.change(func() {
				s := *f.snap.Share
				s.Link, s.Access, s.Exposed = fakeShared+"/", "open", ""
				f.snap.Share = &s
			})
		}}}, [][]string{told, {
			"Copy " + fakeShared + "/", "Notify Photos_2024 · " + fakeShared + ": Everybody on the network may come in.|The link is on the clipboard.",
		}}},
		{"what the configuration shares", []step{{do: func(f *fake) {
			f.change(func() { f.snap = scenes()["shared"]; f.snap.From = nil })
		}}}, [][]string{nil}},
		{"no clipboard", []step{{do: func(f *fake) {
			f.sick = "Copy"
			f.show("shared")
		}}}, [][]string{{"Copy " + fakeLink, "Notify Photos_2024 · " + fakeShared + ": Code abc-def|1,284 files, 3.1 GB"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tells(t, tt.steps...)); diff != "" {
				t.Errorf("told (-want +got):\n%s", diff)
			}
		})
	}
}

// TestHeraldTellsAskers: many who ask cause few notifications.
func TestHeraldTellsAskers(t *testing.T) {
	quietly := step{do: func(f *fake) { f.change(func() { f.snap = scenes()["asked"]; f.snap.From = nil }) }}
	more := func(ids ...string) step {
		return step{do: func(f *fake) {
			f.change(func() {
				s := *f.snap.Share
				for _, id := range ids {
					s.Asking = append(s.Asking, gate.Asker{ID: id, Number: "000" + id, Device: "Phone"})
				}
				f.snap.Share = &s
			})
		}}
	}
	const ending = "|Compare the number, then allow or block it in the menu or on the control page. " + fakeControl + "#sharing"
	got := tells(t, quietly, quietly, more("1"), waits(askGap), more("2"), more("3", "4", "5"), waits(askGap), shows("calm"), quietly, waits(askGap))
	want := [][]string{
		{toldAsk},
		nil, nil,
		{"Offer A device asks to come in: Phone 0001" + ending},
		nil, nil,
		{"Offer 4 devices ask to come in: Phone 0002|Phone 0003|Phone 0004" + ending},
		nil, nil,
		{toldAsk},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestHeraldTellsUploads(t *testing.T) {
	const folder = ": They are in /srv/uploads /srv/uploads"
	got := tells(t, sends("192.168.1.40:5", "192.168.1.40:6"), waits(gathering), sends("192.168.1.40:7"), waits(gathering),
		sends("192.168.1.41:7"), waits(uploadGap), waits(uploadGap), sends("[::1]:5"), waits(gathering))
	want := [][]string{
		nil,
		{"UploadsFolder", "Offer 2 files from 192.168.1.40" + folder},
		nil, nil, nil,
		{"UploadsFolder", "Offer 2 files from several devices" + folder},
		nil, nil,
		{"UploadsFolder", "Offer 1 file from this computer" + folder},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestWayIn(t *testing.T) {
	for access, want := range map[string]string{
		"code": "Code abc-def", "open": "Everybody on the network may come in.", "ask": "You are asked about each device.",
	} {
		if got := wayIn(&app.Share{Access: access, Code: "abc-def"}); got != want {
			t.Errorf("wayIn(%q) = %q, want %q", access, got, want)
		}
	}
}
