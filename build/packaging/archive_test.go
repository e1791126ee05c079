// SPDX-License-Identifier: MIT

package packaging

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// unpacked is a file as it comes out of an archive.
type unpacked struct {
	Name, Text, Owner string
	Mode              fs.FileMode
	Time              time.Time
}

var packedAt = time.Date(2026, 3, 1, 12, 0, 1, 0, time.UTC)

func packed() []File {
	return []File{
		{"bin/porchlight", 0o755, []byte("program")},
		{"LICENSE", 0o644, []byte("MIT")},
		{"share/empty", 0o644, nil},
	}
}

func TestTarGz(t *testing.T) {
	content, err := TarGz(packed(), packedAt)
	if err != nil {
		t.Fatal(err)
	}
	var got []unpacked
	for head, text := range untar(t, content) {
		got = append(got, unpacked{head.Name, text, head.Uname + ":" + head.Gname, head.FileInfo().Mode(), head.ModTime.UTC()})
	}
	want := []unpacked{
		{"LICENSE", "MIT", "root:root", 0o644, packedAt},
		{"bin/porchlight", "program", "root:root", 0o755, packedAt},
		{"share/empty", "", "root:root", 0o644, packedAt},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("TarGz(%v) differs (-want +got):\n%s", packed(), diff)
	}
}

// untar calls yield for each file of an archive.
func untar(t *testing.T, content []byte) func(yield func(*tar.Header, string) bool) {
	t.Helper()
	return func(yield func(*tar.Header, string) bool) {
		unzipped, err := gzip.NewReader(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		if !unzipped.ModTime.IsZero() || unzipped.Name != "" {
			t.Errorf("gzip says %v %q, want neither time nor name", unzipped.ModTime, unzipped.Name)
		}
		archive := tar.NewReader(unzipped)
		for {
			head, err := archive.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(archive)
			if err != nil {
				t.Fatal(err)
			}
			if !yield(head, string(text)) {
				return
			}
		}
	}
}

func TestZip(t *testing.T) {
	content, err := Zip(packed(), packedAt)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var got []unpacked
	for _, f := range archive.File {
		text, err := fs.ReadFile(archive, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, unpacked{f.Name, string(text), "", f.Mode(), f.Modified.UTC()})
	}
	want := []unpacked{
		{"LICENSE", "MIT", "", 0o644, packedAt},
		{"bin/porchlight", "program", "", 0o755, packedAt},
		{"share/empty", "", "", 0o644, packedAt},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Zip(%v) differs (-want +got):\n%s", packed(), diff)
	}
}

func TestArchivesAreTheSameEachTime(t *testing.T) {
	for name, form := range map[string]func([]File, time.Time) ([]byte, error){"TarGz": TarGz, "Zip": Zip} {
		first, err := form(packed(), packedAt)
		if err != nil {
			t.Fatal(err)
		}
		other := packed()
		slices.Reverse(other)
		second, err := form(other, packedAt.In(time.FixedZone("", 7200)))
		if err != nil || !bytes.Equal(first, second) {
			t.Errorf("%s of the same files in another order and time zone differs (%v)", name, err)
		}
		later, err := form(packed(), packedAt.Add(time.Hour))
		if err != nil || bytes.Equal(first, later) {
			t.Errorf("%s of another time is the same (%v)", name, err)
		}
	}
}

func TestBelow(t *testing.T) {
	files := packed()
	got := Below("top", files)
	want := []string{"top/bin/porchlight", "top/LICENSE", "top/share/empty"}
	if diff := cmp.Diff(want, namesOf(got)); diff != "" {
		t.Errorf("Below(top) differs (-want +got):\n%s", diff)
	}
	if files[0].Name != "bin/porchlight" {
		t.Errorf("Below changed its argument to %q", files[0].Name)
	}
}

func namesOf(files []File) []string {
	var names []string
	for _, f := range files {
		names = append(names, f.Name)
	}
	return names
}
