// SPDX-License-Identifier: MIT

package amount

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"porchlight/assets"
)

var sizes = []struct {
	n    int64
	want string
}{
	{-1, "-1 B"},
	{0, "0 B"},
	{1, "1 B"},
	{999, "999 B"},
	{1000, "1.0 kB"},
	{1024, "1.0 kB"},
	{1049, "1.0 kB"},
	{1050, "1.1 kB"}, // a half goes up
	{1250, "1.3 kB"}, // also to an odd digit
	{1440, "1.4 kB"},
	{9949, "9.9 kB"},
	{9950, "10 kB"},
	{10_500, "11 kB"},
	{999_499, "999 kB"},
	{999_500, "1.0 MB"},
	{1_000_000, "1.0 MB"},
	{1 << 20, "1.0 MB"},
	{2_453_678, "2.5 MB"},
	{23e9, "23 GB"},
	{999_499_999_999, "999 GB"},
	{3 << 40, "3.3 TB"},
	{1 << 50, "1.1 PB"},
	{math.MaxInt64, "9.2 EB"},
}

func TestBytes(t *testing.T) {
	for _, row := range sizes {
		if got := Bytes(row.n); got != row.want {
			t.Errorf("Bytes(%d) = %q, want %q", row.n, got, row.want)
		}
	}
	if got := string(AppendBytes([]byte("of "), 1440)); got != "of 1.4 kB" {
		t.Errorf("AppendBytes(%q, 1440) = %q", "of ", got)
	}
}

var counts = []struct {
	n    int
	want string
}{
	{0, "0 files"},
	{1, "1 file"},
	{2, "2 files"},
	{999, "999 files"},
	{1000, "1,000 files"},
	{12_345, "12,345 files"},
	{123_456_789, "123,456,789 files"},
}

func TestCount(t *testing.T) {
	for _, row := range counts {
		if got := Count(row.n, "file", "files"); got != row.want {
			t.Errorf("Count(%d) = %q, want %q", row.n, got, row.want)
		}
	}
}

// TestScriptSaysTheSame runs the words of the pages over the same tables, and
// over sizes at which rounding turns.
func TestScriptSaysTheSame(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not here: apt-get install nodejs")
	}
	var want []string
	var asked [][]any
	add := func(says string, n any, words string) {
		asked, want = append(asked, []any{says, n}), append(want, words)
	}
	for _, row := range counts {
		add("count", row.n, row.want)
	}
	for _, row := range sizes {
		add("bytes", row.n, row.want)
		add("again", max(row.n, 0), Bytes(max(row.n, 0)))
	}
	for n := int64(950); n < 2_000_000; n += 50 {
		add("bytes", n, Bytes(n))
	}
	question, err := json.Marshal(asked)
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "amount.mjs")
	script := fmt.Sprintf("%s\nconst says = { bytes, again: n => bytes(bytesIn(bytes(n))), count: n => count(n, 'file', 'files') };\n"+
		"console.log(JSON.stringify(%s.map(([what, n]) => says[what](n))));\n", assets.AmountScript(), question)
	if err := os.WriteFile(program, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), node, program).Output()
	if err != nil {
		t.Fatalf("node: %v", err)
	}
	var got []string
	if err := json.Unmarshal(out, &got); err != nil || len(got) != len(want) {
		t.Fatalf("the script says %d of %d (%v)", len(got), len(want), err)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("in the page, %v is %q, want %q", asked[i], got[i], want[i])
		}
	}
}
