// SPDX-License-Identifier: MIT

package folder

import (
	"os"
	"path/filepath"
	"testing"
)

// requireCorpus fails a fuzz target whose stored seeds have gone: without
// them it passes and proves nothing.
func requireCorpus(f *testing.F) {
	f.Helper()
	seeds, err := os.ReadDir(filepath.Join("testdata", "fuzz", f.Name()))
	if err != nil || len(seeds) < 5 {
		f.Fatalf("%s has %d stored seeds (%v), want at least 5", f.Name(), len(seeds), err)
	}
}
