// SPDX-License-Identifier: MIT

package panel

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

const menuName = "com.canonical.dbusmenu"

// Entry is one line of a menu, with what is under it.
type Entry struct {
	Label                                         string
	Separator, Disabled, Hidden, Checkbox, Ticked bool
	Under                                         []*Entry

	id int32
}

// layout is the wire form (ia{sv}av).
type layout struct {
	ID    int32
	Props map[string]dbus.Variant
	Under []dbus.Variant
}

func (l *layout) entry(t *testing.T) *Entry {
	t.Helper()
	is := func(name string, value any) bool { return l.Props[name].Value() == value }
	e := &Entry{
		id: l.ID, Separator: is("type", "separator"), Disabled: is("enabled", false), Hidden: is("visible", false),
		Checkbox: is("toggle-type", "checkmark"), Ticked: is("toggle-state", int32(1)),
	}
	e.Label, _ = l.Props["label"].Value().(string)
	for _, v := range l.Under {
		var inner layout
		if err := v.Store(&inner); err != nil {
			t.Fatalf("GetLayout: %v", err)
		}
		e.Under = append(e.Under, inner.entry(t))
	}
	return e
}

func (it *Item) menuPath(t *testing.T) (path dbus.ObjectPath) {
	t.Helper()
	it.get(t, "Menu", &path)
	return path
}

// Menu reads the whole menu, twice: the first answer that systray gives has one
// level only, whatever is asked.
func (it *Item) Menu(t *testing.T) *Entry {
	t.Helper()
	path := it.menuPath(t)
	var revision uint32
	var l layout
	for range 2 {
		l = layout{}
		if err := it.call(t, path, menuName+".GetLayout", int32(0), int32(-1), []string{}).Store(&revision, &l); err != nil {
			t.Fatalf("GetLayout: %v", err)
		}
	}
	return l.entry(t)
}

// Find returns the entry with these labels, one a level, if it can be clicked.
func (e *Entry) Find(labels ...string) *Entry {
	for _, label := range labels {
		at := slices.IndexFunc(e.Under, func(inner *Entry) bool {
			return inner.Label == label && !inner.Hidden && !inner.Disabled
		})
		if at < 0 {
			return nil
		}
		e = e.Under[at]
	}
	return e
}

// String draws what is under an entry, one line each: "(Off)" is disabled,
// "[x] 10" is ticked, "---" separates.
func (e *Entry) String() string {
	var b strings.Builder
	e.draw(&b, "")
	return b.String()
}

func (e *Entry) draw(b *strings.Builder, indent string) {
	for _, inner := range e.Under {
		line := inner.Label
		switch {
		case inner.Hidden:
			continue
		case inner.Separator:
			line = "---"
		case inner.Checkbox && inner.Ticked:
			line = "[x] " + line
		case inner.Checkbox:
			line = "[ ] " + line
		}
		if inner.Disabled {
			line = "(" + line + ")"
		}
		fmt.Fprintf(b, "%s%s\n", indent, line)
		inner.draw(b, indent+"  ")
	}
}

// Click waits until an entry can be clicked, and sends what a panel sends then.
func (it *Item) Click(t *testing.T, labels ...string) {
	t.Helper()
	var e *Entry
	it.Until(t, "there", func() string {
		m := it.Menu(t)
		if e = m.Find(labels...); e != nil {
			return "there"
		}
		return fmt.Sprintf("no %q in\n%s", labels, m)
	})
	it.call(t, it.menuPath(t), menuName+".Event", e.id, "clicked", dbus.MakeVariant(int32(0)), uint32(0))
}

// Retick waits until the panel is told that the box of an entry is ticked.
func (it *Item) Retick(t *testing.T, e *Entry) {
	t.Helper()
	it.listen(t)
	deadline := time.After(Limit)
	for {
		select {
		case s := <-it.signals:
			if s.Name == menuName+".ItemsPropertiesUpdated" && ticked(t, s, e.id) {
				return
			}
		case <-deadline:
			t.Fatalf("the panel was not told that %q is ticked", e.Label)
		}
	}
}

// ticked reads the body of ItemsPropertiesUpdated.
func ticked(t *testing.T, s *dbus.Signal, id int32) bool {
	t.Helper()
	var changed []struct {
		ID    int32
		Props map[string]dbus.Variant
	}
	if err := dbus.Store(s.Body[:1], &changed); err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	for _, c := range changed {
		if c.ID == id && c.Props["toggle-state"].Value() == int32(1) {
			return true
		}
	}
	return false
}
