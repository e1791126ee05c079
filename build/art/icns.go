// SPDX-License-Identifier: MIT

package art

import (
	"encoding/binary"
	"image"
	"image/png"
)

// icns is a drawing as macOS keeps it: PNGs, each behind a name of four letters
// that stands for its size, and for being meant for a display of twice the
// density.
func icns(draw func(width int) *image.NRGBA) ([]byte, error) {
	var all []byte
	for _, entry := range []struct {
		kind  string
		width int
	}{
		{"icp4", 16},
		{"icp5", 32},
		{"ic07", 128},
		{"ic08", 256},
		{"ic09", 512},
		{"ic11", 32},
		{"ic12", 64},
		{"ic13", 256},
		{"ic14", 512},
		{"ic10", 1024},
	} {
		content, err := pngOf(draw(entry.width), png.DefaultCompression)
		if err != nil {
			return nil, err
		}
		all = append(all, chunk(entry.kind, content)...)
	}
	return chunk("icns", all), nil
}

// chunk puts a name and a length, which counts both of them, before content.
func chunk(kind string, content []byte) []byte {
	b := binary.BigEndian.AppendUint32([]byte(kind), uint32(8+len(content)))
	return append(b, content...)
}
