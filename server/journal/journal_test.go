// SPDX-License-Identifier: MIT

package journal

import (
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestOpenRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	rows := []struct {
		name string
		o    Options
		is   func(error) bool
	}{
		{"format", Options{Format: "xml"}, func(err error) bool { return errors.Is(err, ErrFormat) }},
		{"file in a file", Options{File: filepath.Join(file, "a.log")}, func(err error) bool { _, ok := errors.AsType[*fs.PathError](err); return ok }},
		{"folder", Options{File: filepath.Dir(file)}, func(err error) bool { _, ok := errors.AsType[*fs.PathError](err); return ok }},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			if j, err := Open(r.o); j != nil || !r.is(err) {
				t.Errorf("Open(%+v) = %v, %v, want no journal and an error of its kind", r.o, j, err)
			}
		})
	}
}

func TestLevel(t *testing.T) {
	rows := []struct {
		level slog.Level
		want  string
	}{
		{slog.LevelDebug, "access failure debug info warn error said"},
		{slog.LevelInfo, "access failure info warn error said"},
		{slog.LevelWarn, "failure warn error said"},
		{slog.LevelError, "error said"},
		{slog.LevelError + 1, "said"},
	}
	for _, format := range []string{"classic", "text", "json"} {
		for _, r := range rows {
			t.Run(format+"/"+r.level.String(), func(t *testing.T) {
				got := logged(t, Options{Format: format, Level: slog.LevelError}, func(j *Journal) {
					j.SetLevel(r.level)
					e := photo(time.Local)
					e.Target = "/-access-"
					j.Access(e)
					e.Target, e.Err = "/-failure-", io.ErrUnexpectedEOF
					j.Access(e)
					j.Logger().Debug("-debug-")
					j.Logger().Info("-info-")
					j.Logger().Warn("-warn-")
					j.Logger().Error("-error-")
					j.Say("-said-")
				})
				var seen []string
				for _, word := range strings.Fields("access failure debug info warn error said") {
					if strings.Contains(got, "-"+word+"-") {
						seen = append(seen, word)
					}
				}
				if s := strings.Join(seen, " "); s != r.want {
					t.Errorf("level %v wrote %q, want %q", r.level, s, r.want)
				}
			})
		}
	}
}

// The console has colour, the file never has, and both have every line.
func TestColourStaysOnTheConsole(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.log")
	got := logged(t, Options{Format: "text", Color: true, File: name}, func(j *Journal) {
		j.Access(photo(time.UTC))
		j.Logger().Warn("m")
	})
	file := read(t, name)
	if !strings.Contains(got, "\x1b[") || strings.Contains(file, "\x1b") {
		t.Errorf("console %q, file %q, want colour in the first alone", got, file)
	}
	if a, b := strings.Count(got, "\n"), strings.Count(file, "\n"); a != 2 || b != 2 {
		t.Errorf("console has %d lines and file %d, want 2 each", a, b)
	}
}

func TestBothEndsAgree(t *testing.T) {
	for _, format := range []string{"classic", "text", "json"} {
		t.Run(format, func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "a.log")
			got := logged(t, Options{Format: format, File: name}, func(j *Journal) {
				j.Access(photo(time.UTC))
				j.Logger().Warn("m")
			})
			if want := read(t, name); got != want || strings.Count(got, "\n") != 2 {
				t.Errorf("console has %q, want the file's two lines %q", got, want)
			}
		})
	}
}

func TestClose(t *testing.T) {
	var out record
	j := open(t, Options{Console: &out, File: filepath.Join(t.TempDir(), "a.log")})
	j.Access(photo(time.Local))
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if err := j.Close(); err != nil {
				t.Errorf("Close() = %v, want no error", err)
			}
			if out.String() == "" {
				t.Error("Close() came back before the last line was written")
			}
		})
	}
	wg.Wait()
	was := out.count()
	j.Access(photo(time.Local))
	j.Logger().Error("m")
	j.Flush()
	if err := j.Close(); err != nil {
		t.Errorf("Close() again = %v, want no error", err)
	}
	if got := out.count(); got != was {
		t.Errorf("writes after Close = %d, want %d", got, was)
	}
}

func TestNoEnds(t *testing.T) {
	j := open(t, Options{})
	j.Access(photo(time.Local))
	j.Logger().Error("m")
	j.Flush()
	if err := j.Close(); err != nil {
		t.Errorf("Close() = %v, want no error", err)
	}
}

// Logging, closing and changing the level at once must not race. The race detector is the judge.
func TestConcurrentUse(t *testing.T) {
	for _, format := range []string{"classic", "text", "json"} {
		logged(t, Options{Format: format, File: filepath.Join(t.TempDir(), "a.log"), Size: 1000, Keep: 2}, func(j *Journal) {
			var wg sync.WaitGroup
			defer wg.Wait()
			for i := range 4 {
				wg.Go(func() {
					for range 100 {
						j.Access(photo(time.Local))
						j.SetLevel(slog.Level(i))
						j.Logger().Info("m")
					}
				})
			}
			wg.Go(j.Flush)
			wg.Go(func() { j.Logger().Warn("m") })
		})
	}
}

func TestAccessDoesNotAllocate(t *testing.T) {
	rows := []struct {
		name   string
		level  slog.Level
		file   bool
		change func(*Entry)
	}{
		{"console", slog.LevelInfo, false, func(*Entry) {}},
		{"console and file", slog.LevelInfo, true, func(*Entry) {}},
		{"escapes", slog.LevelInfo, false, func(e *Entry) { e.Target = "/\x1b[31m " + strings.Repeat("日本", 40) }},
		{"long target", slog.LevelInfo, false, func(e *Entry) { e.Target = "/" + strings.Repeat("a", 5000) }},
		{"failure", slog.LevelInfo, false, func(e *Entry) { e.Err = io.ErrUnexpectedEOF }},
		{"level above", slog.LevelWarn, false, func(*Entry) {}},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			o := Options{Level: r.level, Console: io.Discard}
			if r.file {
				o.File = filepath.Join(t.TempDir(), "a.log")
			}
			j := open(t, o)
			defer j.Close()
			e := photo(time.Local)
			r.change(e)
			for range 5000 { // the buffers grow to their size
				j.Access(e)
			}
			if got := testing.AllocsPerRun(5000, func() { j.Access(e) }); got != 0 {
				t.Errorf("Access allocates %v times, want 0", got)
			}
		})
	}
}

func BenchmarkAccess(b *testing.B) {
	for _, format := range []string{"classic", "text", "json"} {
		b.Run(format, func(b *testing.B) {
			j := open(b, Options{Format: format, Console: io.Discard})
			defer j.Close()
			e := photo(time.Local)
			b.ReportAllocs()
			for b.Loop() {
				j.Access(e)
			}
		})
	}
}
