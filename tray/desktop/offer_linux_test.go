// SPDX-License-Identifier: MIT

package desktop

import (
	"context"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// emit sends a signal of the notification server.
func (n *notifier) emit(t *testing.T, name string, args ...any) {
	t.Helper()
	if err := n.conn.Emit(notifyPath, notifyName+"."+name, args...); err != nil {
		t.Error(err)
	}
}

// TestOffer has what a person may do with a notification that opens something.
func TestOffer(t *testing.T) {
	const target = "http://127.0.0.1:8080/?token=x&y"
	buttons := []string{"default", "Open", "open", "Open"}
	for _, tt := range []struct {
		name    string
		can     []string
		then    func(t *testing.T, n *notifier, end context.CancelFunc)
		actions []string
		opened  bool
	}{
		{"clicked", []string{"actions"}, func(t *testing.T, n *notifier, _ context.CancelFunc) {
			n.emit(t, "ActionInvoked", uint32(1), "default")
		}, buttons, true},
		{"another one clicked, then closed", []string{"actions"}, func(t *testing.T, n *notifier, _ context.CancelFunc) {
			n.emit(t, "ActionInvoked", uint32(7), "default")
			n.emit(t, "NotificationClosed", uint32(1), uint32(2))
		}, buttons, false},
		{"a signal of nothing, then clicked", []string{"actions"}, func(t *testing.T, n *notifier, _ context.CancelFunc) {
			n.emit(t, "ActionInvoked")
			n.emit(t, "ActionInvoked", uint32(1), "open")
		}, buttons, true},
		{"the server ends", []string{"actions"}, func(_ *testing.T, n *notifier, _ context.CancelFunc) { _ = n.conn.Close() }, buttons, false},
		{"the program ends", []string{"actions"}, func(_ *testing.T, _ *notifier, end context.CancelFunc) { end() }, buttons, false},
		{"a server without buttons", nil, func(*testing.T, *notifier, context.CancelFunc) {}, []string{}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n, called := (&notifier{can: tt.can}).serve(t), newPipe(t)
			script := called.tell()
			if !tt.opened {
				script = ": >'" + called.path + " was opened'\n"
			}
			noPrograms(t).add(t, "xdg-open", script)
			ctx, end := context.WithCancel(t.Context())
			defer end()
			done := make(chan error, 1)
			go func() { done <- Offer(ctx, "3 files", "from a phone", target) }()
			if diff := cmp.Diff(tt.actions, (<-n.shown).Actions); diff != "" {
				t.Errorf("actions differ (-want +got):\n%s", diff)
			}
			tt.then(t, n, end)
			if tt.opened {
				if got, want := called.hear(t), arguments(target); got != want {
					t.Errorf("xdg-open was called by %s, want %s", got, want)
				}
			}
			if err := <-done; err != nil && tt.opened {
				t.Errorf("Offer = %v", err)
			}
			if tt.opened {
				return
			}
			if _, err := os.Stat(called.path + " was opened"); err == nil {
				t.Error("something was opened")
			}
		})
	}
}

func TestOfferOfNothing(t *testing.T) {
	for _, target := range []string{"", "/nonexistent", "file:///etc/passwd"} {
		if err := Offer(t.Context(), "a", "b", target); err == nil {
			t.Errorf("Offer(%q) succeeded", target)
		}
	}
}
