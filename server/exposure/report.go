// SPDX-License-Identifier: MIT

package exposure

import (
	"strings"

	"porchlight/server/amount"
)

// mostNamed is how many links, and how many secrets, a Report names.
const mostNamed = 8

// Report is what a folder would show to others. What is hidden is not lent, and
// so is counted and no more.
type Report struct {
	Files, Folders int
	Bytes          int64 // of these files
	Hidden         int   // names with a leading dot, at the top of what they hide
	Unreadable     int   // folders and files that could not be looked at

	Links    int      // that lead out of the folder; they are not followed
	LinksOut []string // the first of them
	Secrets  Secrets

	More bool // the look ended early: there is at least this much
}

// Secrets are files among those lent that look like keys or passwords.
type Secrets struct {
	Count int
	First []Finding // the first of them
	kinds [len(kinds)]int
}

// Finding is one of them: its path from the folder, with slashes, and what it
// is, such as "private key".
type Finding struct{ Path, Why string }

func (r *Report) addLink(path string) {
	if r.Links++; r.Links <= mostNamed {
		r.LinksOut = append(r.LinksOut, path)
	}
}

func (s *Secrets) add(path string, k kind) {
	s.kinds[k]++
	if s.Count++; s.Count <= mostNamed {
		s.First = append(s.First, Finding{path, kinds[k].one})
	}
}

// Sentence says it in one line: "1,284 files, 3.1 GB · 2 links lead out · 1 private key".
func (r Report) Sentence() string {
	size := "no files"
	switch {
	case r.Files > 0:
		size = amount.Count(r.Files, "file", "files") + ", " + amount.Bytes(r.Bytes)
		if r.More {
			size = "more than " + size
		}
	case r.More:
		size = "too large to look through"
	}
	parts := []string{size}
	if r.Links > 0 {
		parts = append(parts, amount.Count(r.Links, "link leads out", "links lead out"))
	}
	for k, n := range r.Secrets.kinds {
		if n > 0 {
			parts = append(parts, amount.Count(n, kinds[k].one, kinds[k].many))
		}
	}
	if r.Unreadable > 0 {
		parts = append(parts, amount.Number(r.Unreadable)+" not readable")
	}
	return strings.Join(parts, " · ")
}
