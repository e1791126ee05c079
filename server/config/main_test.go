// SPDX-License-Identifier: MIT

package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// requireCorpus fails a fuzz target whose stored seeds have gone: without
// them it passes and proves nothing.
func requireCorpus(f *testing.F) {
	f.Helper()
	seeds, err := os.ReadDir(filepath.Join("testdata", "fuzz", f.Name()))
	if err != nil || len(seeds) < 5 {
		f.Fatalf("%s has %d stored seeds (%v), want at least 5", f.Name(), len(seeds), err)
	}
}

// writeFile writes a file of settings into a folder of its own and returns its name.
func writeFile(t testing.TB, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "config.toml")
	put(t, name, text)
	return name
}

func put(t testing.TB, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// problems takes a joined error apart; anything in it that is not a *Problem fails the test.
func problems(t testing.TB, err error) []Problem {
	t.Helper()
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("error is a %T, want joined problems", err)
	}
	var all []Problem
	for _, e := range joined.Unwrap() {
		p, ok := errors.AsType[*Problem](e)
		if !ok {
			t.Fatalf("joined error is a %T (%v), want a *Problem", e, e)
		}
		all = append(all, *p)
	}
	return all
}

// withoutFolder makes the lines of an error the same in every run.
func withoutFolder(err error, file string) string {
	if err == nil {
		return ""
	}
	return strings.ReplaceAll(err.Error(), file, "FILE")
}
