// SPDX-License-Identifier: MIT

package panel

import (
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	watcherName = "org.kde.StatusNotifierWatcher"
	watcherPath = dbus.ObjectPath("/StatusNotifierWatcher")
)

// Watcher stands in for the desktop's StatusNotifierWatcher, which icons
// register with.
type Watcher struct {
	conn  *dbus.Conn
	items chan *Item
	hosts chan bool // holds whether somebody draws the icons
}

// Watch puts a watcher on the bus. hosted is whether it says that somebody
// draws the icons.
func (b *Bus) Watch(t *testing.T, hosted bool) *Watcher {
	t.Helper()
	w := &Watcher{conn: b.Dial(t), items: make(chan *Item, 64), hosts: make(chan bool, 1)}
	w.hosts <- hosted
	for _, name := range []string{watcherName, "org.freedesktop.DBus.Properties"} {
		if err := w.conn.Export(watcherMethods{w}, watcherPath, name); err != nil {
			t.Fatalf("Export(%s) = %v, want nil", name, err)
		}
	}
	own(t, w.conn, watcherName) // last: who sees the name may call
	return w
}

// Leave is what a panel does that ends.
func (w *Watcher) Leave(t *testing.T) {
	t.Helper()
	if _, err := w.conn.ReleaseName(watcherName); err != nil {
		t.Fatalf("ReleaseName() = %v, want nil", err)
	}
}

// Host is what a panel does that begins to draw.
func (w *Watcher) Host(t *testing.T) {
	t.Helper()
	<-w.hosts
	w.hosts <- true
	if err := w.conn.Emit(watcherPath, watcherName+".StatusNotifierHostRegistered"); err != nil {
		t.Fatalf("Emit() = %v, want nil", err)
	}
}

// Next waits for an icon to register.
func (w *Watcher) Next(t *testing.T) *Item {
	t.Helper()
	select {
	case it := <-w.items:
		return it
	case <-time.After(Limit):
		t.Fatalf("no tray icon within %v", Limit)
		return nil
	}
}

// watcherMethods are what the bus calls.
type watcherMethods struct{ w *Watcher }

// RegisterStatusNotifierItem is called by the program, with the path of its icon.
func (m watcherMethods) RegisterStatusNotifierItem(sender dbus.Sender, service string) *dbus.Error {
	m.w.items <- &Item{conn: m.w.conn, owner: string(sender), path: dbus.ObjectPath(service)}
	return nil
}

// Get is called for IsStatusNotifierHostRegistered.
func (m watcherMethods) Get(_, _ string) (dbus.Variant, *dbus.Error) {
	hosted := <-m.w.hosts
	m.w.hosts <- hosted
	return dbus.MakeVariant(hosted), nil
}
