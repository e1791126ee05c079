// SPDX-License-Identifier: MIT

package e2e

import (
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// patience is how long a script waits for anything before it fails.
const patience = 30 * time.Second

func TestScripts(t *testing.T) {
	programs := build(t)
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		Setup:               func(e *testscript.Env) error { return setup(e, programs) },
		Condition:           condition,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"start":  start,
			"await":  await,
			"signal": signal,
			"end":    end,
			"http":   ask,
			"raw":    raw,
			"probe":  probe,
			"make":   makeFile,
			"begin":  begin,
			"finish": finish,
			"flood":  flood,
			"crowd":  crowd,
			"leave":  leave,
			"list":   list,
		},
	})
}

// build makes the program and returns the folder that it is in. It runs inside
// a test and looks at each file of the program, because the go command then
// knows that a result which it has kept is out of date.
func build(t *testing.T) string {
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() && d.Name() == ".git" {
			return fs.SkipDir
		}
		if err == nil {
			_, err = os.Stat(name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	program := filepath.Join(folder, "porchlight")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	cmd := exec.Command("go", "build", "-o", program, ".")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return folder
}

// setup gives a script a home of its own.
func setup(e *testscript.Env, programs string) error {
	home := filepath.Join(e.WorkDir, "home")
	for name, folder := range map[string]string{
		"HOME": "", "USERPROFILE": "", "XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data",
		"XDG_STATE_HOME": "state", "XDG_CACHE_HOME": "cache", "XDG_RUNTIME_DIR": "run",
	} {
		e.Setenv(name, filepath.Join(home, folder))
	}
	for _, name := range []string{"DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY"} {
		e.Setenv(name, "") // no desktop, whoever runs the tests
	}
	e.Setenv("PORCHLIGHT_LAN", "off") // whatever network the tests run on
	e.Setenv("PATH", programs+string(os.PathListSeparator)+e.Getenv("PATH"))
	s := &stage{programs: map[string]*program{}, downloads: map[string]*download{}}
	e.Values[stageKey{}] = s
	e.Defer(s.clear)
	return os.MkdirAll(home, 0o700)
}

// condition adds [ipv6] to the conditions that scripts may ask for.
func condition(name string) (bool, error) {
	if name != "ipv6" {
		return false, &fs.PathError{Op: "condition", Path: name, Err: fs.ErrInvalid}
	}
	l, err := net.Listen("tcp6", "[::1]:0")
	if err == nil {
		l.Close()
	}
	return err == nil, nil
}

// stage is what a script has set going.
type stage struct {
	programs  map[string]*program
	downloads map[string]*download
	crowd     []net.Conn
	floods    sync.WaitGroup // they end with the program that they upload to
}

type stageKey struct{}

func stageOf(ts *testscript.TestScript) *stage { return ts.Value(stageKey{}).(*stage) }

// clear ends what the script has left.
func (s *stage) clear() {
	s.leave()
	for _, d := range s.downloads {
		d.conn.Close()
	}
	for _, p := range s.programs {
		_ = p.cmd.Process.Kill() // it may have ended
		<-p.done
	}
	s.floods.Wait()
}

// leave closes what crowd has opened.
func (s *stage) leave() {
	for _, c := range s.crowd {
		c.Close()
	}
	s.crowd = nil
}

// count is how many arguments a command takes.
type count struct{ least, most int }

// arguments fails the script for a wrong number of them.
func arguments(ts *testscript.TestScript, args []string, want count, usage string) {
	if len(args) < want.least || len(args) > want.most {
		ts.Fatalf("usage: %s", usage)
	}
}

// never fails the script for a "!" before a command that has no use for it.
func never(ts *testscript.TestScript, neg bool, name string) {
	if neg {
		ts.Fatalf("! %s makes no sense", name)
	}
}

// option takes a leading "-name value" off args.
func option(args []string, name string) (value string, rest []string, ok bool) {
	if len(args) < 2 || strings.TrimLeft(args[0], "-") != name || args[0] == name {
		return "", args, false
	}
	return args[1], args[2:], true
}
