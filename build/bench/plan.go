// SPDX-License-Identifier: MIT

package bench

import (
	"strconv"
	"time"
)

// row is one thing that is measured on all servers.
type row struct {
	name        string
	connections int
	path        string // what is asked for, in the folder
	files       int    // in place of path: one of so many files, at random
	close       bool   // a connection for each request
	gzipped     bool   // as it lies coded beside the file, by servers that look for that
	logged      bool   // by servers that write a line for each request to a file
	idle        bool   // no load: what the connections take while they wait
	most        bool   // so many connections that it takes a while to open them
	rounds      int
	length      time.Duration // of one round
}

// usual is how many connections there are where a row is about something else.
const usual = 64

// The files that are asked for.
const (
	smallPath = "/k1.html"
	codedPath = "/k10.html"
	manySize  = 1 << 10
)

// pace is how long and how often rows are measured.
type pace struct {
	rounds, mostRounds, idleRounds int
	length, mostLength             time.Duration
}

// plan returns what is measured: in about ten minutes, or when quick in two and
// a half.
func plan(quick bool) []row {
	p := pace{5, 3, 2, 2 * time.Second, 6 * time.Second}
	if quick {
		p = pace{3, 1, 1, time.Second, 4 * time.Second}
	}
	var rows []row
	for _, r := range allRows() {
		if quick && r.spared() {
			continue
		}
		r.rounds, r.length = p.rounds, p.length
		switch {
		case r.idle:
			r.rounds = p.idleRounds
		case r.most:
			r.rounds, r.length = p.mostRounds, p.mostLength
		}
		rows = append(rows, r)
	}
	return rows
}

// spared reports that a row can be missed when time is short.
func (r *row) spared() bool {
	switch {
	case r.path == smallPath && !r.idle:
		return r.connections == 16 || r.connections == 256
	case r.files > 0:
		return r.files > 10_000
	}
	return r.path == "/k100.css"
}

func allRows() []row {
	var rows []row
	for _, n := range []int{1, 16, usual, 256, 1000, 10_000} {
		rows = append(rows, row{name: "1 KiB, " + counted(n, "connection"), connections: n, path: smallPath, most: n > 1000})
	}
	rows = append(rows,
		row{name: "10 KiB", connections: usual, path: codedPath},
		row{name: "10 KiB, gzip", connections: usual, path: codedPath, gzipped: true},
		row{name: "100 KiB", connections: usual, path: "/k100.css"},
		row{name: "1 MiB", connections: usual, path: "/m1.jpg"},
	)
	for _, n := range []int{10, 10_000, 100_000} {
		rows = append(rows, row{name: counted(n, "file") + " at random", connections: usual, files: n})
	}
	rows = append(rows,
		row{name: "1 KiB, connection per request", connections: usual, path: smallPath, close: true},
		row{name: "1 KiB, access log to a file", connections: usual, path: smallPath, logged: true},
	)
	for _, n := range []int{1000, 10_000} {
		rows = append(rows, row{name: counted(n, "idle connection"), connections: n, path: smallPath, idle: true})
	}
	return rows
}

// counted is a number and what it counts, as people write it.
func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return grouped(n) + " " + what
}

// grouped writes a number with a comma between thousands.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
