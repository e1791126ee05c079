// SPDX-License-Identifier: MIT

package tray

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"porchlight/server/app"
	"porchlight/server/exposure"
	"porchlight/server/gate"
)

// notes are what a fake has told.
type notes struct {
	mu    sync.Mutex
	lines []string
}

func (n *notes) tell(line string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.lines = append(n.lines, line)
}

func (n *notes) take() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	lines := n.lines
	n.lines = nil
	return lines
}

// rowOf returns the row of a key.
func rowOf(rows []row, key string) row {
	for _, r := range rows {
		if r.key == key {
			return r
		}
		if under := rowOf(r.under, key); under.key != "" {
			return under
		}
	}
	return row{}
}

func TestClick(t *testing.T) {
	tests := []struct {
		name, scene, sick, folder, key string
		want                           []string // told
		trouble                        string
	}{
		{name: "copy", key: "address", want: []string{"Copy " + fakeSite, "Notify Address copied: " + fakeSite}},
		{
			name: "no clipboard", sick: "Copy", key: "address", trouble: "Do as told: not today. The address is " + fakeSite,
			want: []string{"Copy " + fakeSite, "Notify Porchlight: Do as told: not today. The address is " + fakeSite},
		},
		{name: "start", key: "start", want: []string{"Start"}},
		{
			name: "start, refused without a problem", sick: "Start", key: "start", trouble: "Do as told: not today.",
			want: []string{"Start", "Notify Porchlight: Do as told: not today."},
		},
		{
			name: "start, refused with a problem", scene: "failed", sick: "Start", key: "start",
			want: []string{"Start", "Notify Porchlight: Port 8080 is taken by nginx. Stop it, or use another port."},
		},
		{
			name: "desktop fails beside a problem", scene: "failed", sick: "Open", key: "root",
			trouble: "Do as told: not today. It is at /srv/site",
			want:    []string{"Open /srv/site", "Notify Porchlight: Do as told: not today. It is at /srv/site"},
		},
		{name: "use port", scene: "failed", key: "use port", want: []string{"Set port=8081", "Start"}},
		{name: "use port, refused", scene: "failed", sick: "Set", key: "use port", want: []string{
			"Set port=8081", "Notify Porchlight: Port 8080 is taken by nginx. Stop it, or use another port.",
		}},
		{name: "fault", scene: "broken", key: "fault", want: []string{"Edit /etc/porchlight/config.toml"}},
		{name: "uploads", key: "uploads", want: []string{"UploadsFolder", "Open /srv/uploads"}},
		{
			name: "no uploads", sick: "UploadsFolder", key: "uploads", trouble: "Do as told: not today.",
			want: []string{"UploadsFolder", "Notify Porchlight: Do as told: not today."},
		},
		{name: "share", key: "share", want: []string{"ChooseFolder Share a folder /srv/site", "Lend /home/ann/New share"}},
		{name: "share, thought better", folder: "cancel", key: "share", want: []string{"ChooseFolder Share a folder /srv/site"}},
		{name: "share, no dialog", folder: "-", key: "share", want: []string{"ChooseFolder Share a folder /srv/site", "Open " + fakeControl + "#share"}},
		{name: "share, dialog fails", sick: "ChooseFolder", key: "share", trouble: "Do as told: not today. The control page takes a folder too: Activity…", want: []string{
			"ChooseFolder Share a folder /srv/site", "Notify Porchlight: Do as told: not today. The control page takes a folder too: Activity…",
		}},
		{name: "receive", key: "receive", want: []string{"ChooseFolder Receive files into a folder /srv/site", "Lend /home/ann/New receive"}},
		{name: "recent", key: "recent 1", want: []string{"Lend /home/ann/Inbox receive"}},
		{name: "not recent any more", key: "recent 7"},
		{name: "workers", key: "workers 25", want: []string{"Set workers=25"}},
		{name: "login", key: "login", want: []string{"SetStartAtLogin true"}},
		{name: "about", key: "about", want: []string{"Open " + fakeControl + "#about"}},
		{name: "only to be read", key: "status"},
		{name: "copy a share", scene: "shared", key: "address", want: []string{"Copy " + fakeLink, "Notify Address copied: " + fakeShared}},
		{name: "open a share", scene: "shared", key: "site", want: []string{"Open " + fakeShared + "/once"}},
		{name: "open a share that pauses", scene: "paused", key: "site", want: []string{"Open " + fakeSite + "/once"}},
		{name: "QR code", scene: "shared", key: "code", want: []string{"Open " + fakeControl + "#code"}},
		{name: "until stopped", scene: "shared", key: "until stopped", want: []string{"Set lifetime=0s"}},
		{name: "an hour", scene: "shared", key: "until 1h", want: []string{"Set lifetime=1h"}},
		{name: "whom I allow", scene: "shared", key: "who ask", want: []string{"Set access=ask"}},
		{name: "sending", scene: "shared", key: "sending", want: []string{"Set uploads=false"}},
		{name: "allow", scene: "asked", key: "asker 0 allow", want: []string{"Decide A allow"}},
		{name: "allow today", scene: "asked", key: "asker 1 today", want: []string{"Decide B today"}},
		{name: "block", scene: "asked", key: "asker 1 block", want: []string{"Decide B block"}},
		{
			name: "allow whom nobody knows", scene: "shared", key: "asker 2 allow", trouble: "That device does not ask any more.",
			want: []string{"Decide allow", "Notify Porchlight: That device does not ask any more."},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var n notes
			f := newFake(n.tell)
			f.sick = tt.sick
			if tt.scene != "" {
				f.show(tt.scene)
			}
			switch tt.folder {
			case "":
			case "cancel":
				f.folder = ""
			default:
				f.folder = tt.folder
			}
			a := newActor(f, f, slog.New(slog.DiscardHandler))
			a.scene() // is shown
			a.click(t.Context(), rowOf(table(), tt.key))
			a.work.Wait()
			if diff := cmp.Diff(tt.want, n.take()); diff != "" {
				t.Errorf("click(%q) (-want +got):\n%s", tt.key, diff)
			}
			if got := a.scene().trouble; got != tt.trouble {
				t.Errorf("click(%q): trouble %q, want %q", tt.key, got, tt.trouble)
			}
		})
	}
}

