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

// notify calls the desktop's notification server. A title is never markup; a
// text is, if the server says so.
func notify(ctx context.Context, title, text string) error {
	conn, err := session(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	server := conn.Object(notifyName, notifyPath)
	var can []string
	if err := ask(ctx, server, notifyName+".GetCapabilities").Store(&can); err != nil {
		return err
	}
	if slices.Contains(can, "body-markup") {
		text = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
	}
	const (
		instead   = uint32(0) // of no earlier one
		asUsual   = int32(-1) // how long it stays is for the server to say
		iconNamed = appID
	)
	hints := map[string]dbus.Variant{"desktop-entry": dbus.MakeVariant(appID)}
	return ask(ctx, server, notifyName+".Notify", appName, instead, iconNamed, title, text, []string{}, hints, asUsual).Err
}
