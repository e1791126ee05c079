// SPDX-License-Identifier: MIT

//go:build !windows && !darwin

package desktop

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/godbus/dbus/v5"
)

// session connects to the person's session bus, by a connection of its own:
// the shared one of the library belongs to the tray icon, which closes it.
// It ends by Close and not by the end of ctx, so that a question which ctx
// ends can still be taken back.
func session(ctx context.Context) (*dbus.Conn, error) {
	address, err := SessionAddress()
	if err != nil {
		return nil, err
	}
	greeting, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(greeting, end)
	conn, err := dbus.Connect(address, dbus.WithContext(life))
	if !stop() { // and so conn is closed, even if it came about
		return nil, greeting.Err()
	}
	if err != nil {
		end()
	}
	return conn, err
}

// SessionAddress returns the address of the session bus. It never starts one, as
// the library would: on that bus nobody would listen.
func SessionAddress() (string, error) {
	if address := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); address != "" && address != "autolaunch:" {
		return address, nil
	}
	folder := os.Getenv("XDG_RUNTIME_DIR")
	if folder == "" {
		return "", errors.New("connect to session bus: no address")
	}
	socket := filepath.Join(folder, "bus")
	info, err := os.Stat(socket)
	switch {
	case err != nil:
		return "", err
	case info.Mode().Type() != fs.ModeSocket:
		return "", errors.New("connect to session bus: no address")
	}
	return "unix:path=" + dbus.EscapeBusAddressValue(socket), nil
}

// ask calls a method that no person has to think about.
func ask(ctx context.Context, object dbus.BusObject, method string, args ...any) *dbus.Call {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	return object.CallWithContext(ctx, method, 0, args...)
}
