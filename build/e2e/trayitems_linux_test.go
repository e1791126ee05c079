// SPDX-License-Identifier: MIT

package e2e

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func stopAndStart(t *testing.T, d *desk) {
	f := d.show()
	site := f.site()
	f.click("Stop")
	f.is("off", "Off", "Off")
	if got := fetch(t, site+"/-/healthz"); !strings.Contains(got, "connection refused") {
		t.Errorf("GET after Stop = %q, want connection refused", got)
	}
	f.click("Start")
	f.is("calm", "0 of 10 workers busy · SITE", "On")
	if got := fetch(t, f.site()+"/-/healthz"); !strings.HasPrefix(got, "200 ") {
		t.Errorf("GET after Start = %q, want 200", got)
	}
}

// stopDrains counts what still runs, and lets it end.
func stopDrains(t *testing.T, d *desk) {
	root := d.bigFile()
	d.configure("port = 0\naccess = \"open\"\nmode = \"share\"\nroot = \"" + root + "\"\n")
	f := d.show()
	download := getSlowly(t, f.site())
	download.begins()
	f.click("Stop")
	f.Until(t, "Stopping: 1 transfer left", f.firstLine)
	download.finishes()
	f.is("off", "Off", "Off")
}

func opens(t *testing.T, d *desk) {
	f := d.show()
	site, data := f.site(), d.path("data/porchlight/data/site")
	for _, tt := range []struct {
		item []string
		call string
	}{
		{[]string{site}, "xclip " + site},
		{[]string{"Open site"}, "xdg-open " + site},
		{[]string{"Open uploads folder"}, "xdg-open " + data + "/uploads"},
		{[]string{"Open web root"}, "xdg-open " + data},
		{[]string{"Settings", "Open config file"}, "xdg-open " + d.configFile()},
	} {
		f.click(tt.item...)
		if rest := d.hears(tt.call); rest != "" {
			t.Errorf("%q: called %s%s, want no more than that", tt.item, tt.call, rest)
		}
	}
}

// settings are in force, in the file, and ticked.
func settings(t *testing.T, d *desk) {
	f := d.show()
	f.click("Settings", "Workers", "25")
	f.ticked("25", "Settings", "Workers")
	if got := fetch(t, f.site()+"/-/healthz"); !strings.Contains(got, "of 25 workers busy") {
		t.Errorf("GET /-/healthz = %q, want 25 workers", got)
	}
	f.click("Settings", "Queue", "200")
	f.ticked("200", "Settings", "Queue")
	if got := d.status(); !strings.Contains(got, `"queue":200,`) {
		t.Errorf("status = %s, want a queue of 200", got)
	}
	text, err := os.ReadFile(d.configFile())
	d.must(err)
	before, added, _ := strings.Cut(string(text), "\n\n# requests")
	if want := strings.TrimSpace(strings.Replace(noProblem, "10", "25", 1)); before != want || !strings.HasSuffix(added, "\nqueue = 200\n") {
		t.Errorf("the file reads:\n%s\nwant:\n%s\nand at the end queue = 200", text, want)
	}
}

// ticked waits until of the items under some labels one, and no other, is ticked.
func (f *face) ticked(want string, labels ...string) {
	f.t.Helper()
	f.Until(f.t, want, func() string {
		var all []string
		for _, e := range f.Menu(f.t).Find(labels...).Under {
			if e.Ticked {
				all = append(all, e.Label)
			}
		}
		return strings.Join(all, ", ")
	})
}

func startAtLogin(t *testing.T, d *desk) {
	f := d.show()
	entry := d.path("config/autostart/porchlight.desktop")
	f.click("Settings", "Start at login")
	f.ticked("Start at login", "Settings")
	text, err := os.ReadFile(entry)
	if err != nil || !strings.Contains(string(text), "\nExec=\""+d.program+"\"\n") {
		t.Errorf("%s reads %q, %v, want it to start %s", entry, text, err, d.program)
	}
	f.click("Settings", "Start at login")
	f.ticked("", "Settings")
	if _, err := os.Stat(entry); !os.IsNotExist(err) {
		t.Errorf("%s: %v, want it gone", entry, err)
	}
}

// reload takes up an edit; where the file is watched, that is taken up anyway.
func reload(t *testing.T, d *desk) {
	f := d.show()
	d.configure(strings.Replace(noProblem, "10", "12", 1))
	f.click("Settings", "Reload")
	f.Until(t, "0 of 12 workers busy", func() string {
		text, _, _ := strings.Cut(f.Tooltip(t), " ·")
		return text
	})
}

