// SPDX-License-Identifier: MIT

package art

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/png"
	"slices"
)

// ico is a drawing in several sizes as Windows keeps them: a head, a directory,
// and an image for each size. The shell reads PNG images only where they are
// large, so the small ones are bitmaps.
func ico(draw func(width int) *image.NRGBA, sizes ...int) ([]byte, error) {
	var images [][]byte
	for _, n := range sizes {
		content, err := icoImage(draw(n))
		if err != nil {
			return nil, err
		}
		images = append(images, content)
	}
	head := little(uint16(0), uint16(1), uint16(len(sizes)))
	offset := len(head) + 16*len(sizes)
	for i, n := range sizes {
		side := byte(n) // 256 is written as 0
		head = append(head, little(side, side, uint16(0), uint16(1), uint16(32), uint32(len(images[i])), uint32(offset))...)
		offset += len(images[i])
	}
	return slices.Concat(head, slices.Concat(images...)), nil
}

func icoImage(m *image.NRGBA) ([]byte, error) {
	if m.Rect.Dx() >= 256 {
		return pngOf(m, png.DefaultCompression)
	}
	return bitmap(m), nil
}

// bitmap is a BITMAPINFOHEADER and the pixels, from the last row to the first:
// blue, green, red and straight alpha. Below them comes the mask of one bit a
// pixel by which old programs see what is transparent; its rows are padded to
// 32 bits, and the head counts its height as well.
func bitmap(m *image.NRGBA) []byte {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	b := little(uint32(40), int32(w), int32(2*h), uint16(1), uint16(32), [6]uint32{})
	var mask []byte
	for y := h - 1; y >= 0; y-- {
		hidden := make([]byte, (w+31)/32*4)
		for x := range w {
			c := m.NRGBAAt(x, y)
			b = append(b, c.B, c.G, c.R, c.A)
			if c.A == 0 {
				hidden[x/8] |= 0x80 >> (x % 8)
			}
		}
		mask = append(mask, hidden...)
	}
	return append(b, mask...)
}

// little writes numbers of fixed size, the low byte first.
func little(numbers ...any) []byte {
	var b bytes.Buffer
	for _, n := range numbers {
		_ = binary.Write(&b, binary.LittleEndian, n) // into memory, of sizes that are known
	}
	return b.Bytes()
}
