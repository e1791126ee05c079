// SPDX-License-Identifier: MIT

package app

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"

	"porchlight/server/config"
)

// mostRecent is how many folders are remembered.
const mostRecent = 8

// recentFile holds them, in the folder of Options.State.
const recentFile = "recent.json"

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
