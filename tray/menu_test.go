// SPDX-License-Identifier: MIT

package tray

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestApply goes from one state of an item to the next; the calls are all that
// systray gets to hear.
func TestApply(t *testing.T) {
	tests := []struct {
		name     string
		was, now state
		want     []string
	}{
		{"nothing", state{label: "a"}, state{label: "a"}, nil},
		{"label", state{label: "a"}, state{label: "b"}, []string{"it: b"}},
		{"disabled", state{}, state{disabled: true}, []string{"it: disabled"}},
		{"enabled", state{disabled: true}, state{}, []string{"it: enabled"}},
		{"checked", state{}, state{checked: true}, []string{"it: checked"}},
		{"unchecked", state{checked: true}, state{}, []string{"it: unchecked"}},
		{"clicked, and still checked", state{checked: true}, state{checked: true, clicks: 1}, []string{"it: checked"}},
		{"clicked, and still not", state{}, state{clicks: 1}, []string{"it: unchecked"}},
		{"hidden", state{label: "a"}, state{label: "a", hidden: true}, []string{"it: hidden"}},
		{"hidden, all else waits", state{label: "a"}, state{label: "b", disabled: true, hidden: true}, []string{"it: hidden"}},
		{"changed while hidden", state{label: "a", hidden: true}, state{label: "b", checked: true, hidden: true}, nil},
		{"shown", state{label: "a", hidden: true}, state{label: "a"}, []string{"it: shown"}},
		{"shown with a new label", state{label: "a", hidden: true}, state{label: "b"}, []string{"it: b", "it: shown"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &fakeScreen{}
			m := newMenu([]row{{key: "it", label: "it"}})
			m.build(s)
			m.apply(map[string]state{"it": {label: tt.was.label, disabled: tt.was.disabled, checked: tt.was.checked}})
			m.apply(map[string]state{"it": tt.was})
			s.take()
			if changed := m.apply(map[string]state{"it": tt.now}); changed != (tt.want != nil) {
				t.Errorf("apply(%+v) after %+v = %v, want %v", tt.now, tt.was, changed, tt.want != nil)
			}
			if diff := cmp.Diff(tt.want, s.take()); diff != "" {
				t.Errorf("apply(%+v) after %+v (-want +got):\n%s", tt.now, tt.was, diff)
			}
			if m.apply(map[string]state{"it": tt.now}) || s.take() != nil {
				t.Errorf("apply(%+v) again changed something", tt.now)
			}
		})
	}
}

// TestChangedWhileHidden shows at last what has been held back.
func TestChangedWhileHidden(t *testing.T) {
	s := &fakeScreen{}
	m := newMenu([]row{{key: "it", label: "it"}})
	m.build(s)
	m.apply(map[string]state{"it": {label: "it", hidden: true}})
	m.apply(map[string]state{"it": {label: "new", disabled: true, hidden: true}})
	s.take()
	m.apply(map[string]state{"it": {label: "new", disabled: true}})
	if diff := cmp.Diff([]string{"it: new", "it: disabled", "it: shown"}, s.take()); diff != "" {
		t.Errorf("shown at last (-want +got):\n%s", diff)
	}
}

// TestFromSceneToScene counts what a menu that is open may be disturbed by.
func TestFromSceneToScene(t *testing.T) {
	tests := []struct {
		name, from, to string
		want           []string
	}{
		{"same", "calm", "calm", nil},
		{"busier", "calm", "busy", []string{": On, busy"}},
		{"stopping", "calm", "stopping", []string{": Stopping: 3 transfers left", "Stop: disabled"}},
		{"other workers, no queue", "calm", "tuned", []string{"0: checked", "10: unchecked", "25: checked", "50: unchecked"}},
		{"on", "off", "calm", []string{
			": On", ": " + escape("Receive in /home/ann/Inbox"), ": " + escape("Share /home/ann/Photos_2024"), ": " + fakeSite, ": shown", ": shown", ": shown",
			"Open site: enabled", "Recent: enabled", "Start: hidden", "Stop: shown",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, rows := &fakeScreen{}, table()
			m := newMenu(rows)
			m.build(s)
			m.apply(viewOf(rows, scene{Snapshot: scenes()[tt.from]}, 127).items)
			s.take()
			m.apply(viewOf(rows, scene{Snapshot: scenes()[tt.to]}, 127).items)
			if diff := cmp.Diff(tt.want, sorted(s.take())); diff != "" {
				t.Errorf("from %s to %s (-want +got):\n%s", tt.from, tt.to, diff)
			}
		})
	}
}
