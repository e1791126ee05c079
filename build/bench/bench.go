// SPDX-License-Identifier: MIT

package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"time"
)

// Options are what a run needs from outside.
type Options struct {
	Program    string   // porchlight, built
	Env        []string // what it runs with
	FileServer []string // serves by ServeFiles, given a folder and an address
	Nginx      string   // the program, or "": left out
	Wrk        string   // the program, or "": no load, only memory
	Folder     string   // an empty one, for files and configurations
	Quick      bool
	Only       *regexp.Regexp // names of rows to measure
	Out        io.Writer      // gets a word after each row

	youth, calm time.Duration // as the constants of these names, shorter in tests
}

// Run measures what is there. When ctx ends, so does all that it has started.
func Run(ctx context.Context, o Options) (*Report, error) {
	if runtime.GOOS != "linux" {
		report := newReport(ctx, &o)
		report.leftOut = []string{"the load, because processor time is read from /proc of Linux"}
		return report, nil
	}
	raiseDescriptors()
	o.youth, o.calm = youth, calm
	if err := os.Chmod(o.Folder, 0o755); err != nil { // the workers of nginx are another user
		return nil, err
	}
	unwanted := func(r row) bool { return !o.Only.MatchString(r.name) }
	return o.run(ctx, slices.DeleteFunc(plan(o.Quick), unwanted))
}

// spareDescriptors are for what is open beside connections.
const spareDescriptors = 1000

// run measures rows.
func (o *Options) run(ctx context.Context, rows []row) (*Report, error) {
	report := newReport(ctx, o)
	if o.Nginx == "" {
		report.leftOut = append(report.leftOut, "nginx, because it is missing")
	}
	if o.Wrk == "" {
		report.leftOut = append(report.leftOut, "all but memory, because wrk is missing")
		rows = slices.DeleteFunc(rows, func(r row) bool { return !r.idle })
	}
	root := filepath.Join(o.Folder, "tree")
	if len(rows) == 0 {
		return report, nil
	}
	if err := makeTree(root, rows); err != nil {
		return nil, err
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(o.youth):
	}
	for _, r := range rows {
		if descriptors() < r.connections+spareDescriptors {
			report.leftOut = append(report.leftOut, fmt.Sprintf("%s, because a process may open %s only", r.name, counted(descriptors(), "file")))
			continue
		}
		measured, err := o.measure(ctx, root, r)
		if err != nil {
			return nil, fmt.Errorf("measure %s: %w", r.name, err)
		}
		report.results = append(report.results, measured)
		fmt.Fprintf(o.Out, "%s\n", progress(measured))
	}
	return report, nil
}

// measure lets the servers of a row take turns, each as many rounds as the row
// has. They begin afresh, so that no row is in the debt of another; and where
// memory is measured, no round.
func (o *Options) measure(ctx context.Context, root string, r row) (result, error) {
	measured := result{row: r, samples: map[string][]sample{}}
	take := o.load
	if r.idle {
		take = o.idle
	}
	var up servers
	defer func() { up.stop() }()
	for round := range r.rounds {
		if r.idle {
			up.stop()
			up = nil
		}
		if up == nil {
			var err error
			if up, err = o.lineup(ctx, root, r); err != nil {
				return measured, err
			}
		}
		for i := range up {
			s := up[(round+i)%len(up)]
			got, err := take(ctx, s, &r)
			if err != nil {
				return measured, err
			}
			measured.samples[s.name] = append(measured.samples[s.name], got)
		}
	}
	return measured, nil
}

// servers are up together.
type servers []*server

// lineup starts the servers of a row.
func (o *Options) lineup(ctx context.Context, root string, r row) (up servers, err error) {
	for _, c := range o.contenders() {
		if !c.takes(&r) {
			continue
		}
		s, err := c.start(ctx, root, o.Folder, r.logged)
		if err != nil {
			up.stop()
			return nil, err
		}
		up = append(up, s)
	}
	return up, nil
}

func (all servers) stop() {
	for _, s := range all {
		s.stop()
	}
}

// progress is a row in a line.
func progress(r result) string {
	line := r.row.name + ":"
	for _, name := range []string{ours, nginx, nethttp} {
		if rate, ok := r.of(name, rateOf); ok && !r.row.idle {
			cost, _ := r.of(name, costOf)
			line += fmt.Sprintf(" %s %.0f/s %.1f µs;", name, rate.median, cost.median)
		}
		if memory, ok := r.of(name, memoryOf); ok && r.row.idle {
			line += fmt.Sprintf(" %s %.0f B;", name, memory.median)
		}
	}
	return line
}
