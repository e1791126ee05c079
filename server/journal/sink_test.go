// SPDX-License-Identifier: MIT

package journal

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestFlusherDelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out record
		j := open(t, Options{Console: &out})
		defer j.Close()
		step := func(d time.Duration, want int) {
			t.Helper()
			time.Sleep(d)
			synctest.Wait()
			if got := out.count(); got != want {
				t.Errorf("writes after %v = %d, want %d", d, got, want)
			}
		}
		step(time.Hour, 0)
		j.Access(photo(time.Local))
		step(delay/2, 0)
		j.Access(photo(time.Local))
		step(delay/2-1, 0)
		step(1, 1) // both lines, counted from the first
		step(time.Hour, 1)
		j.Logger().Info("started")
		step(delay, 2)
	})
}

func TestFlusherThreshold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out record
		j := open(t, Options{Console: &out})
		defer j.Close()
		line := len(photo(time.Local).appendClassic(nil, "[2024-03-15 10:30:15]"))
		need := (threshold + line - 1) / line
		began := time.Now()
		for i := range need {
			synctest.Wait()
			if got := out.count(); got != 0 {
				t.Fatalf("writes after %d lines = %d, want 0", i, got)
			}
			j.Access(photo(time.Local))
		}
		synctest.Wait()
		if got, took := out.count(), time.Since(began); got != 1 || took != 0 {
			t.Errorf("writes after %d bytes = %d in %v, want 1 at once", need*line, got, took)
		}
	})
}

func TestWarningIsWrittenAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out record
		j := open(t, Options{Console: &out})
		defer j.Close()
		began := time.Now()
		j.Access(photo(time.Local))
		j.Logger().Info("first")
		j.Logger().Warn("second")
		got := out.String()
		if a, b, c := strings.Index(got, "Worker-1"), strings.Index(got, "first"), strings.Index(got, "second"); a < 0 || b < a || c < b {
			t.Errorf("Warn had written %q, want the lines in their order", got)
		}
		j.Access(photo(time.Local))
		j.Flush()
		if got := strings.Count(out.String(), "Worker-1"); got != 2 {
			t.Errorf("Flush had written %d access lines, want 2", got)
		}
		j.Flush()
		if took := time.Since(began); took != 0 {
			t.Errorf("Warn and Flush took %v, want no waiting", took)
		}
	})
}

// A console that takes nothing, as a paused terminal: nobody hangs, what does not fit is counted, and the count stands
// where the lines are missing.
func TestBlockedConsole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &gate{open: make(chan struct{})}
		j := open(t, Options{Console: out})
		began := time.Now()
		j.Logger().Warn("line 0")
		if took := time.Since(began); took != patience {
			t.Errorf("Warn on a blocked console took %v, want %v", took, patience)
		}
		const lines = 60_000
		for i := 1; i < lines; i++ {
			j.Logger().Info("line " + strconv.Itoa(i))
		}
		j.Logger().Error("too late")
		j.Flush()
		if took := time.Since(began); took != patience {
			t.Errorf("logging to a stalled console took %v, want no more than the first %v", took, patience)
		}
		if held := len(j.ends[0].pending) + len(j.ends[0].unsent); held > backlog {
			t.Errorf("a blocked console holds %d bytes, want at most %d", held, backlog)
		}
		close(out.open)
		time.Sleep(delay)
		synctest.Wait()
		j.Logger().Warn("after")
		if err := j.Close(); err != nil {
			t.Errorf("Close() = %v, want no error", err)
		}
		checkBacklog(t, out.String(), lines)
	})
}

func checkBacklog(t *testing.T, got string, lines int) {
	t.Helper()
	all := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
	kept := len(all) - 2
	for i, line := range all[:kept] {
		if !strings.HasSuffix(line, "line "+strconv.Itoa(i)) {
			t.Fatalf("line %d = %q, want every line whole and in order", i, line)
		}
	}
	want := fmt.Sprintf("Warning: log lines dropped count=%d", lines+1-kept)
	if !strings.HasSuffix(all[kept], want) || !strings.HasSuffix(all[kept+1], "Warning: after") {
		t.Errorf("the last lines are %q, want %q and then the next warning", all[kept:], want)
	}
}

