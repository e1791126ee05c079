// SPDX-License-Identifier: MIT

package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// program is one porchlight that runs, or has run.
type program struct {
	cmd  *exec.Cmd
	log  *transcript
	done chan struct{} // closed when it has ended
}

// address is the place in a log line where a server is, in each form of the log.
var address = regexp.MustCompile(`(?:listening|started) on (http://\S+:(\d+))`)

// start runs a server and waits until it says where it is.
func start(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg, "start")
	limit, args, limited := option(args, "open")
	face := "serve"
	if len(args) > 0 && args[0] == "-tray" {
		face, args = "", args[1:]
	}
	arguments(ts, args, count{1, 99}, "start [-open N] [-tray] NAME [share|receive] ARG…")
	rest := args[1:]
	if len(rest) > 0 && (rest[0] == "share" || rest[0] == "receive") {
		face, rest = rest[0], rest[1:]
	}
	command := slices.DeleteFunc([]string{"porchlight", face, "--port", "0"}, func(word string) bool { return word == "" })
	command = append(command, rest...)
	if limited {
		command = append([]string{"sh", "-c", "ulimit -n " + limit + ` && exec "$0" "$@"`}, command...)
	}
	p, err := run(ts, command)
	ts.Check(err)
	stageOf(ts).programs[args[0]] = p
	found := p.await(ts, address)
	ts.Setenv("URL", strings.TrimRight(found[1], `"`))
	ts.Setenv("PORT", found[2])
}

func run(ts *testscript.TestScript, command []string) (*program, error) {
	name, err := lookPath(ts, command[0])
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(name, command[1:]...)
	cmd.Dir = ts.Getenv("WORK")
	cmd.Env = append(os.Environ(), "PWD="+cmd.Dir)
	for _, name := range []string{"PATH", "HOME", "USERPROFILE", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "PORCHLIGHT_LAN"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	return launch(cmd)
}

// launch starts a command, and keeps what it writes.
func launch(cmd *exec.Cmd) (*program, error) {
	p := &program{cmd: cmd, log: newTranscript(), done: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = p.log, p.log
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(p.done)
		_ = cmd.Wait() // its exit code is in ProcessState
	}()
	return p, nil
}

// lookPath looks for a program on the script's PATH, which begins with ours.
func lookPath(ts *testscript.TestScript, name string) (string, error) {
	for _, folder := range strings.Split(ts.Getenv("PATH"), string(os.PathListSeparator)) {
		if found, err := exec.LookPath(folder + string(os.PathSeparator) + name); err == nil {
			return found, nil
		}
	}
	return "", fmt.Errorf("find %s: %w", name, exec.ErrNotFound)
}

func named(ts *testscript.TestScript, name string) *program {
	p := stageOf(ts).programs[name]
	if p == nil {
		ts.Fatalf("nothing was started as %s", name)
	}
	return p
}

// await waits for a line of the log; (?P<NAME>…) sets a variable.
func await(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg, "await")
	fromStart := len(args) > 0 && args[0] == "-from-start"
	if fromStart {
		args = args[1:]
	}
	arguments(ts, args, count{2, 2}, "await [-from-start] NAME REGEXP")
	line, err := regexp.Compile("(?m)" + args[1])
	ts.Check(err)
	p := named(ts, args[0])
	if fromStart {
		p.log.rewind()
	}
	found := p.await(ts, line)
	for i, name := range line.SubexpNames() {
		if name != "" {
			ts.Setenv(name, found[i])
		}
	}
}

// failer is a script or a test.
type failer interface {
	Fatalf(format string, args ...any)
}

// await returns what the next match has found.
func (p *program) await(f failer, line *regexp.Regexp) []string {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		found, more := p.log.next(line)
		if found != nil {
			return found
		}
		select {
		case <-more:
		case <-p.done:
			if found, _ = p.log.next(line); found == nil {
				f.Fatalf("ended (%v) without a line like %q:\n%s", p.cmd.ProcessState, line, p.log)
			}
			return found
		case <-ctx.Done():
			f.Fatalf("no line like %q in %v:\n%s", line, patience, p.log)
		}
	}
}

// signals are those that scripts may send.
var signals = map[string]os.Signal{"TERM": syscall.SIGTERM, "INT": os.Interrupt, "HUP": syscall.SIGHUP, "KILL": os.Kill}

func signal(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg, "signal")
	arguments(ts, args, count{2, 2}, "signal NAME SIGNAL")
	send(ts, named(ts, args[0]), args[1])
}

func send(ts *testscript.TestScript, p *program, name string) {
	s, ok := signals[name]
	if !ok {
		ts.Fatalf("no signal %s is known", name)
	}
	if err := p.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		ts.Fatalf("send %s: %v", name, err)
	}
}

// end ends a server and tells all that it has said.
func end(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg, "end")
	arguments(ts, args, count{1, 2}, "end NAME [SIGNAL]")
	p := named(ts, args[0])
	send(ts, p, append(args, "TERM")[1])
	code := p.ends(ts)
	fmt.Fprintf(ts.Stdout(), "%sexit code %d\n", p.log, code)
}

// ends waits for the end of a program and returns its exit code.
func (p *program) ends(f failer) int {
	limit := time.NewTimer(patience)
	defer limit.Stop()
	select {
	case <-p.done:
	case <-limit.C:
		f.Fatalf("still runs after %v:\n%s", patience, p.log)
	}
	return p.cmd.ProcessState.ExitCode()
}

// transcript is all that a program writes, and how far it has been awaited.
type transcript struct {
	mu      sync.Mutex
	text    bytes.Buffer
	awaited int
	more    chan struct{} // closed when there is more to read
}

func newTranscript() *transcript { return &transcript{more: make(chan struct{})} }

// Write keeps b.
func (t *transcript) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	close(t.more)
	t.more = make(chan struct{})
	return t.text.Write(b)
}

// next returns the first match in what has not been awaited, or a channel that
// closes when there is more.
func (t *transcript) next(line *regexp.Regexp) (found []string, more <-chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	text := t.text.Bytes()[t.awaited:]
	whole := bytes.LastIndexByte(text, '\n') + 1 // a line may have come by half
	at := line.FindSubmatchIndex(text[:whole])
	if at == nil {
		return nil, t.more
	}
	for _, part := range line.FindSubmatch(text[:whole]) {
		found = append(found, string(part))
	}
	t.awaited += at[1]
	return found, nil
}

func (t *transcript) rewind() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.awaited = 0
}

// String returns everything so far.
func (t *transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}