// TestLendRefused leads to where a person may insist.
func TestLendRefused(t *testing.T) {
	const reason = `Lend "/home/ann/a&b": this is your home folder; choose one in it, or insist on the control page.`
	var n notes
	f := newFake(n.tell)
	f.folder = "/home/ann/a&b"
	f.refuse = fmt.Errorf("lend %q: this is your home folder; choose one in it, or %w", f.folder, exposure.ErrInsist)
	a := newActor(f, f, slog.New(slog.DiscardHandler))
	a.scene()
	a.click(t.Context(), rowOf(table(), "share"))
	a.work.Wait()
	want := []string{
		"ChooseFolder Share a folder /srv/site", "Lend /home/ann/a&b share",
		"Open " + fakeControl + "&dir=%2Fhome%2Fann%2Fa%26b#share", "Notify Porchlight: " + reason,
	}
	if diff := cmp.Diff(want, n.take()); diff != "" || a.scene().trouble != reason {
		t.Errorf("trouble %q (-want +got):\n%s", a.scene().trouble, diff)
	}
}

// TestAskersKeepTheirRows while others come and go: no click is meant for another.
func TestAskersKeepTheirRows(t *testing.T) {
	var rows [askers]gate.Asker
	for _, tt := range []struct{ asking, want string }{
		{"A", "A--"}, {"AB", "AB-"}, {"B", "-B-"}, {"BCD", "CBD"}, {"BCDE", "CBD"}, {"CDE", "CED"}, {"", "---"},
	} {
		share := &app.Share{}
		for _, id := range tt.asking {
			share.Asking = append(share.Asking, gate.Asker{ID: string(id)})
		}
		rows = seat(rows, share)
		got := ""
		for _, one := range rows {
			got += string((one.ID + "-")[0])
		}
		if got != tt.want {
			t.Errorf("%q ask: rows %q, want %q", tt.asking, got, tt.want)
		}
	}
	if seat(rows, nil) != [askers]gate.Asker{} {
		t.Error("rows are taken though nothing is shared")
	}
}

