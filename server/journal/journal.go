// SPDX-License-Identifier: MIT

package journal

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"time"
)

const (
	// patience is how long a warning waits for its own write. A terminal that somebody has paused costs one request
	// this long, once: after that the end counts as stalled until it moves again.
	patience = 250 * time.Millisecond
	// farewell is how long Flush, and then Close, wait for each end.
	farewell = 2 * time.Second
)

// ErrBlocked is returned by Close when an end was still inside a write after two seconds. The goroutine of that end
// finishes as soon as the write returns.
var ErrBlocked = errors.New("write still blocked")

// Options says how a journal looks and where it goes.
type Options struct {
	Level   slog.Level // the least level that is written; SetLevel changes it later
	Format  string     // "classic", "text" or "json"; "" is classic
	Console io.Writer  // where console lines go; nil for none
	Color   bool       // colour the text form on the console
	File    string     // a file that takes the same lines, never coloured; "" for none
	Size    int64      // the most bytes a file holds before it is rotated; 0 or less for no limit
	Keep    int        // how many old files stay, from File.1 (newest) to File.N; 0 for none
}

// Journal is an open log. Its methods may be called from any goroutine, also after Close, when lines go nowhere.
type Journal struct {
	level   slog.LevelVar
	clock   clock
	classic bool
	ends    ends
	routes  []slog.Handler // one for all ends when they take the same bytes, else one for each
	logger  *slog.Logger
	shut    func() error
}

// Open opens the file, if there is one, and starts one goroutine for each end; Close ends them. The errors are an unknown
// format (ErrFormat) and a file that does not open, in which case nothing is left running.
func Open(o Options) (*Journal, error) {
	j := &Journal{classic: o.Format == "" || o.Format == "classic"}
	j.level.Set(o.Level)
	plain, err := j.form(o.Format)
	if err != nil {
		return nil, err
	}
	painted, apart := plain, o.Color && o.Format == "text"
	if apart {
		painted = j.tinted
	}
	if o.File != "" {
		r := &rotator{name: o.File, limit: o.Size, keep: o.Keep}
		if err := r.open(); err != nil {
			return nil, err
		}
		j.ends = append(j.ends, newSink("file", r, r.Close, plain))
	}
	if o.Console != nil {
		j.ends = append(j.ends, newSink("console", o.Console, nil, painted))
	}
	if apart {
		for _, s := range j.ends {
			j.routes = append(j.routes, s.form(s))
		}
	} else {
		j.routes = []slog.Handler{plain(j.ends)}
	}
	j.begin()
	return j, nil
}

// begin introduces the ends to each other and starts them.
func (j *Journal) begin() {
	if len(j.ends) == 2 {
		j.ends[0].peer, j.ends[1].peer = j.ends[1], j.ends[0]
	}
	j.logger = slog.New(&router{journal: j, routes: j.routes})
	j.shut = sync.OnceValue(j.stop)
	for _, s := range j.ends {
		go s.run()
	}
}

// Logger returns the logger for lifecycle lines and warnings. A line at Warn or above has been written when the call
// returns, unless its end is blocked.
func (j *Journal) Logger() *slog.Logger { return j.logger }

// SetLevel changes the least level that is written, from the next line on.
func (j *Journal) SetLevel(l slog.Level) { j.level.Set(l) }

// Say writes a sentence at level Info whatever the journal's level is, in its turn: what a program must say, such as
// where it listens.
func (j *Journal) Say(sentence string) {
	j.all(slog.NewRecord(time.Now(), slog.LevelInfo, sentence, 0))
}

// Access writes the line of one request and does not keep e. It never waits for a write. The line has level Info, or
// Warn when e.Err is set; below the journal's level the call returns at once.
func (j *Journal) Access(e *Entry) {
	level := e.level()
	if level < j.level.Level() {
		return
	}
	if !j.classic {
		j.accessRecord(e, level)
		return
	}
	line := lines.Get().(*[]byte)
	*line = e.appendClassic((*line)[:0], j.clock.stamp(e.Time))
	j.ends.add(*line)
	lines.Put(line)
}

// lines are the buffers of Access. They are not on its stack, because it runs on the stack of a connection: what that
// grows to here, ten thousand idle connections keep.
var lines = sync.Pool{New: func() any {
	line := make([]byte, 0, 1024)
	return &line
}}

// accessRecord is apart from Access for the same reason: a record is large.
//
//go:noinline
func (j *Journal) accessRecord(e *Entry, level slog.Level) {
	j.all(e.record(level))
}

func (j *Journal) all(r slog.Record) {
	for _, h := range j.routes {
		_ = h.Handle(context.Background(), r) // a sink takes every line: it has no error to give
	}
}

// Flush waits until everything logged before the call has been written: for two seconds at most for each end, and not
// at all for one that has been waited for in vain and still blocks.
func (j *Journal) Flush() { j.flush(farewell) }

func (j *Journal) flush(limit time.Duration) {
	for _, s := range j.ends {
		s.flush(limit)
	}
}

// Close writes what is left, waits for the goroutines and closes the file; the console stays open. The error is the
// reason why lines are missing: the last failed write, or ErrBlocked. A second Close returns the same.
func (j *Journal) Close() error { return j.shut() }

func (j *Journal) stop() error {
	for _, s := range j.ends {
		s.stop()
	}
	var errs []error
	for _, s := range j.ends {
		errs = append(errs, s.wait(farewell))
	}
	return errors.Join(errs...)
}

// ends is every end of one journal. It is an io.Writer of whole lines, so that one slog handler can serve all of them.
type ends []*sink

func (n ends) add(line []byte) {
	for _, s := range n {
		s.add(line)
	}
}

// Write takes one whole line and has no error to give.
func (n ends) Write(line []byte) (int, error) {
	n.add(line)
	return len(line), nil
}
