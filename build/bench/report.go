// SPDX-License-Identifier: MIT

package bench

import (
	"context"
	"fmt"
	"math"
	"os/exec"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"
)

// Report is what a run has found, and where.
type Report struct {
	date    time.Time
	machine string // processor, cores, kernel, Go
	tools   string // the others that took part, with their versions
	command string
	pace    row // a usual row, for its rounds and their length
	results []result
	leftOut []string // rows, with the reason
	inside  []inside
}

// newReport is a report of nothing so far, about this machine.
func newReport(ctx context.Context, o *Options) *Report {
	model, kernel := hardware()
	r := &Report{
		date: time.Now(), pace: plan(o.Quick)[0], command: "go run ./build bench",
		machine: fmt.Sprintf("%s, %s, %s, %s", model, counted(runtime.NumCPU(), "core"), kernel, strings.Replace(runtime.Version(), "go", "Go ", 1)),
	}
	if o.Quick {
		r.command += " -quick"
	}
	var tools []string
	for _, t := range [][2]string{{nginx, o.Nginx}, {"wrk", o.Wrk}} {
		if t[1] != "" {
			tools = append(tools, t[0]+" "+version(ctx, t[1]))
		}
	}
	r.tools = strings.Join(tools, ", ")
	return r
}

// version is what a program says when it is asked by -v. wrk takes it for a
// mistake, and says so by its exit code.
func version(ctx context.Context, program string) string {
	text, _ := exec.CommandContext(ctx, program, "-v").CombinedOutput()
	return regexp.MustCompile(`\d+(\.\d+)+|$`).FindString(string(text))
}

// Markdown is the report for people: tables, and how they came about.
func (r *Report) Markdown() string {
	var b strings.Builder
	r.writeLoad(&b)
	r.writeMemory(&b)
	r.writeInside(&b)
	r.writeTerms(&b)
	return b.String()
}

// servers are the names of those that took part in a row.
func (r *Report) servers() []string {
	var names []string
	for _, name := range []string{ours, nginx, nethttp} {
		if slices.ContainsFunc(r.results, func(row result) bool { return len(row.samples[name]) > 0 }) {
			names = append(names, name)
		}
	}
	return names
}

func (r *Report) writeLoad(b *strings.Builder) {
	names := r.servers()
	if !slices.ContainsFunc(r.results, func(row result) bool { return !row.row.idle }) {
		return
	}
	cells := []string{counted(usual, "connection") + ", unless said"}
	for _, name := range names {
		if name != nginx && slices.Contains(names, nginx) {
			cells = append(cells, name+" ÷ nginx")
		}
	}
	for _, unit := range []string{"requests/s of ", "CPU µs/request of "} {
		for _, name := range names {
			cells = append(cells, unit+name)
			unit = ""
		}
	}
	writeHead(b, cells)
	for _, row := range r.results {
		if !row.row.idle {
			writeRow(b, row.cells(names))
		}
	}
	b.WriteString("\n")
}

// cells are the row of a load in the table.
func (r *result) cells(names []string) []string {
	cells, faults := []string{r.row.name}, r.faults()
	for _, name := range names {
		if name == nginx || !slices.Contains(names, nginx) {
			continue
		}
		text := "–"
		if s, ok := r.ratio(name); ok {
			text = fmt.Sprintf("%.2f", s.median)
			if name == ours {
				text = "**" + text + "**"
			}
			text += fmt.Sprintf(" (%.2f–%.2f)", s.least, s.most)
		}
		cells = append(cells, text)
	}
	for _, name := range names {
		text := "–"
		if s, ok := r.of(name, rateOf); ok {
			text = grouped(int(math.Round(s.median)))
		}
		if faults[name] > 0 {
			text += fmt.Sprintf(" (%s)", counted(faults[name], "fault"))
		}
		cells = append(cells, text)
	}
	for _, name := range names {
		text := "–"
		if s, ok := r.of(name, costOf); ok {
			text = fmt.Sprintf("%.1f", s.median)
		}
		cells = append(cells, text)
	}
	return cells
}

func (r *Report) writeMemory(b *strings.Builder) {
	names, begun := r.servers(), false
	for _, row := range r.results {
		if !row.row.idle {
			continue
		}
		if !begun {
			writeHead(b, append([]string{"memory, bytes a connection"}, names...))
			begun = true
		}
		cells := []string{row.row.name}
		for _, name := range names {
			s, _ := row.of(name, memoryOf)
			cells = append(cells, grouped(int(math.Round(s.median))))
		}
		writeRow(b, cells)
	}
	if begun {
		b.WriteString("\n")
	}
}

// writeInside says in a sentence what the benchmark of Go found.
func (r *Report) writeInside(b *strings.Builder) {
	if len(r.inside) == 0 {
		return
	}
	rows := make([]string, len(r.inside))
	for i, row := range r.inside {
		rows[i] = fmt.Sprintf("%s %.1f µs, %d", row.name, row.ns/1e3, row.allocations)
	}
	fmt.Fprintf(b, "Without a socket, from the head to the last byte, time and allocations of a request: %s.\n\n", strings.Join(rows, "; "))
}

func writeHead(b *strings.Builder, cells []string) {
	writeRow(b, cells)
	b.WriteString("|---|" + strings.Repeat("--:|", len(cells)-1) + "\n")
}

func writeRow(b *strings.Builder, cells []string) {
	b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

// writeTerms says when, where and how.
func (r *Report) writeTerms(b *strings.Builder) {
	fmt.Fprintf(b, "`%s`, %s: %s", r.command, r.date.Format(time.DateOnly), r.machine)
	if r.tools != "" {
		fmt.Fprintf(b, "; %s", r.tools)
	}
	b.WriteString(".\n")
	if len(r.results) > 0 {
		fmt.Fprintf(b, "%s of %.0f s, in which the servers take turns; medians, with the least and the most of the ratios. wrk ran on the same\n"+
			"machine, of which other programs took %.0f %%. porchlight ran with `%s`, which lift limits and\n"+
			"change nothing that is sent, and wrote its log to nowhere; nginx was tuned: `sendfile`, `open_file_cache`, no log. In the row with\n"+
			"a log to a file nginx gathers 64 KiB and porchlight 256. At 10,000 connections there are fewer and longer rounds, and what it takes\n"+
			"to open the connections is taken off.\n",
			counted(r.pace.rounds, "round"), r.pace.length.Seconds(), 100*r.others(), strings.Join(Lifted(), " "))
	}
	for _, reason := range r.leftOut {
		fmt.Fprintf(b, "\nLeft out: %s.\n", reason)
	}
}

// others is the share of the machine that went to other programs, in the median.
func (r *Report) others() float64 {
	var all []float64
	for _, row := range r.results {
		for _, samples := range row.samples {
			for _, s := range samples {
				if !row.row.idle {
					all = append(all, s.others)
				}
			}
		}
	}
	s, _ := spreadOf(all)
	return s.median
}
