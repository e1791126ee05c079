// SPDX-License-Identifier: MIT

package bench

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what comes out into the golden files")

// example is a report whose figures are made up.
func example() *Report {
	r := &Report{
		date: time.Date(2026, 3, 14, 15, 9, 26, 0, time.UTC), pace: plan(false)[0], command: "go run ./build bench",
		machine: "Abacus 9000, 2 cores, Linux 6.18.1, Go 1.26.8", tools: "nginx 1.22.1, wrk 4.1.0",
		inside: []inside{{"curl", 4005, 0}, {"full", 8888, 15}}, leftOut: []string{"the moon, because it is far"},
	}
	for i, row := range plan(false) {
		measured := result{row: row, samples: map[string][]sample{}}
		for round := range row.rounds {
			wobble := 1 + float64(round)/20
			for k, name := range []string{ours, nginx, nethttp} {
				s := sample{
					rate: 50_000 / float64(i+1) * []float64{1.3, 1, 0.6}[k], cost: (6 + float64(i)/2) * []float64{1, 1.4, 3}[k],
					memory: 3000 * []float64{0.2, 0.25, 6}[k], others: 0.031,
				}
				switch {
				case row.idle:
					s.rate, s.cost = 0, 0
				case k == 0:
					s.rate *= wobble
				}
				if row.logged && k == 1 {
					s.faults = 1
				}
				if !row.logged && !row.gzipped || k < 2 {
					measured.samples[name] = append(measured.samples[name], s)
				}
			}
		}
		r.results = append(r.results, measured)
	}
	return r
}

func wantGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), got); diff != "" {
		t.Errorf("%s differs (-want +got; -update writes it):\n%s", path, diff)
	}
}

func TestMarkdown(t *testing.T) { wantGolden(t, "report.md", example().Markdown()) }

func TestPicture(t *testing.T) {
	got, err := example().Picture()
	if err != nil {
		t.Fatalf("Picture() = %v, want nil", err)
	}
	for d := xml.NewDecoder(strings.NewReader(string(got))); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("Picture() is no XML: %v", err)
		}
	}
	wantGolden(t, "report.svg", string(got))
}

// TestWithout holds what is said when others are not there.
func TestWithout(t *testing.T) {
	r := example()
	for _, row := range r.results {
		delete(row.samples, nginx)
	}
	if got := r.Markdown(); !strings.Contains(got, "| 10 KiB | 10,214 | 4,286 | 9.0 | 27.0 |") || strings.Contains(got, "÷") {
		t.Errorf("Markdown() without nginx = %s, want rates and no ratios", got)
	}
	if _, err := r.Picture(); err == nil {
		t.Error("Picture() without nginx = nil, want an error")
	}
	r.results = nil
	if got := r.Markdown(); !strings.HasPrefix(got, "Without a socket, ") || !strings.Contains(got, "curl 4.0 µs, 0; full 8.9 µs, 15.\n") {
		t.Errorf("Markdown() without a load = %s, want what is inside first", got)
	}
}

func TestWriteReadme(t *testing.T) {
	root := t.TempDir()
	write := func(text string) {
		if err := writeFile(root, "README.md", []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	write("# Title\n\n" + begins + "old\n" + ends + "\nrest\n")
	if err := writeFile(root, picture, []byte("old")); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time changes nothing
		if err := example().WriteReadme(root); err != nil {
			t.Fatalf("WriteReadme() = %v, want nil", err)
		}
		text, _ := os.ReadFile(filepath.Join(root, "README.md"))
		drawn, _ := os.ReadFile(filepath.Join(root, picture))
		want := "# Title\n\n" + begins + "![" + alternative + "](" + picture + ")\n\n" + example().Markdown() + ends + "\nrest\n"
		if string(text) != want || !strings.HasPrefix(string(drawn), "<svg ") {
			t.Errorf("README.md = %q, want %q and a picture", text, want)
		}
	}
	for _, text := range []string{"# Title\n", begins + "old\n", "old\n" + ends} {
		write(text)
		if err := example().WriteReadme(root); err == nil {
			t.Errorf("WriteReadme() into %q = nil, want an error about markers", text)
		}
	}
}
