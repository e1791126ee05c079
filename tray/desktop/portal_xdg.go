// SPDX-License-Identifier: MIT

//go:build !windows && !darwin

package desktop

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

// The names of xdg-desktop-portal, whose dialogs are those of the person's own
// desktop, and which also a program in a sandbox may ask.
const (
	portalName  = "org.freedesktop.portal.Desktop"
	portalPath  = "/org/freedesktop/portal/desktop"
	fileChooser = "org.freedesktop.portal.FileChooser"
	requestName = "org.freedesktop.portal.Request"
	ownerName   = "org.freedesktop.DBus.NameOwnerChanged"

	folderVersion = 3 // of the interface; earlier ones ignore "directory" and choose files
)

// errNoPortal says that no dialog has been shown, so that another way may be tried.
var errNoPortal = errors.New("choose folder: no portal")

// choosePortal asks for a folder through the portal. The answer comes as a
// signal from an object whose name is known before the call, so that it is
// listened for before it can come.
func choosePortal(ctx context.Context, title, start string) (string, error) {
	conn, err := session(ctx)
	if err != nil {
		return "", fmt.Errorf("%w: %w", errNoPortal, err)
	}
	defer func() { _ = conn.Close() }()
	if err := choosesFolders(ctx, conn); err != nil {
		return "", fmt.Errorf("%w: %w", errNoPortal, err)
	}
	token := appID + rand.Text() // nobody else on the bus can answer for what they cannot name
	request := requestPath(conn.Names()[0], token)
	signals, err := listen(ctx, conn, request)
	if err != nil {
		return "", fmt.Errorf("%w: %w", errNoPortal, err)
	}
	err = showDialog(ctx, conn, title, folderOptions(token, start))
	if refusal, ok := errors.AsType[dbus.Error](err); ok {
		return "", fmt.Errorf("%w: %w", errNoPortal, refusal)
	}
	if err != nil { // nobody knows whether there is a dialog
		closeDialog(ctx, conn, request)
		return "", fmt.Errorf("choose folder: ask portal: %w", err)
	}
	return response(ctx, conn, request, signals)
}

// choosesFolders returns why the portal cannot choose a folder, or nil.
func choosesFolders(ctx context.Context, conn *dbus.Conn) error {
	var version dbus.Variant
	err := ask(ctx, conn.Object(portalName, portalPath), "org.freedesktop.DBus.Properties.Get", fileChooser, "version").Store(&version)
	if err != nil {
		return err
	}
	if number, _ := version.Value().(uint32); number < folderVersion {
		return fmt.Errorf("ask portal: version %v of %s", version, fileChooser)
	}
	return nil
}

// requestPath is where the portal puts the object of a request, by the unique
// name of the connection that asks and the token that it chose.
func requestPath(sender, token string) dbus.ObjectPath {
	sender = strings.ReplaceAll(strings.TrimPrefix(sender, ":"), ".", "_")
	return dbus.ObjectPath(portalPath + "/request/" + sender + "/" + token)
}

// listen returns the signals of the request, and of the portal's end.
func listen(ctx context.Context, conn *dbus.Conn, request dbus.ObjectPath) (<-chan *dbus.Signal, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	err := conn.AddMatchSignalContext(ctx, dbus.WithMatchObjectPath(request), dbus.WithMatchInterface(requestName))
	if err != nil {
		return nil, err
	}
	err = conn.AddMatchSignalContext(ctx, dbus.WithMatchInterface("org.freedesktop.DBus"),
		dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, portalName))
	if err != nil {
		return nil, err
	}
	signals := make(chan *dbus.Signal, 8)
	conn.Signal(signals)
	return signals, nil
}

func folderOptions(token, start string) map[string]dbus.Variant {
	options := map[string]dbus.Variant{
		"handle_token": dbus.MakeVariant(token),
		"directory":    dbus.MakeVariant(true),
		"modal":        dbus.MakeVariant(false),
	}
	if start != "" {
		options["current_folder"] = dbus.MakeVariant(append([]byte(start), 0)) // since version 4; others pass it over
	}
	return options
}

func showDialog(ctx context.Context, conn *dbus.Conn, title string, options map[string]dbus.Variant) error {
	const noParent = ""
	return ask(ctx, conn.Object(portalName, portalPath), fileChooser+".OpenFile", noParent, title, options).Err
}

// response waits for the answer of the person, or for the end of ctx, of the
// portal or of the bus.
func response(ctx context.Context, conn *dbus.Conn, request dbus.ObjectPath, signals <-chan *dbus.Signal) (string, error) {
	for {
		select {
		case <-ctx.Done():
			closeDialog(ctx, conn, request)
			return "", ctx.Err()
		case signal, ok := <-signals:
			switch {
			case !ok:
				return "", errors.New("choose folder: the session bus has ended")
			case signal.Path == request && signal.Name == requestName+".Response":
				return folderIn(signal.Body)
			case signal.Name == ownerName && portalEnds(signal.Body):
				return "", errors.New("choose folder: the portal has ended")
			}
		}
	}
}

// closeDialog is for a ctx that has ended, and so does not heed it.
func closeDialog(ctx context.Context, conn *dbus.Conn, request dbus.ObjectPath) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	// A dialog that stays is no use and no harm: nobody listens to it any more.
	_ = conn.Object(portalName, request).CallWithContext(ctx, requestName+".Close", 0).Err
}

// portalEnds reports whether the body of a NameOwnerChanged says that the
// portal has lost its owner, and not that it has just got one.
func portalEnds(body []any) bool {
	var name, before, after string
	return dbus.Store(body, &name, &before, &after) == nil && name == portalName && after == ""
}

// folderIn reads the body of a response. Each status but 0 is a no: that the
// window was closed is 1 or 2, depending on the desktop.
func folderIn(body []any) (string, error) {
	var status uint32
	var results map[string]dbus.Variant
	if err := dbus.Store(body, &status, &results); err != nil {
		return "", fmt.Errorf("choose folder: read response: %w", err)
	}
	uris, _ := results["uris"].Value().([]string)
	if status != 0 || len(uris) == 0 {
		return "", ErrCanceled
	}
	return pathOf(uris[0])
}
