// SPDX-License-Identifier: MIT

package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"time"

	"porchlight/server/exposure"
)

// Loan is a folder to lend to the local network.
type Loan struct {
	Dir    string
	Mode   string            // share or receive
	Insist bool              // also where that shows more than a person may think
	Terms  map[string]string // texts of further keys for as long as it is lent, as a flag would say them
}

// Lend lends a folder, starts the server if it is off, and remembers the folder
// and the one that was lent before. What is lent goes over the configuration
// and is not written to it: after Stop, and at the next launch, that is in force
// again. It replaces a loan that is on.
func (a *App) Lend(l Loan) error {
	dir, err := lendable(l.Dir)
	if err != nil {
		return err
	}
	report, err := a.inspect(dir, l)
	if err != nil {
		return err
	}
	terms := map[string]string{}
	maps.Copy(terms, l.Terms)
	terms["root"], terms["mode"] = dir, l.Mode
	a.mu.Lock()
	defer a.mu.Unlock()
	before := a.seen.Load().resolved.Config
	if err := a.lend(terms, report); err != nil {
		return err
	}
	lent := []Lent{{dir, l.Mode, time.Now()}}
	if root, err := filepath.Abs(before.Root); err == nil && before.Root != "" {
		lent = append(lent, Lent{root, before.Mode, time.Now()})
	}
	a.update(func(s *seen) { s.recent = remember(s.recent, lent) })
	if err := writeRecent(a.options.State, a.seen.Load().recent); err != nil {
		a.Logger().Warn("recent folders not remembered", "err", err)
	}
	a.wanted = true
	return a.start()
}

// lookTime bounds how long a folder is looked through before it is lent.
const lookTime = 2 * time.Second

// inspect says what a folder would show to others, and refuses one that shows
// more than a person may think. An inbox shows nothing.
func (a *App) inspect(dir string, l Loan) (sentence string, err error) {
	if err := exposure.Refused(dir); err != nil && !l.Insist {
		return "", err
	}
	if l.Mode == "receive" {
		return "", nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), lookTime)
	defer cancel()
	report, err := exposure.Look(ctx, dir)
	if err != nil {
		return "", err
	}
	if n := report.Secrets.Count; n > 0 && !l.Insist {
		first := report.Secrets.First[0]
		return "", fmt.Errorf("lend %q: %s is a %s; take it out, or %w (%s)", dir, first.Path, first.Why, exposure.ErrInsist, report.Sentence())
	}
	return report.Sentence(), nil
}

// lend puts terms over the configuration, of a folder that shows so much; with an
// error nothing has changed. It wants a.mu.
func (a *App) lend(terms map[string]string, exposed string) error {
	if err := a.overridden(terms); err != nil {
		return err
	}
	before, exposedBefore := a.loan, a.exposed
	a.loan, a.exposed = terms, exposed
	resolved, err := a.load()
	if _, said := terms["lan"]; err == nil && !said && resolved.LAN == "off" && resolved.Mode != "website" {
		terms["lan"] = "auto" // whoever lends a folder wants it to be reached
		resolved, err = a.load()
	}
	if err == nil {
		err = a.apply(resolved.Config)
	}
	if err != nil {
		a.loan, a.exposed = before, exposedBefore
		return err
	}
	a.accept(resolved)
	return nil
}

// lendable returns the absolute path of a folder that can be read.
func lendable(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("lend %q: %w", dir, err)
	}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("lend %q: there is no such folder", dir)
	case err != nil:
		return "", fmt.Errorf("lend %q: %w", dir, err)
	case !info.IsDir():
		return "", fmt.Errorf("lend %q: this is a file, choose the folder that it lies in", dir)
	}
	return dir, nil
}
