// SPDX-License-Identifier: MIT

//go:build !windows && !darwin

package desktop

import (
	"context"
	"slices"
	"strings"

	"github.com/godbus/dbus/v5"
)

const (
	notifyName = "org.freedesktop.Notifications"
	notifyPath = "/org/freedesktop/Notifications"
)

// notify calls the desktop's notification server.
func notify(ctx context.Context, title, text string) error {
	conn, err := session(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	n, err := notificationsOf(ctx, conn)
	if err != nil {
		return err
	}
	_, err = n.show(ctx, title, text, nil)
	return err
}

// offer shows a notification with a button, and waits for what becomes of it. A
// server that has no buttons is not waited for.
func offer(ctx context.Context, title, text, target string) error {
	conn, err := session(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	n, err := notificationsOf(ctx, conn)
	if err != nil {
		return err
	}
	if !slices.Contains(n.can, "actions") {
		_, err = n.show(ctx, title, text, nil)
		return err
	}
	signals, err := n.listen(ctx, conn)
	if err != nil {
		return err
	}
	id, err := n.show(ctx, title, text, []string{"default", "Open", "open", "Open"}) // a click on the text is the first
	if err != nil {
		return err
	}
	if clicked(ctx, id, signals) {
		return Open(target)
	}
	return nil
}

// notifications is the server of a desktop, and what it can do.
type notifications struct {
	server dbus.BusObject
	can    []string
}

func notificationsOf(ctx context.Context, conn *dbus.Conn) (notifications, error) {
	n := notifications{server: conn.Object(notifyName, notifyPath)}
	err := ask(ctx, n.server, notifyName+".GetCapabilities").Store(&n.can)
	return n, err
}

// show shows a notification with actions: keys, each with its label. A title is
// never markup; a text is, if the server says so.
func (n notifications) show(ctx context.Context, title, text string, actions []string) (id uint32, err error) {
	if slices.Contains(n.can, "body-markup") {
		text = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
	}
	const (
		instead   = uint32(0) // of no earlier one
		asUsual   = int32(-1) // how long it stays is for the server to say
		iconNamed = appID
	)
	hints := map[string]dbus.Variant{"desktop-entry": dbus.MakeVariant(appID)}
	if actions == nil {
		actions = []string{}
	}
	err = ask(ctx, n.server, notifyName+".Notify", appName, instead, iconNamed, title, text, actions, hints, asUsual).Store(&id)
	return id, err
}

// listen returns the signals of the server, and of its end.
func (n notifications) listen(ctx context.Context, conn *dbus.Conn) (<-chan *dbus.Signal, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	err := conn.AddMatchSignalContext(ctx, dbus.WithMatchObjectPath(notifyPath), dbus.WithMatchInterface(notifyName))
	if err != nil {
		return nil, err
	}
	err = conn.AddMatchSignalContext(ctx, dbus.WithMatchInterface("org.freedesktop.DBus"),
		dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, notifyName))
	if err != nil {
		return nil, err
	}
	signals := make(chan *dbus.Signal, 64) // those about other notifications come, too
	conn.Signal(signals)
	return signals, nil
}

// clicked waits until the notification of an id has been clicked or has gone.
func clicked(ctx context.Context, id uint32, signals <-chan *dbus.Signal) bool {
	for {
		select {
		case <-ctx.Done():
			return false
		case s, open := <-signals:
			if !open || s.Name == ownerName {
				return false // with the bus, or with the server
			}
			if of, _ := first(s.Body).(uint32); of != id {
				continue
			}
			switch s.Name {
			case notifyName + ".ActionInvoked":
				return true
			case notifyName + ".NotificationClosed":
				return false
			}
		}
	}
}

// first returns the first argument of a signal, nil for none.
func first(body []any) any {
	if len(body) == 0 {
		return nil
	}
	return body[0]
}
