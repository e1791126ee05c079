// SPDX-License-Identifier: MIT

//go:build (linux || freebsd || openbsd || netbsd) && !headless

package tray

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/godbus/dbus/v5"

	"porchlight/tray/desktop"
)

// early: an icon that systray is given while it publishes its properties is
// lost for good, so the first one is set before.
const early = true

const (
	watcherName = "org.kde.StatusNotifierWatcher"
	watcherPath = dbus.ObjectPath("/StatusNotifierWatcher")
	busAddress  = "DBUS_SESSION_BUS_ADDRESS"
	answerIn    = 2 * time.Second // for a call on the bus
)

// watch tells what the desktop has for an icon, and each change of it. Its
// connection is its own: systray closes the shared one.
func watch(ctx context.Context, places chan<- place) {
	conn, err := connect(ctx)
	if err != nil {
		tell(ctx, places, nowhere)
		return
	}
	defer conn.Close() //nolint:errcheck // it is only read from
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	if err := subscribe(ctx, conn); err != nil {
		tell(ctx, places, lost)
		return
	}
	for {
		tell(ctx, places, find(ctx, conn))
		select {
		case <-ctx.Done():
			return
		case <-conn.Context().Done():
			tell(ctx, places, lost)
			return
		case <-signals:
		}
	}
}

// connect finds the session bus and never starts one, as systray would: a bus
// of its own is one that nobody else is on. It leaves the address where
// systray looks for it.
func connect(ctx context.Context) (*dbus.Conn, error) {
	address, err := desktop.SessionAddress()
	if err != nil {
		return nil, err
	}
	conn, err := dbus.Connect(address, dbus.WithContext(ctx))
	if err != nil {
		return nil, fmt.Errorf("connect to session bus: %w", err)
	}
	return conn, os.Setenv(busAddress, address)
}

// subscribe asks for the signals after which find may find something else.
func subscribe(ctx context.Context, conn *dbus.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, answerIn)
	defer cancel()
	err := conn.AddMatchSignalContext(ctx, dbus.WithMatchSender("org.freedesktop.DBus"),
		dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, watcherName))
	for _, member := range []string{"StatusNotifierHostRegistered", "StatusNotifierHostUnregistered"} {
		if err == nil {
			err = conn.AddMatchSignalContext(ctx, dbus.WithMatchInterface(watcherName), dbus.WithMatchMember(member))
		}
	}
	return err
}

// find looks for a watcher and for a host. A watcher that does not say whether
// it has one is taken to have it.
func find(ctx context.Context, conn *dbus.Conn) place {
	ctx, cancel := context.WithTimeout(ctx, answerIn)
	defer cancel()
	var owned bool
	err := conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, watcherName).Store(&owned)
	if err != nil || !owned {
		return absent
	}
	var hosted dbus.Variant
	err = conn.Object(watcherName, watcherPath).CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", dbus.FlagNoAutoStart,
		watcherName, "IsStatusNotifierHostRegistered").Store(&hosted)
	if err == nil && hosted.Value() == false {
		return hostless
	}
	return there
}
