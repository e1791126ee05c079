// SPDX-License-Identifier: MIT

package desktop

import (
	"context"
	"errors"
	"testing"

	"github.com/godbus/dbus/v5"
	"github.com/google/go-cmp/cmp"
)

// notification is what a server is asked to show.
type notification struct {
	App, Icon, Title, Text string
	Replaces               uint32
	Actions                []string
	Entry                  any
	Timeout                int32
}

// notifier stands in for the notification server of a desktop.
type notifier struct {
	can    []string
	refuse *dbus.Error
	hold   chan struct{} // until it is closed there is no answer
	shown  chan notification
	conn   *dbus.Conn
}

func (n *notifier) GetCapabilities() ([]string, *dbus.Error) { return n.can, nil }

// Notify has the arguments that the protocol has.
func (n *notifier) Notify(app string, replaces uint32, icon, title, text string, actions []string, hints map[string]dbus.Variant, timeout int32) (uint32, *dbus.Error) { //nolint:revive // argument-limit: the protocol has eight
	if n.hold != nil {
		<-n.hold
	}
	n.shown <- notification{app, icon, title, text, replaces, actions, hints["desktop-entry"].Value(), timeout}
	return 1, n.refuse
}

func (n *notifier) serve(t *testing.T) *notifier {
	t.Helper()
	n.shown = make(chan notification, 1)
	n.conn = newBus(t).Own(t, notifyName)
	if err := n.conn.Export(n, notifyPath, notifyName); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNotify(t *testing.T) {
	for _, tt := range []struct {
		name        string
		can         []string
		title, text string
		wantTitle   string
		wantText    string
	}{
		{"plain", []string{"body"}, "Porchlight", "is on", "Porchlight", "is on"},
		{
			"a server without markup",
			[]string{"body"},
			"<b>1 & 2</b>", "<b>1 & 2</b>", "<b>1 & 2</b>", "<b>1 & 2</b>",
		},
		{
			"a server with markup",
			[]string{"body", "body-markup"},
			"<b>1 & 2</b>", `<a href="x">1 & 2</a>`, "<b>1 & 2</b>", `&lt;a href="x"&gt;1 &amp; 2&lt;/a&gt;`,
		},
		{"what a bus refuses", nil, "a\xff\n", "b\x00\nc", "a� ", "b \nc"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := (&notifier{can: tt.can}).serve(t)
			if err := Notify(tt.title, tt.text); err != nil {
				t.Fatal(err)
			}
			want := notification{"Porchlight", "porchlight", tt.wantTitle, tt.wantText, 0, []string{}, "porchlight", -1}
			if diff := cmp.Diff(want, <-n.shown); diff != "" {
				t.Errorf("Notify(%q, %q) differs (-want +got):\n%s", tt.title, tt.text, diff)
			}
		})
	}
}

func TestNotifyFails(t *testing.T) {
	t.Run("no session", func(t *testing.T) {
		if err := Notify("a", "b"); err == nil {
			t.Error("Notify without a session bus succeeded")
		}
	})
	t.Run("no server", func(t *testing.T) {
		newBus(t)
		if err := Notify("a", "b"); err == nil {
			t.Error("Notify without a server succeeded")
		}
	})
	t.Run("refused", func(t *testing.T) {
		(&notifier{refuse: dbus.MakeFailedError(errors.New("do not disturb"))}).serve(t)
		if err := Notify("a", "b"); err == nil {
			t.Error("Notify succeeded, want the refusal")
		}
	})
	t.Run("silent server", func(t *testing.T) {
		hold := make(chan struct{})
		defer close(hold)
		(&notifier{hold: hold}).serve(t)
		if err := notify(brief(t), "a", "b"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("notify = %v, want %v", err, context.DeadlineExceeded)
		}
	})
}
