// SPDX-License-Identifier: MIT

package art

import (
	"image"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// committed reads a picture of the site.
func committed(t *testing.T, name string) image.Image {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "resources", "site", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, _, err := image.Decode(f)
	if err != nil {
		t.Fatalf("decode %s: %v", name, err)
	}
	return m
}

// shrunk is the brightness of m, from 0 to 255, in a grid of the given width:
// the mean of each cell.
func shrunk(m image.Image, width int) [][]float64 {
	b := m.Bounds()
	k := b.Dx() / width
	grid := make([][]float64, b.Dy()/k)
	for y := range grid {
		grid[y] = make([]float64, width)
		for x := range grid[y] {
			for i := range k * k {
				r, g, bl, _ := m.At(b.Min.X+x*k+i%k, b.Min.Y+y*k+i/k).RGBA()
				grid[y][x] += float64(r+g+bl) / (3 * 257 * float64(k*k))
			}
		}
	}
	return grid
}

// difference is the mean difference of two grids.
func difference(t *testing.T, a, b [][]float64) float64 {
	t.Helper()
	if len(a) != len(b) || len(a[0]) != len(b[0]) {
		t.Fatalf("grids of %d by %d and %d by %d, want the same", len(a[0]), len(a), len(b[0]), len(b))
	}
	sum := 0.0
	for y := range a {
		for x := range a[y] {
			sum += math.Abs(a[y][x] - b[y][x])
		}
	}
	return sum / float64(len(a)*len(a[0]))
}

// TestCommittedPictures finds out when the program was changed and not run. The
// pictures are drawn small here, so details are allowed to differ a little.
func TestCommittedPictures(t *testing.T) {
	tests := []struct {
		name  string
		drawn image.Image
		width int
		most  float64
	}{
		{"logo.png", mark(128), 128, 1.5},
		{"logo2.png", wordMark(300), 300, 1.5},
		{"photo.jpg", photo(600), 150, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := difference(t, shrunk(committed(t, tt.name), tt.width), shrunk(tt.drawn, tt.width))
			t.Logf("mean difference %.2f of 255", d)
			if d > tt.most {
				t.Errorf("difference of %s = %.2f, want at most %.1f: run go run ./build pictures", tt.name, d, tt.most)
			}
		})
	}
}

func TestSamePictureEachTime(t *testing.T) {
	a, b := photo(120), photo(120)
	for i := range a.Pix {
		if a.Pix[i] != b.Pix[i] {
			t.Fatalf("byte %d of photo(120) = %d, then %d, want the same", i, a.Pix[i], b.Pix[i])
		}
	}
}

func TestTheLightIsOn(t *testing.T) {
	grid := shrunk(photo(600), 600)
	lamp := lampAt()
	lit := grid[int(lamp.y/4)][int(lamp.x/4)]
	dark := grid[int(shore/4)-2][int(lamp.x/4)-200]
	if lit < 200 || dark > 80 {
		t.Errorf("brightness of the lamp = %.0f, of the bank = %.0f, want at least 200 and at most 80", lit, dark)
	}
}

func TestNoise(t *testing.T) {
	least, most := math.Inf(1), math.Inf(-1)
	for i := range 20000 {
		v := noise(1).at(float64(i)*0.173, float64(i)*0.071)
		least, most = min(least, v), max(most, v)
	}
	if least > -0.6 || most < 0.6 || least < -1.7 || most > 1.7 {
		t.Errorf("noise from %.2f to %.2f, want about -1 to 1", least, most)
	}
	if a, b := noise(1).at(3.4999, 7.2), noise(1).at(3.5001, 7.2); math.Abs(a-b) > 0.01 {
		t.Errorf("noise jumps from %.3f to %.3f, want it smooth", a, b)
	}
}
