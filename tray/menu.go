// SPDX-License-Identifier: MIT

package tray

// item is a menu item of systray.
type item interface {
	SetTitle(title string)
	Enable()
	Disable()
	Check()
	Uncheck()
	Show()
	Hide()
}

// state is how one item looks.
type state struct {
	label    string
	disabled bool
	hidden   bool
	checked  bool
	clicks   int // on a checkbox: some panels tick it themselves at a click, and have to be told again
}

// menu is what systray shows of the table: built once, then only changed.
type menu struct {
	rows   []row
	items  map[string]item
	shown  map[string]state
	clicks []clicks
}

// clicks is where those on one row come.
type clicks struct {
	row  row
	come <-chan struct{}
}

func newMenu(rows []row) *menu {
	return &menu{rows: rows, items: map[string]item{}, shown: map[string]state{}}
}

func (m *menu) build(s screen) { m.add(s, nil, m.rows) }

func (m *menu) add(s screen, under item, rows []row) {
	for _, r := range rows {
		if r.separator {
			s.AddSeparator(under)
			continue
		}
		label := escape(r.label)
		it, come := s.Add(under, label, r.box)
		m.items[r.key], m.clicks = it, append(m.clicks, clicks{r, come})
		m.shown[r.key] = state{label: label}
		m.add(s, it, r.under)
	}
}

// apply hands on what differs, from top to bottom, and reports whether anything did.
func (m *menu) apply(states map[string]state) (changed bool) {
	for _, c := range m.clicks {
		key := c.row.key
		if was, now := m.shown[key], states[key]; now != was {
			m.shown[key] = change(m.items[key], was, now)
			changed = changed || m.shown[key] != was
		}
	}
	return changed
}

// change makes an item look like now, and returns how it looks. A hidden item
// is left alone until it is shown: on Windows, any change would show it.
func change(it item, was, now state) state {
	if now.hidden {
		if !was.hidden {
			it.Hide()
		}
		was.hidden = true
		return was
	}
	if now.label != was.label {
		it.SetTitle(now.label)
	}
	if now.disabled != was.disabled {
		choose(now.disabled, it.Disable, it.Enable)
	}
	if now.checked != was.checked || now.clicks != was.clicks {
		choose(now.checked, it.Check, it.Uncheck)
	}
	if was.hidden {
		it.Show()
	}
	return now
}

func choose(first bool, one, other func()) {
	if first {
		one()
	} else {
		other()
	}
}
