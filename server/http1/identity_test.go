// SPDX-License-Identifier: MIT

package http1

import (
	"strings"
	"sync"
	"testing"
)

func TestIsIdentity(t *testing.T) {
	for _, row := range []struct {
		name, id string
		want     bool
	}{
		{"one byte", "a", true},
		{"all bytes that are fit", "abcdefghijklmnopqrstuvwxyz0123456789.-_", true},
		{"capitals", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", true},
		{"UUID", "123e4567-e89b-12d3-a456-426614174000", true},
		{"longest", strings.Repeat("a", 64), true},
		{"too long", strings.Repeat("a", 65), false},
		{"empty", "", false},
		{"space", "a b", false},
		{"line end", "a\r\nb", false},
		{"escape sequence", "a\x1b[2Jb", false},
		{"NUL", "a\x00", false},
		{"markup", "<a>", false},
		{"quotes", `a"b`, false},
		{"percent", "a%41", false},
		{"equals sign", "a=b", false},
		{"beyond ASCII", "\u00e4", false},
		{"Kelvin sign", "\u212a", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := isIdentity([]byte(row.id)); got != row.want {
				t.Errorf("isIdentity(%q) = %v, want %v", row.id, got, row.want)
			}
		})
	}
	for c := range 256 {
		want := c < 128 && strings.Contains("0123456789.-_abcdefghijklmnopqrstuvwxyz", strings.ToLower(string(rune(c))))
		if got := isIdentity([]byte{byte(c)}); got != want {
			t.Errorf("isIdentity(%q) = %v, want %v", []byte{byte(c)}, got, want)
		}
	}
}

// The ids of a process are all different, whoever asks, and fit to be sent.
func TestIdentities(t *testing.T) {
	const callers, each = 8, 200
	ids := newIdentities()
	made := make([][]string, callers)
	var done sync.WaitGroup
	for i := range made {
		done.Go(func() {
			for range each {
				made[i] = append(made[i], string(ids.next(nil)))
			}
		})
	}
	done.Wait()
	seen := map[string]bool{}
	for _, caller := range made {
		for _, id := range caller {
			if seen[id] || !isIdentity([]byte(id)) {
				t.Errorf("next() = %q, seen before: %v, want a new one that is fit", id, seen[id])
			}
			seen[id] = true
		}
	}
	if len(seen) != callers*each {
		t.Errorf("%d ids, want %d", len(seen), callers*each)
	}
}

func TestIdentitiesAppend(t *testing.T) {
	ids := newIdentities()
	first := string(ids.next([]byte("id=")))
	if !strings.HasPrefix(first, "id="+ids.prefix) {
		t.Errorf("next(id=) = %q, want it to begin with id=%s", first, ids.prefix)
	}
	if other := newIdentities(); other.prefix == ids.prefix {
		t.Errorf("two processes have the prefix %q", ids.prefix)
	}
}
