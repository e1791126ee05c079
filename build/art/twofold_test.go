// SPDX-License-Identifier: MIT

package art

import (
	"image/color"
	"image/png"
	"testing"
)

// TestTwice tries every colour at every alpha: the low byte of what a decoder
// says is the straight colour, and the whole is right to a step of 255.
func TestTwice(t *testing.T) {
	for alpha := 1; alpha < 256; alpha++ {
		for v := range 256 {
			wide := color.NRGBA64{R: twice(uint8(v), uint8(alpha)), A: uint16(alpha) * 0x101}
			r, _, _, a := wide.RGBA()
			if int(r&0xFF) != v || int(a&0xFF) != alpha {
				t.Fatalf("low bytes of %d at alpha %d = %d, %d, want the same", v, alpha, r&0xFF, a&0xFF)
			}
			want, _, _, _ := color.NRGBA{R: uint8(v), A: uint8(alpha)}.RGBA()
			if off := int(r) - int(want); off > 0x101 || off < -0x101 {
				t.Fatalf("%d at alpha %d, premultiplied = %#04x, want about %#04x", v, alpha, r, want)
			}
		}
	}
}

// TestTrayOnLinuxSeesTrueColours reads a file as the tray library does there.
func TestTrayOnLinuxSeesTrueColours(t *testing.T) {
	for _, l := range lamps() {
		want := l.draw(64)
		content, err := pngOf(twofold(want), png.DefaultCompression)
		if err != nil {
			t.Fatal(err)
		}
		m := decoded(t, content)
		for i := range 64 * 64 {
			r, g, b, a := m.At(i%64, i/64).RGBA()
			got := color.NRGBA{uint8(r), uint8(g), uint8(b), uint8(a)} // the low bytes
			if c := want.NRGBAAt(i%64, i/64); got != c && c.A > 0 || got.A != c.A {
				t.Fatalf("%s: pixel %d = %v, want %v", l.level, i, got, c)
			}
		}
		if n := len(content); n > 8<<10 {
			t.Errorf("icon of %s has %d bytes, want at most 8 KiB", l.level, n)
		}
	}
}
