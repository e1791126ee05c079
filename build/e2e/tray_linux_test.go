// SPDX-License-Identifier: MIT

package e2e

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"porchlight/build/panel"
)

var update = flag.Bool("update", false, "write what comes out into the golden files")

// TestTray has the program on a desktop, driven by its menu. What is measured
// comes first, and alone.
func TestTray(t *testing.T) {
	program := filepath.Join(build(t), "porchlight")
	type test struct {
		name string
		run  func(t *testing.T, d *desk)
	}
	for _, tt := range []test{
		{"start to icon", startToIcon},
		{"saturation", saturation},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.run(t, newDesk(t, program)) })
	}
	for _, tt := range []test{
		{"first icon", firstIcon},
		{"menu", wholeMenu},
		{"stop and start", stopAndStart},
		{"stop drains", stopDrains},
		{"open", opens},
		{"settings", settings},
		{"start at login", startAtLogin},
		{"reload", reload},
		{"share and receive", shareAndReceive},
		{"dialog canceled", dialogCanceled},
		{"control page", controlPage},
		{"quit", quits},
		{"bus killed", busKilled},
		{"watcher late", watcherLate},
		{"second start", secondStart},
		{"terminated", terminated},
		{"broken configuration", brokenConfiguration},
		{"taken port", takenPort},
		{"leaks nothing", leaksNothing},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.run(t, newDesk(t, program))
		})
	}
}

// face is the icon of a program, and the program.
type face struct {
	*panel.Item
	t       *testing.T
	program *program
}

// show starts porchlight and waits for its icon.
func (d *desk) show(args ...string) *face {
	d.t.Helper()
	w := d.bus.Watch(d.t, true)
	p := d.start(args...)
	return &face{w.Next(d.t), d.t, p}
}

func (f *face) click(labels ...string) {
	f.t.Helper()
	f.Click(f.t, labels...)
}

// icons are the pictures in the source.
func icons(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, level := range []string{"off", "calm", "busy", "full", "failed"} {
		var err error
		if all[level], err = os.ReadFile(filepath.Join("..", "..", "assets", "tray", "png", level+".png")); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// is waits until the icon has a level, and the tool tip and the first line of
// the menu a text; "" is any. SITE in the tool tip stands for the address.
func (f *face) is(level, tooltip, line string) {
	f.t.Helper()
	all := icons(f.t)
	f.Until(f.t, level, func() string { return f.Picture(f.t, all) })
	if tooltip != "" {
		f.Until(f.t, tooltip, func() string { return siteAddress.ReplaceAllString(f.Tooltip(f.t), "SITE") })
	}
	if line != "" {
		f.Until(f.t, line, f.firstLine)
	}
}

func (f *face) firstLine() string { return f.Menu(f.t).Under[0].Label }

var siteAddress = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// site is the address in the menu.
func (f *face) site() string {
	f.t.Helper()
	var address string
	f.Until(f.t, "an address", func() string {
		menu := f.Menu(f.t).String()
		if address = siteAddress.FindString(menu); address == "" {
			return menu
		}
		return "an address"
	})
	return address
}

// firstIcon is right at once.
func firstIcon(t *testing.T, d *desk) {
	f := d.show()
	if got := f.Picture(t, icons(t)); got != "calm" {
		t.Errorf("first icon: %s, want calm", got)
	}
	f.is("calm", "0 of 10 workers busy · SITE", "On")
	if got := f.Text(t, "Title"); got != "Porchlight" {
		t.Errorf("Title = %q, want Porchlight", got)
	}
	if got := fetch(t, f.site()+"/"); !strings.HasPrefix(got, "200 ") {
		t.Errorf("GET / = %.200q, want the built-in site", got)
	}
}

// wholeMenu compares the menu with the golden file, at three moments.
func wholeMenu(t *testing.T, d *desk) {
	var got strings.Builder
	f := d.show()
	draw := func(moment string) {
		menu := siteAddress.ReplaceAllString(f.Menu(t).String(), "SITE")
		fmt.Fprintf(&got, "# %s\n%s\n", moment, strings.ReplaceAll(menu, d.home, "HOME"))
	}
	draw("first start")
	d.chooses(d.folder("Photos", "cat.webp", "meow"))
	f.click("Share a folder…")
	f.Until(t, "there", func() string {
		if m := f.Menu(t); m.Find("Recent") == nil {
			return m.String()
		}
		return "there"
	})
	draw("a folder is lent")
	f.click("Stop")
	f.is("off", "Off", "Off")
	draw("off")
	golden := filepath.Join("testdata", "tray", "menu.golden")
	if *update {
		d.must(os.WriteFile(golden, []byte(got.String()), 0o600))
	}
	want, err := os.ReadFile(golden)
	d.must(err)
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("menu (-want +got):\n%s", diff)
	}
}
