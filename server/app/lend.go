// SPDX-License-Identifier: MIT

package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"porchlight/server/config"
)

// mostRecent is how many folders are remembered.
const mostRecent = 8

// recentFile holds them, in the folder of Options.State.
const recentFile = "recent.json"

// Lend lends a folder in a mode, starts the server if it is off, and remembers
// the folder, and the one that was lent before.
func (a *App) Lend(dir, mode string) error {
	dir, err := lendable(dir)
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	before := a.seen.Load().resolved.Config
	if err := a.set(map[string]string{"root": dir, "mode": mode}); err != nil {
		return err
	}
	lent := []Lent{{dir, mode, time.Now()}}
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

// remember puts lent before what was, each folder once in each mode.
func remember(was, lent []Lent) []Lent {
	all := slices.Clone(lent)
	for _, l := range was {
		if !slices.ContainsFunc(all, func(o Lent) bool { return o.Path == l.Path && o.Mode == l.Mode }) {
			all = append(all, l)
		}
	}
	return all[:min(len(all), mostRecent)]
}

// readRecent returns what is remembered: nothing, when it cannot be read.
func readRecent(state string) []Lent {
	data, err := os.ReadFile(filepath.Join(state, recentFile))
	if err != nil {
		return nil
	}
	var recent []Lent
	if json.Unmarshal(data, &recent) != nil {
		return nil
	}
	return recent[:min(len(recent), mostRecent)]
}

func writeRecent(state string, recent []Lent) error {
	data, err := json.Marshal(recent)
	if err != nil {
		return err
	}
	return config.WriteFile(filepath.Join(state, recentFile), data)
}