// TestTroubleEnds with the next click that goes well.
func TestTroubleEnds(t *testing.T) {
	var n notes
	f := newFake(n.tell)
	a := newActor(f, f, slog.New(slog.DiscardHandler))
	for _, step := range []struct{ sick, want string }{{"Reload", "Do as told: not today."}, {"", ""}} {
		f.sick = step.sick
		a.click(t.Context(), rowOf(table(), "reload"))
		a.work.Wait()
		if got := a.scene().trouble; got != step.want {
			t.Errorf("trouble = %q, want %q", got, step.want)
		}
		select {
		case <-a.bell:
		default:
			t.Error("no bell after a click")
		}
	}
}

// TestClickMeansWhatWasShown lends the folder that stood there, though the list
// has changed since.
func TestClickMeansWhatWasShown(t *testing.T) {
	var n notes
	f := newFake(n.tell)
	a := newActor(f, f, slog.New(slog.DiscardHandler))
	a.scene()
	f.change(func() { f.snap.Recent = slices.Clone(f.snap.Recent[1:]) })
	a.click(t.Context(), rowOf(table(), "recent 0"))
	a.work.Wait()
	if want := []string{"Lend /home/ann/Photos_2024 share"}; !slices.Equal(n.lines, want) {
		t.Errorf("click(recent 0) = %q, want %q", n.lines, want)
	}
}

func TestLoginIsToggled(t *testing.T) {
	var n notes
	f := newFake(n.tell)
	f.login = true
	a := newActor(f, f, slog.New(slog.DiscardHandler))
	for i, want := range []bool{true, false, true} {
		if s := a.scene(); s.atLogin != want || s.clicks["login"] != i {
			t.Errorf("after %d clicks: %v, clicks %d, want %v", i, s.atLogin, s.clicks["login"], want)
		}
		a.click(t.Context(), rowOf(table(), "login"))
		a.work.Wait()
	}
}

// TestSlowClick drops a second click on what still runs, and does all else.
func TestSlowClick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var n notes
		f, release := newFake(n.tell), make(chan struct{})
		a := newActor(f, f, slog.New(slog.DiscardHandler))
		slow := row{key: "slow", click: func(*actor, context.Context) error {
			n.tell("slow")
			<-release
			return nil
		}}
		all := []clicks{{slow, make(chan struct{})}, {rowOf(table(), "stop"), make(chan struct{})}}
		sends := []chan struct{}{make(chan struct{}), make(chan struct{})}
		all[0].come, all[1].come = sends[0], sends[1]
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { listen(ctx, all, func(r row) { a.click(ctx, r) }); close(done) }()
		for _, i := range []int{0, 0, 1, 0, 1} {
			sends[i] <- struct{}{} // nobody waiting would be a click lost
			synctest.Wait()
		}
		if want := []string{"slow", "Stop", "Stop"}; !slices.Equal(n.take(), want) {
			t.Errorf("while it runs, not %q", want)
		}
		close(release)
		synctest.Wait()
		sends[0] <- struct{}{}
		synctest.Wait()
		if got, want := n.take(), []string{"slow"}; !slices.Equal(got, want) {
			t.Errorf("after it has ended: %q, want %q", got, want)
		}
		close(sends[1]) // an item that is gone
		cancel()
		<-done
		a.work.Wait()
	})
}

// TestQuitEndsDialog: what ends with the program is no trouble.
func TestQuitEndsDialog(t *testing.T) {
	var n notes
	f := newFake(n.tell)
	a := newActor(f, f, slog.New(slog.DiscardHandler))
	a.click(t.Context(), row{key: "x", click: func(*actor, context.Context) error { return advise(context.Canceled, "") }})
	a.work.Wait()
	if got := a.scene().trouble; got != "" || n.take() != nil {
		t.Errorf("trouble = %q, want none", got)
	}
}
