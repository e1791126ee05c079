// SPDX-License-Identifier: MIT

package folder

import (
	"strings"
	"testing"
)

func TestSpent(t *testing.T) {
	var s Spent
	for _, row := range []struct {
		n, limit int64
		ok       bool
		now      int64
	}{
		{6, 10, true, 6},
		{5, 10, false, 6},
		{4, 10, true, 10},
		{1, 10, false, 10},
		{0, 10, true, 10},
		{-3, 5, true, 7}, // fewer are never too many
		{1, 5, false, 7},
		{90, 0, true, 97},
	} {
		if ok := s.add(row.n, row.limit); ok != row.ok || s.bytes.Load() != row.now {
			t.Errorf("add(%d, %d) = %v with %d bytes, want %v with %d", row.n, row.limit, ok, s.bytes.Load(), row.ok, row.now)
		}
	}
	s.begin("a", 3)
	s.begin("a", 3)
	if got := s.bytes.Load(); got != 100 {
		t.Errorf("%d bytes with an upload that began twice, want 100", got)
	}
	if !s.end("a") || s.end("a") || s.end("b") {
		t.Error("an upload does not end once")
	}
}

// TestSpentOutlivesFolder opens a folder again while uploads are unfinished: one
// that is swept away by the second, one that is resumed there.
func TestSpentOutlivesFolder(t *testing.T) {
	s := newTaking(t)
	old := s.create("/old", strings.NewReader("old"), "Upload-Length: 10")
	young := s.create("/young", strings.NewReader("young"), "Upload-Length: 10")
	s.put("/whole", strings.NewReader("whole."))
	spent := s.take.spent
	want := func(when string, n int64) {
		t.Helper()
		if got := spent.bytes.Load(); got != n {
			t.Errorf("%s: %d bytes are counted, want %d", when, got, n)
		}
	}
	want("at first", 3+5+6)
	for range 2 {
		s = s.reopen(func(o *Options) { o.Spent = spent })
		want("reopened", 3+5+6)
	}
	s.wantProgress(old, "3 ?0 10")
	if res := s.session(patchRequest(young, 5, strings.NewReader("56789"), true)); res.StatusCode != 201 {
		t.Errorf("PATCH after the change = %d, want 201", res.StatusCode)
	}
	want("resumed", 3+10+6)
	if res := s.session(newRequest("DELETE", old, nil)); res.StatusCode != 204 {
		t.Errorf("DELETE after the change = %d, want 204", res.StatusCode)
	}
	want("given up", 10+6)
	if len(spent.unfinished) != 0 {
		t.Errorf("%d uploads are remembered, want none", len(spent.unfinished))
	}
}