func TestCloseOnBlockedConsole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &gate{open: make(chan struct{})}
		j := open(t, Options{Console: out})
		j.Logger().Info("m")
		began := time.Now()
		for range 2 {
			if err := j.Close(); !errors.Is(err, ErrBlocked) {
				t.Errorf("Close() = %v, want %v", err, ErrBlocked)
			}
		}
		if took := time.Since(began); took != farewell {
			t.Errorf("Close twice took %v, want %v", took, farewell)
		}
		close(out.open) // the goroutine ends now: synctest would see it if it did not
	})
}

// A console that fails in the middle of a line goes on with the rest of that line, and loses nothing that fits.
func TestFailingConsole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out shaky
		out.mend(30)
		j := open(t, Options{Console: &out})
		var want strings.Builder
		say := func(text string) {
			r := at(0, text)
			if err := j.Logger().Handler().Handle(t.Context(), r); err != nil {
				t.Errorf("Handle(%q) = %v, want no error", text, err)
			}
			want.WriteString("[2024-03-15 10:30:00] " + text + "\n")
		}
		say("the first line")
		time.Sleep(delay)
		for range 3 { // each asks for a try of its own, though the one before still waits
			say("a line while the console fails")
			time.Sleep(delay)
			synctest.Wait()
		}
		if got := len(out.String()); got != 30 {
			t.Errorf("a failing console took %d bytes, want 30", got)
		}
		out.mend(1 << 20)
		say("a line when it is mended")
		time.Sleep(delay)
		synctest.Wait()
		if diff := cmp.Diff(want.String(), out.String()); diff != "" {
			t.Errorf("lines over a failure (-want +got):\n%s", diff)
		}
		if err := j.Close(); err != nil {
			t.Errorf("Close() after recovery = %v, want no error", err)
		}
	})
}

// A console that never takes anything, as a closed pipe, costs no waiting, and Close says why lines are missing.
func TestDeadConsole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out shaky
		j := open(t, Options{Console: &out})
		began := time.Now()
		for range 20_000 {
			j.Logger().Warn("nobody reads this line, which is not so short that many of them would fit")
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("warnings to a dead console took %v, want no waiting", took)
		}
		if s := j.ends[0]; s.dropped == 0 || len(s.unsent)+len(s.pending) > backlog {
			t.Errorf("a dead console holds %d bytes and dropped %d lines, want at most %d bytes, and the rest dropped", len(s.unsent)+len(s.pending), s.dropped, backlog)
		}
		if err := j.Close(); !errors.Is(err, errFull) {
			t.Errorf("Close() = %v, want %v", err, errFull)
		}
	})
}

// A console that blocks does not silence the file.
func TestEndsAreApart(t *testing.T) {
	name := t.TempDir() + "/porchlight.log"
	out := &gate{open: make(chan struct{})}
	j := open(t, Options{Console: out, File: name})
	j.Access(photo(time.Local))
	j.ends[0].flush(farewell)
	if got := read(t, name); !strings.Contains(got, "/photo.jpg") {
		t.Errorf("the file beside a blocked console has %q, want the line", got)
	}
	close(out.open)
	if err := j.Close(); err != nil {
		t.Errorf("Close() = %v, want no error", err)
	}
	if got, want := out.String(), read(t, name); got != want {
		t.Errorf("console = %q, want the file's %q", got, want)
	}
}

// When one end fails the other says so, once.
func TestPeerIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var bad shaky
		var good record
		j := &Journal{}
		a, b := newSink("file", &bad, nil, j.lines), newSink("console", &good, nil, j.lines)
		a.peer, b.peer = b, a
		go a.run()
		go b.run()
		for range 3 {
			a.add([]byte("lost\n"))
			time.Sleep(time.Second)
		}
		for _, s := range []*sink{a, b} {
			s.stop()
		}
		if err := a.wait(farewell); !errors.Is(err, errFull) {
			t.Errorf("wait(failing end) = %v, want %v", err, errFull)
		}
		if err := b.wait(farewell); err != nil {
			t.Errorf("wait(healthy end) = %v, want no error", err)
		}
		want := `Warning: log not written log=file err="no space left"` + "\n"
		if got := good.String(); strings.Count(got, "\n") != 1 || !strings.HasSuffix(got, want) {
			t.Errorf("the healthy end has %q, want %q once", got, want)
		}
	})
}
