// SPDX-License-Identifier: MIT

package server

import (
	"os"
	"path/filepath"
	"testing"
)

// TestFailureLeavesNothingOpen counts the descriptors of the process over
// Starts and Applies that fail.
func TestFailureLeavesNothingOpen(t *testing.T) {
	taken := listenOn(t, "127.0.0.1:0")
	off, on := newFixture(t), start(t)
	bad := off.Config()
	bad.Port = taken
	missing := on.Config()
	missing.Root = filepath.Join(missing.Root, "gone")
	if err := off.Apply(bad); err != nil {
		t.Fatal(err)
	}
	before := descriptors(t)
	for range 5 {
		if off.Start() == nil || on.Apply(bad) == nil || on.Apply(missing) == nil {
			t.Fatal("what should fail succeeds")
		}
	}
	if after := descriptors(t); after != before {
		t.Errorf("%d descriptors are open, want %d as before", after, before)
	}
}

func descriptors(t *testing.T) int {
	t.Helper()
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(open)
}
