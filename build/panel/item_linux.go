// SPDX-License-Identifier: MIT

package panel

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

const itemName = "org.kde.StatusNotifierItem"

// Item is an icon as a panel sees it.
type Item struct {
	conn    *dbus.Conn
	owner   string
	path    dbus.ObjectPath
	signals chan *dbus.Signal // nil until somebody waits for one
}

func (it *Item) listen(t *testing.T) {
	t.Helper()
	if it.signals != nil {
		return
	}
	it.signals = make(chan *dbus.Signal, 4096)
	it.conn.Signal(it.signals)
	if err := it.conn.AddMatchSignal(dbus.WithMatchSender(it.owner)); err != nil {
		t.Fatalf("AddMatchSignal() = %v, want nil", err)
	}
}

// Until looks, and looks again after every signal, until what it sees is right.
func (it *Item) Until(t *testing.T, want string, look func() string) {
	t.Helper()
	it.listen(t)
	deadline := time.After(Limit)
	for got := look(); got != want; got = look() {
		select {
		case <-it.signals:
		case <-deadline:
			t.Fatalf("saw:\n%s\nwant:\n%s", got, want)
		}
	}
}

func (it *Item) call(t *testing.T, path dbus.ObjectPath, method string, args ...any) *dbus.Call {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), Limit)
	defer cancel()
	call := it.conn.Object(it.owner, path).CallWithContext(ctx, method, 0, args...)
	if e, ok := errors.AsType[dbus.Error](call.Err); ok && e.Name == noReply && method == menuName+".Event" {
		return call // a click on Quit: the program may be gone before it has answered
	}
	if call.Err != nil {
		t.Fatalf("%s%v = %v, want nil", method, args, call.Err)
	}
	return call
}

// noReply is the name of the bus's answer for a program that has gone.
const noReply = "org.freedesktop.DBus.Error.NoReply"

// get reads a property.
func (it *Item) get(t *testing.T, name string, into any) {
	t.Helper()
	var v dbus.Variant
	if err := it.call(t, it.path, "org.freedesktop.DBus.Properties.Get", itemName, name).Store(&v); err != nil {
		t.Fatalf("Get(%s) = %v, want nil", name, err)
	}
	if err := v.Store(into); err != nil {
		t.Fatalf("Get(%s): %v", name, err)
	}
}

// Text returns a property that is a text: Title, Id, Status, Category.
func (it *Item) Text(t *testing.T, name string) (text string) {
	t.Helper()
	it.get(t, name, &text)
	return text
}

// pixmap and toolTip are the wire forms a(iiay) and (sa(iiay)ss).
type pixmap struct {
	W, H int32
	Pix  []byte
}

type toolTip struct {
	Icon        string
	Pix         []pixmap
	Title, Text string
}

// Tooltip returns what is to be seen when the pointer rests on the icon.
func (it *Item) Tooltip(t *testing.T) string {
	t.Helper()
	var tip toolTip
	it.get(t, "ToolTip", &tip)
	return tip.Title
}

// icon reads the image; its pixels are ARGB, colours not multiplied by alpha.
func (it *Item) icon(t *testing.T) *image.NRGBA {
	t.Helper()
	var all []pixmap
	it.get(t, "IconPixmap", &all)
	if len(all) == 0 || len(all[0].Pix) != int(4*all[0].W*all[0].H) {
		t.Fatalf("IconPixmap = %d pixmaps, want a whole one", len(all))
	}
	p := all[0]
	m := image.NewNRGBA(image.Rect(0, 0, int(p.W), int(p.H)))
	for i := 0; i < len(p.Pix); i += 4 {
		m.Pix[i], m.Pix[i+1], m.Pix[i+2], m.Pix[i+3] = p.Pix[i+1], p.Pix[i+2], p.Pix[i+3], p.Pix[i]
	}
	return m
}

// Picture names the one of some PNG images that is, to the pixel, the icon;
// "none of them" when that is no name of one.
func (it *Item) Picture(t *testing.T, images map[string][]byte) string {
	t.Helper()
	got := it.icon(t)
	for name, text := range images {
		want, err := png.Decode(bytes.NewReader(text))
		if err != nil {
			t.Fatalf("Decode(%s) = %v, want nil", name, err)
		}
		if same(want, got) {
			return name
		}
	}
	return "none of them"
}

func same(want image.Image, got *image.NRGBA) bool {
	if want.Bounds() != got.Bounds() {
		return false
	}
	for y := range got.Rect.Dy() {
		for x := range got.Rect.Dx() {
			if got.ColorModel().Convert(want.At(x, y)) != got.At(x, y) {
				return false
			}
		}
	}
	return true
}
