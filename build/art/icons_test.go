// SPDX-License-Identifier: MIT

package art

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"testing"
)

// TestCommittedIcons finds out when the code was changed and not run. Another
// kind of processor than the one that drew them may round a little differently.
func TestCommittedIcons(t *testing.T) {
	files, err := Icons()
	if err != nil {
		t.Fatalf("Icons() = %v, want nil", err)
	}
	for _, f := range files {
		t.Run(path.Base(path.Dir(f.Name))+"/"+path.Base(f.Name), func(t *testing.T) {
			kept, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(f.Name)))
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Equal(kept, f.Content) {
				return
			}
			if runtime.GOARCH == "amd64" || !alike(t, imagesOf(t, f.Name, kept), imagesOf(t, f.Name, f.Content)) {
				t.Errorf("%s differs from what is drawn: run go run ./build icons", f.Name)
			}
		})
	}
}

// imagesOf decodes what a file holds, whatever its form.
func imagesOf(t *testing.T, name string, content []byte) []image.Image {
	t.Helper()
	var all []image.Image
	switch path.Ext(name) {
	case ".png":
		all = append(all, decoded(t, content))
	case ".ico":
		for _, e := range readICO(t, content) {
			all = append(all, e.picture)
		}
	case ".icns":
		for _, e := range readICNS(t, content) {
			all = append(all, decoded(t, e.content))
		}
	}
	return all
}

func decoded(t *testing.T, content []byte) image.Image {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatalf("decode PNG: %v", err)
	}
	return m
}

// alike reports whether no channel of any pixel differs by more than a step or
// two of 255. Files without images are alike only by their bytes.
func alike(t *testing.T, a, b []image.Image) bool {
	t.Helper()
	if len(a) != len(b) || len(a) == 0 {
		return false
	}
	for i := range a {
		if a[i].Bounds() != b[i].Bounds() || farthest(a[i], b[i]) > 2 {
			return false
		}
	}
	return true
}

// farthest is the largest difference of a channel, premultiplied, from 0 to 255.
func farthest(a, b image.Image) int {
	most := 0
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			r, g, bl, al := a.At(x, y).RGBA()
			r2, g2, bl2, al2 := b.At(x, y).RGBA()
			for _, d := range []int{int(r) - int(r2), int(g) - int(g2), int(bl) - int(bl2), int(al) - int(al2)} {
				most = max(most, d>>8, -d>>8)
			}
		}
	}
	return most
}

func TestIconSizes(t *testing.T) {
	for _, n := range []int{16, 22, 24, 32, 48, 64, 128, 256, 512} {
		m := appIcon(n)
		if got, want := m.Bounds(), image.Rect(0, 0, n, n); got != want {
			t.Errorf("bounds of appIcon(%d) = %v, want %v", n, got, want)
		}
		if corner, middle := m.NRGBAAt(0, 0), m.NRGBAAt(n/2, n*5/8); corner.A == 255 || middle.A != 255 || middle.R < 200 {
			t.Errorf("appIcon(%d) has %v in the corner and %v in the lantern, want it round and lit", n, corner, middle)
		}
	}
}

// TestMacIconHasItsMargin: icons in a Dock fill 824 of 1024.
func TestMacIconHasItsMargin(t *testing.T) {
	for _, n := range []int{32, 128, 256} {
		m := macIcon(n)
		edge, inside := m.NRGBAAt(n/16, n/2), m.NRGBAAt(n/8, n/2)
		if edge.A != 0 || inside.A != 255 {
			t.Errorf("alpha of macIcon(%d) = %d at a sixteenth, %d at an eighth, want 0 and 255", n, edge.A, inside.A)
		}
	}
}
