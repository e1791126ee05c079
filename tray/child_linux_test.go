// SPDX-License-Identifier: MIT

//go:build !headless

package tray

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"porchlight/build/panel"
	"porchlight/server"
)

// The test program is also the app under test: systray keeps its state in
// globals, runs once a process, and wants the main goroutine. So the tests start
// their own program again.
func TestMain(m *testing.M) {
	if os.Getenv("TRAY_CHILD") != "" {
		child()
		return
	}
	goleak.VerifyTestMain(m)
}

// child shows a tray for a fake app. It reads commands and writes what the fake
// is asked for.
func child() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	f := newFake(func(line string) { fmt.Println(line) })
	f.stop = stop
	if name := os.Getenv("TRAY_SCENE"); name != "" {
		f.show(name)
	}
	t := &tray{
		app: f, desk: f, log: slog.New(slog.NewTextHandler(os.Stderr, nil)), stderr: os.Stderr,
		patience: patience, gap: gap,
	}
	painted := make(chan server.Level, 10_000)
	t.icons = func(l server.Level) []byte {
		painted <- l
		if t.gap == 0 {
			return dot(l)
		}
		return icon(l)
	}
	if limit := os.Getenv("TRAY_PATIENCE"); limit != "" {
		t.patience, _ = time.ParseDuration(limit)
	}
	if os.Getenv("TRAY_HURRY") != "" {
		t.gap = 0
	}
	if wait, err := time.ParseDuration(os.Getenv("TRAY_CHANGE")); err == nil {
		time.AfterFunc(wait, func() { f.show("full") })
	}
	go f.obey(bufio.NewScanner(os.Stdin), painted)
	t.run(ctx)
	fmt.Println("end")
}

// dot is an icon that costs nothing to send.
func dot(l server.Level) []byte {
	m := image.NewGray(image.Rect(0, 0, 1, 1))
	m.Pix[0] = l[0]
	var b bytes.Buffer
	_ = png.Encode(&b, m)
	return b.Bytes()
}

// obey does what the commands say.
func (f *fake) obey(commands *bufio.Scanner, painted <-chan server.Level) {
	for commands.Scan() {
		word, rest, _ := strings.Cut(commands.Text(), " ")
		switch word {
		case "show":
			f.show(rest)
		case "folder":
			f.change(func() { f.folder = rest })
		case "sick":
			f.change(func() { f.sick = rest })
		case "quit":
			f.stop()
		case "count":
			files, _ := os.ReadDir("/proc/self/fd")
			f.tell(fmt.Sprintf("%d goroutines, %d files", runtime.NumGoroutine(), len(files)))
		case "turn":
			f.turn(rest, painted)
		}
	}
}

// turn goes through the levels so many times, each as long as it takes to be painted.
func (f *fake) turn(times string, painted <-chan server.Level) {
	n, _ := strconv.Atoi(times)
	next := map[server.Level]server.Level{server.Calm: server.Busy, server.Busy: server.Full, server.Full: server.Calm}
	for range n {
		level := next[f.Snapshot().Level]
		f.change(func() { f.snap.Level = level })
		for <-painted != level {
		}
	}
	f.tell("turned")
}

// process is a child as the test sees it.
type process struct {
	command *exec.Cmd
	stdin   *bufio.Writer
	lines   chan string
	stderr  complaints
}

// complaints are what a child writes to stderr.
type complaints struct {
	mu    sync.Mutex
	text  strings.Builder
	first chan struct{} // closed when there is something
}

func (c *complaints) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.text.Len() == 0 && len(b) > 0 {
		close(c.first)
	}
	return c.text.Write(b)
}

func (c *complaints) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.text.String()
}

// start runs a child on a bus; "" is none.
func start(t *testing.T, bus string, env ...string) *process {
	t.Helper()
	dir := t.TempDir()
	quiet := filepath.Join(dir, "race") // systray has races of its own
	if err := os.WriteFile(quiet, []byte("race:fyne.io/systray\n"), 0o600); err != nil {
		t.Fatalf("WriteFile() = %v, want nil", err)
	}
	p := &process{command: exec.Command(os.Args[0]), lines: make(chan string, 100), stderr: complaints{first: make(chan struct{})}}
	p.command.Env = append(os.Environ(), "TRAY_CHILD=1", "DBUS_SESSION_BUS_ADDRESS="+bus, "XDG_RUNTIME_DIR="+dir, "GORACE=atexit_sleep_ms=0 suppressions="+quiet)
	p.command.Env = append(p.command.Env, env...)
	p.command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	p.command.Stderr = &p.stderr
	in, err := p.command.StdinPipe()
	if err != nil {
		t.Fatalf("StdinPipe() = %v, want nil", err)
	}
	p.stdin = bufio.NewWriter(in)
	out, err := p.command.StdoutPipe()
	if err != nil {
		t.Fatalf("StdoutPipe() = %v, want nil", err)
	}
	if err := p.command.Start(); err != nil {
		t.Fatalf("start child: %v", err)
	}
	go func() {
		defer close(p.lines)
		for s := bufio.NewScanner(out); s.Scan(); {
			p.lines <- s.Text()
		}
	}()
	t.Cleanup(func() {
		_ = p.command.Process.Kill()
		for range p.lines {
		}
		_ = p.command.Wait()
		if t.Failed() {
			t.Logf("the child's stderr: %s", p.stderr.String())
		}
	})
	return p
}

func (p *process) tell(t *testing.T, command string) {
	t.Helper()
	fmt.Fprintln(p.stdin, command)
	if err := p.stdin.Flush(); err != nil {
		t.Fatalf("tell child %q: %v", command, err)
	}
}

// expect waits for lines, these and no others.
func (p *process) expect(t *testing.T, want ...string) {
	t.Helper()
	for _, w := range want {
		if got := p.line(t); got != w {
			t.Fatalf("the child said %q, want %q", got, w)
		}
	}
}

func (p *process) line(t *testing.T) string {
	t.Helper()
	select {
	case line, ok := <-p.lines:
		if !ok {
			t.Fatal("the child has ended")
		}
		return line
	case <-time.After(panel.Limit):
		t.Fatalf("the child said nothing for %v", panel.Limit)
	}
	return ""
}

// ends waits for a good end, and returns what it wrote to stderr.
func (p *process) ends(t *testing.T) string {
	t.Helper()
	p.expect(t, "end")
	for line := range p.lines {
		t.Errorf("after its end the child said %q", line)
	}
	if err := p.command.Wait(); err != nil {
		t.Fatalf("the child ended with %v, want nil; its stderr: %s", err, p.stderr.String())
	}
	return p.stderr.String()
}
