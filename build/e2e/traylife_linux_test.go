// SPDX-License-Identifier: MIT

package e2e

import (
	"fmt"
	"net"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// busKilled serves on, says so, and ends well.
func busKilled(t *testing.T, d *desk) {
	f := d.show()
	site := f.site()
	d.bus.Kill()
	f.program.await(t, regexp.MustCompile(`tray lost, serving on without it`))
	if got := d.status(); !strings.Contains(got, `"level":"calm"`) {
		t.Errorf("status after the end of the bus = %s, want calm", got)
	}
	if got := fetch(t, site+"/-/healthz"); !strings.HasPrefix(got, "200 ") {
		t.Errorf("GET after the end of the bus = %q, want 200", got)
	}
	f.ends()
}

// ends has a program end by SIGTERM, and looks how.
func (f *face) ends() {
	f.t.Helper()
	if err := f.program.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		f.t.Fatal(err)
	}
	if code := f.program.ends(f.t); code != 0 || strings.Contains(f.program.log.String(), "panic") {
		f.t.Errorf("exit code %d, want 0 and no panic:\n%s", code, f.program.log)
	}
}

// watcherLate: what starts at login is often there before the panel.
func watcherLate(t *testing.T, d *desk) {
	p := d.start()
	site := p.await(t, address)[1]
	if got := fetch(t, site+"/-/healthz"); !strings.HasPrefix(got, "200 ") {
		t.Errorf("GET before there is a panel = %q, want 200", got)
	}
	f := &face{d.bus.Watch(t, true).Next(t), t, p}
	f.is("calm", "0 of 10 workers busy · SITE", "On")
	f.click("Stop")
	f.is("off", "Off", "Off")
}

// secondStart hands over to the first, and ends.
func secondStart(t *testing.T, d *desk) {
	d.configure(noProblem + "access = \"open\"\n")
	f := d.show()
	if code := d.start().ends(t); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	lets(t, d.hears("xdg-open "))
	if code := d.start(d.folder("Music", "song.ogg", "la la")).ends(t); code != 0 {
		t.Errorf("exit code with a folder: %d, want 0", code)
	}
	if got := fetch(t, f.site()+"/song.ogg"); got != "200 la la" {
		t.Errorf("GET /song.ogg = %q, want the file", got)
	}
}

// terminated lets a download end.
func terminated(t *testing.T, d *desk) {
	d.configure("port = 0\naccess = \"open\"\nmode = \"share\"\nroot = \"" + d.bigFile() + "\"\n")
	f := d.show()
	download := getSlowly(t, f.site())
	download.begins()
	if err := f.program.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	f.program.await(t, regexp.MustCompile(`Shutting down server`))
	download.finishes()
	if code := f.program.ends(t); code != 0 {
		t.Errorf("exit code %d, want 0:\n%s", code, f.program.log)
	}
}

// brokenConfiguration shows the line at fault and an item that opens it. Once
// it is mended, the server runs.
func brokenConfiguration(t *testing.T, d *desk) {
	d.configure("# mine\nprot = 0\n")
	f := d.show()
	f.is("failed", "", "")
	if got := f.firstLine(); !strings.Contains(got, "config.toml:2: ") || !strings.Contains(got, "prot") {
		t.Errorf("first line: %q, want it to name line 2 and prot", got)
	}
	f.click("Open the configuration at line 2")
	d.hears("xdg-open " + d.configFile())
	d.configure(noProblem)
	f.is("calm", "0 of 10 workers busy · SITE", "On")
	if f.Menu(t).Find("Open the configuration at line 2") != nil {
		t.Errorf("the menu still leads to a fault:\n%s", f.Menu(t))
	}
	if got := fetch(t, f.site()+"/-/healthz"); !strings.HasPrefix(got, "200 ") {
		t.Errorf("GET = %q, want 200", got)
	}
}

// takenPort says by whom, and takes the next one.
func takenPort(t *testing.T, d *desk) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	d.must(err)
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	d.configure(strings.Replace(noProblem, "port = 0", fmt.Sprint("port = ", port), 1))
	f := d.show()
	f.is("failed", "", "")
	if got, want := f.firstLine(), fmt.Sprintf("(process %d)", os.Getpid()); !strings.Contains(got, want) || !strings.Contains(got, fmt.Sprint(port)) {
		t.Errorf("first line: %q, want it to name port %d and %s", got, port, want)
	}
	offer := regexp.MustCompile(`Use port (\d+) instead`).FindStringSubmatch(f.Menu(t).String())
	if offer == nil {
		t.Fatalf("no other port is offered:\n%s", f.Menu(t))
	}
	f.click(offer[0])
	f.is("calm", "0 of 10 workers busy · SITE", "On")
	if got, want := f.site(), "http://127.0.0.1:"+offer[1]; got != want {
		t.Errorf("the site is at %s, want %s", got, want)
	}
	text, err := os.ReadFile(d.configFile())
	d.must(err)
	if want := strings.Replace(noProblem, "port = 0", "port = "+offer[1], 1); string(text) != want {
		t.Errorf("the file reads:\n%s\nwant:\n%s", text, want)
	}
}