func shareAndReceive(t *testing.T, d *desk) {
	d.configure(noProblem + "access = \"open\"\n")
	f := d.show()
	lend := func(item, folder, url, want string) {
		t.Helper()
		d.chooses(folder)
		f.click(item)
		f.answers(url, want)
	}
	lend("Share a folder…", d.folder("Music", "song.ogg", "la la"), "/song.ogg", "200 la la")
	lend("Receive files…", d.folder("Inbox", "secret.txt", "no"), "/secret.txt", "403")
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, f.site()+"/a.json", strings.NewReader(`{"a": 1}`))
	d.must(err)
	res, err := client.Do(req)
	d.must(err)
	if got := inShort(t, res); !strings.HasPrefix(got, "201 ") {
		t.Errorf("PUT = %s, want 201", got)
	}
	if stored, err := filepath.Glob(d.path("Inbox/*/*/a.json")); err != nil || len(stored) != 1 {
		t.Errorf("Inbox has the uploads %q, %v, want one, in a folder of the device and the day", stored, err)
	}
	lend("Share a folder…", d.folder("Photos", "cat.webp", "meow"), "/cat.webp", "200 meow")
	f.answers("/song.ogg", "404")
	want := "Share " + d.path("Photos") + "\nReceive in " + d.path("Inbox") + "\nShare " + d.path("Music") + "\n"
	f.Until(t, want, func() string {
		if recent := f.Menu(t).Find("Recent"); recent != nil {
			return recent.String()
		}
		return ""
	})
	f.click("Recent", "Share "+d.path("Music"))
	f.answers("/song.ogg", "200 la la")
}

// dialogCanceled changes nothing.
func dialogCanceled(t *testing.T, d *desk) {
	f := d.show()
	d.install("zenity", d.tells("zenity $*")+"exit 1\n")
	f.click("Share a folder…")
	d.hears("zenity --file-selection --directory --title=Share a folder --filename=" + d.path("data/porchlight/data/site") + "/")
	f.click("Settings", "Workers", "25")
	f.ticked("25", "Settings", "Workers")
	f.is("calm", "0 of 25 workers busy · SITE", "On")
	if f.Menu(t).Find("Recent") != nil {
		t.Errorf("Recent has:\n%s\nwant nothing", f.Menu(t).Find("Recent"))
	}
}

// answers waits until the site answers a GET in this way. Each look follows a
// signal of the tray: what a click has changed is shown there.
func (f *face) answers(url, want string) {
	f.t.Helper()
	f.Until(f.t, want, func() string {
		got := fetch(f.t, f.site()+url)
		if strings.HasPrefix(got, want) {
			return want
		}
		return got
	})
}

// controlPage is opened by an address that lets a browser in, once.
func controlPage(t *testing.T, d *desk) {
	f := d.show()
	for _, tt := range []struct {
		item []string
		part string
	}{
		{[]string{"Activity…"}, ""},
		{[]string{"About"}, "#about"},
		{[]string{"Settings", "Port…"}, "#settings"},
	} {
		f.click(tt.item...)
		address, part, _ := strings.Cut(d.hears("xdg-open "), "#")
		if part != strings.TrimPrefix(tt.part, "#") {
			t.Errorf("%q opens the part %q of the page, want %q", tt.item, part, tt.part)
		}
		lets(t, address)
	}
}

// lets goes in by an address of the control page, as a browser does.
func lets(t *testing.T, address string) {
	t.Helper()
	res, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	cookies := res.Cookies()
	if res.StatusCode != http.StatusSeeOther || len(cookies) != 1 {
		t.Fatalf("GET %s = %s with %d cookies, want 303 and one", address, res.Status, len(cookies))
	}
	to, err := res.Location()
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodGet, to.String(), http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	req.AddCookie(cookies[0])
	page, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if got := inShort(t, page); !strings.HasPrefix(got, "200 ") || !strings.Contains(got, "<title>") {
		t.Errorf("GET %s = %.100q, want the page", to, got)
	}
}

func quits(t *testing.T, d *desk) {
	f := d.show()
	site := f.site()
	f.click("Quit")
	if code := f.program.ends(t); code != 0 {
		t.Errorf("exit code %d, want 0:\n%s", code, f.program.log)
	}
	if got := fetch(t, site+"/"); !strings.Contains(got, "connection refused") {
		t.Errorf("GET after Quit = %q, want connection refused", got)
	}
}
