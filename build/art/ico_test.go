// SPDX-License-Identifier: MIT

package art

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// entry is one image of an ICO, read again by the book.
type entry struct {
	width   int
	bitmap  bool
	picture image.Image
	hidden  []bool // by the mask, from the upper left corner; of a bitmap only
}

func readICO(t *testing.T, content []byte) []entry {
	t.Helper()
	var head struct{ Reserved, Kind, Count uint16 }
	r := bytes.NewReader(content)
	if err := binary.Read(r, binary.LittleEndian, &head); err != nil || head.Reserved != 0 || head.Kind != 1 {
		t.Fatalf("head of ICO = %+v, %v, want kind 1", head, err)
	}
	var all []entry
	end := 6 + 16*int(head.Count)
	for range head.Count {
		var d struct {
			Width, Height, Colours, Reserved byte
			Planes, Bits                     uint16
			Size, Offset                     uint32
		}
		if err := binary.Read(r, binary.LittleEndian, &d); err != nil || d.Width != d.Height || d.Planes != 1 || d.Bits != 32 {
			t.Fatalf("directory entry = %+v, %v, want a square of 32 bits", d, err)
		}
		if int(d.Offset) != end {
			t.Errorf("image begins at %d, want %d: where the one before ends", d.Offset, end)
		}
		end = int(d.Offset + d.Size)
		all = append(all, readImage(t, int(d.Width), content[d.Offset:end]))
	}
	if end != len(content) {
		t.Errorf("images end at %d of %d", end, len(content))
	}
	return all
}

func readImage(t *testing.T, width int, b []byte) entry {
	t.Helper()
	if bytes.HasPrefix(b, []byte("\x89PNG")) {
		return entry{width: (width+255)%256 + 1, picture: decoded(t, b)}
	}
	var head struct {
		Size                   uint32
		Width, Height          int32
		Planes, Bits           uint16
		Compression, ImageSize uint32
		Rest                   [4]uint32
	}
	if err := binary.Read(bytes.NewReader(b), binary.LittleEndian, &head); err != nil || head.Size != 40 ||
		int(head.Width) != width || int(head.Height) != 2*width || head.Planes != 1 || head.Bits != 32 || head.Compression != 0 {
		t.Fatalf("head of bitmap = %+v, %v, want %d wide, twice as high, 32 bits", head, err, width)
	}
	stride := (width + 31) / 32 * 4
	if want := 40 + 4*width*width + stride*width; len(b) != want {
		t.Fatalf("bitmap of %d has %d bytes, want %d", width, len(b), want)
	}
	m := image.NewNRGBA(image.Rect(0, 0, width, width))
	hidden := make([]bool, width*width)
	for i := range hidden {
		x, row := i%width, width-1-i/width
		p := b[40+4*(row*width+x):]
		m.SetNRGBA(x, i/width, color.NRGBA{p[2], p[1], p[0], p[3]})
		hidden[i] = b[40+4*width*width+row*stride+x/8]>>(7-x%8)&1 == 1
	}
	return entry{width, true, m, hidden}
}

func TestICO(t *testing.T) {
	busy := lamps()[2]
	tests := []struct {
		name  string
		draw  func(int) *image.NRGBA
		sizes []int
	}{
		{"tray", busy.draw, []int{16, 20, 24, 32, 48, 64}},
		{"program", appIcon, []int{16, 48, 256}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			content, err := ico(tt.draw, tt.sizes...)
			if err != nil {
				t.Fatalf("ico(%v) = %v, want nil", tt.sizes, err)
			}
			var sizes []int
			for _, e := range readICO(t, content) {
				sizes = append(sizes, e.width)
				sameImage(t, e, tt.draw(e.width))
			}
			if diff := cmp.Diff(tt.sizes, sizes); diff != "" {
				t.Errorf("sizes differ (-want +got):\n%s", diff)
			}
		})
	}
}

// sameImage compares e with what was drawn, and its mask with the alpha.
func sameImage(t *testing.T, e entry, want *image.NRGBA) {
	t.Helper()
	if e.bitmap != (e.width < 256) {
		t.Errorf("image of %d is a bitmap: %v, want that for the small ones", e.width, e.bitmap)
	}
	if farthest(e.picture, want) != 0 {
		t.Errorf("image of %d differs from what was drawn", e.width)
	}
	for i, hidden := range e.hidden {
		if clear := want.Pix[4*i+3] == 0; hidden != clear {
			t.Fatalf("mask of pixel %d of %d = %v, want %v", i, e.width, hidden, clear)
		}
	}
}

// TestCommittedTrayICO asks for the sizes that Windows has for its tray, from
// 100 % to 400 %.
func TestCommittedTrayICO(t *testing.T) {
	for _, p := range trayIcons() {
		if p.name != "assets/tray/ico/full.ico" {
			continue
		}
		content, err := p.content()
		if err != nil {
			t.Fatal(err)
		}
		var sizes []int
		for _, e := range readICO(t, content) {
			sizes = append(sizes, e.width)
		}
		if diff := cmp.Diff([]int{16, 20, 24, 32, 48, 64}, sizes); diff != "" {
			t.Errorf("sizes of %s differ (-want +got):\n%s", p.name, diff)
		}
		return
	}
	t.Error("trayIcons() has no full.ico")
}
