// SPDX-License-Identifier: MIT

package resources

import (
	"image"
	_ "image/jpeg"
	_ "image/png"
	"io/fs"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSiteHasTheSevenFiles(t *testing.T) {
	var got []string
	err := fs.WalkDir(Site(), ".", func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			got = append(got, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"about.html", "contact.html", "index.html", "logo.png", "logo2.png", "photo.jpg", "sample.txt"}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files of Site() (-want +got):\n%s", diff)
	}
}

func TestPictures(t *testing.T) {
	tests := []struct {
		name, format  string
		size          image.Point
		atLeast, upTo int64
	}{
		{"logo.png", "png", image.Pt(512, 512), 1 << 10, 200 << 10},
		{"logo2.png", "png", image.Pt(1200, 400), 1 << 10, 200 << 10},
		{"photo.jpg", "jpeg", image.Pt(2400, 1600), 1_000_000, 3_000_000},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := Site().Open(tt.name)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			info, err := f.Stat()
			if err != nil {
				t.Fatal(err)
			}
			if n := info.Size(); n < tt.atLeast || n > tt.upTo {
				t.Errorf("size of %s = %d, want %d to %d", tt.name, n, tt.atLeast, tt.upTo)
			}
			m, format, err := image.Decode(f)
			if err != nil {
				t.Fatalf("Decode(%s) = %v, want a picture", tt.name, err)
			}
			if got := m.Bounds().Size(); format != tt.format || got != tt.size {
				t.Errorf("Decode(%s) = %s %v, want %s %v", tt.name, format, got, tt.format, tt.size)
			}
		})
	}
}
