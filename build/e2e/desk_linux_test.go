// SPDX-License-Identifier: MIT

package e2e

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"porchlight/build/panel"
)

// desk is a desktop with nothing on it but a panel, and a few programs that
// only tell what they are called by.
type desk struct {
	t       *testing.T
	program string // porchlight
	home    string
	bus     *panel.Bus
	calls   chan string // of those programs: "xdg-open http://…"
}

// noProblem is a configuration that works beside any other.
const noProblem = "# mine\nport = 0 # any\n\n# people\nworkers = 10 # of them\n"

func newDesk(t *testing.T, program string) *desk {
	d := &desk{t: t, program: program, home: panel.ShortFolder(t), bus: panel.StartBus(t), calls: make(chan string, 100)}
	for _, folder := range []string{"bin", "config/porchlight"} {
		d.must(os.MkdirAll(filepath.Join(d.home, folder), 0o700))
	}
	d.configure(noProblem)
	d.must(syscall.Mkfifo(d.path("calls"), 0o600))
	pipe, err := os.OpenFile(d.path("calls"), os.O_RDWR, 0) // writing too, so that it never ends
	d.must(err)
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		for lines := bufio.NewScanner(pipe); lines.Scan(); {
			d.calls <- lines.Text()
		}
	}()
	t.Cleanup(func() {
		pipe.Close()
		<-heard
	})
	d.install("xdg-open", d.tells(`xdg-open $*`))
	d.install("xclip", "IFS= read -r text\n"+d.tells("xclip $text"))
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) path(name string) string { return filepath.Join(d.home, name) }

// tells is a line of a script that says something to the test.
func (d *desk) tells(what string) string { return `echo "` + what + `" >` + d.path("calls") + "\n" }

// install puts a script of the shell there, which finds no other program.
func (d *desk) install(name, script string) {
	d.t.Helper()
	d.must(os.WriteFile(d.path("bin/"+name), []byte("#!/bin/sh\n"+script), 0o700)) //nolint:gosec // it shall be run
}

// chooses has the person answer the next dialogs with a folder.
func (d *desk) chooses(folder string) {
	d.t.Helper()
	d.install("zenity", "echo "+folder+"\n")
}

func (d *desk) configFile() string { return d.path("config/porchlight/config.toml") }

func (d *desk) configure(text string) {
	d.t.Helper()
	d.must(os.WriteFile(d.configFile(), []byte(text), 0o600))
}

// folder makes one with a file in it.
func (d *desk) folder(name, file, text string) string {
	d.t.Helper()
	d.must(os.MkdirAll(d.path(name), 0o700))
	d.must(os.WriteFile(filepath.Join(d.path(name), file), []byte(text), 0o600))
	return d.path(name)
}

func (d *desk) command(args ...string) *exec.Cmd {
	cmd := exec.Command(d.program, args...)
	cmd.Dir = d.home
	cmd.Env = []string{
		"HOME=" + d.home, "PATH=" + d.path("bin"), "DISPLAY=:0", "DBUS_SESSION_BUS_ADDRESS=" + d.bus.Address,
		"XDG_CONFIG_HOME=" + d.path("config"), "XDG_DATA_HOME=" + d.path("data"), "XDG_STATE_HOME=" + d.path("state"),
		"XDG_CACHE_HOME=" + d.path("cache"), "XDG_RUNTIME_DIR=" + d.path("run"),
		"PORCHLIGHT_LAN=off", // whatever network the tests run on
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return cmd
}

// start starts porchlight as a desktop does.
func (d *desk) start(args ...string) *program {
	d.t.Helper()
	p, err := launch(d.command(args...))
	d.must(err)
	d.t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		<-p.done
		if d.t.Failed() {
			d.t.Logf("%v: %s", p.cmd.ProcessState, p.log)
		}
	})
	return p
}

// hears waits for the next call of a program, which begins in this way, and
// returns the rest of it.
func (d *desk) hears(want string) string {
	d.t.Helper()
	select {
	case got := <-d.calls:
		rest, ok := strings.CutPrefix(got, want)
		if !ok {
			d.t.Fatalf("called: %s, want %s", got, want)
		}
		return rest
	case <-time.After(patience):
		d.t.Fatalf("nothing was called, want %s", want)
		return ""
	}
}

// status is what the command line says of the program that runs.
func (d *desk) status() string {
	d.t.Helper()
	out, err := d.command("status", "--json").CombinedOutput()
	if err != nil {
		d.t.Fatalf("porchlight status = %v: %s", err, out)
	}
	return string(out)
}

// fetch returns the answer to a GET in one line: "200 hello".
func fetch(t *testing.T, address string) string {
	t.Helper()
	res, err := client.Get(address)
	if err != nil {
		return err.Error()
	}
	return inShort(t, res)
}

func inShort(t *testing.T, res *http.Response) string {
	t.Helper()
	defer res.Body.Close()
	var text strings.Builder
	if _, err := bufio.NewReader(res.Body).WriteTo(&text); err != nil {
		t.Fatalf("read answer: %v", err)
	}
	return fmt.Sprint(res.StatusCode, " ", text.String())
}
