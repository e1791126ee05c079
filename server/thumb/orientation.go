// SPDX-License-Identifier: MIT

package thumb

import (
	"bytes"
	"encoding/binary"
	"image"
)

// orientation says where the first row and the first column of a picture are
// to be seen (Exif 3.0 §4.6.5, tag 0x0112), 1 to 8:
//
//	1 top left     2 top right     3 bottom right   4 bottom left
//	5 left top     6 right top     7 right bottom   8 left bottom
type orientation uint16

const upright orientation = 1

// exifOf returns the TIFF file in an APP1 segment. ok is false when the
// segment holds something else, such as XMP.
func exifOf(segment []byte) (tiff []byte, ok bool) {
	return bytes.CutPrefix(segment, []byte("Exif\x00\x00"))
}

// orientationOf reads one tag of a TIFF file's first directory (TIFF 6.0 §2).
// Whatever is broken is upright.
func orientationOf(tiff []byte) orientation {
	if len(tiff) < 8 {
		return upright
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch string(tiff[:4]) {
	case "II*\x00":
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return upright
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return upright
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		const tag, short, size = 0x0112, 3, 12
		if len(entries) < size {
			break
		}
		if order.Uint16(entries) == tag {
			o := orientation(order.Uint16(entries[8:]))
			if order.Uint16(entries[2:]) == short && order.Uint32(entries[4:]) == 1 && 1 <= o && o <= 8 {
				return o
			}
			break
		}
		entries = entries[size:]
	}
	return upright
}

// turn returns the picture as it is to be seen.
func (o orientation) turn(src *image.RGBA) *image.RGBA {
	if o == upright {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	if o >= 5 { // rows become columns
		dst = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			to := o.place(image.Pt(x, y), w-1, h-1)
			copy(dst.Pix[dst.PixOffset(to.X, to.Y):][:4], src.Pix[src.PixOffset(x, y):])
		}
	}
	return dst
}

// place returns where a pixel is to be seen; right and bottom are the last
// column and row before turning.
func (o orientation) place(p image.Point, right, bottom int) image.Point {
	switch o {
	case 2:
		return image.Pt(right-p.X, p.Y)
	case 3:
		return image.Pt(right-p.X, bottom-p.Y)
	case 4:
		return image.Pt(p.X, bottom-p.Y)
	case 5:
		return image.Pt(p.Y, p.X)
	case 6:
		return image.Pt(bottom-p.Y, p.X)
	case 7:
		return image.Pt(bottom-p.Y, right-p.X)
	case 8:
		return image.Pt(p.Y, right-p.X)
	}
	return p
}
