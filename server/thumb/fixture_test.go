// SPDX-License-Identifier: MIT

package thumb

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	red   = color.RGBA{200, 30, 30, 255}
	green = color.RGBA{30, 160, 30, 255}
)

// picture is red, with a green top left quarter.
func picture(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := red
			if x < w/2 && y < h/2 {
				c = green
			}
			m.Set(x, y, c)
		}
	}
	return m
}

func encoded(t testing.TB, kind string, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	err := errors.New("unknown kind")
	switch kind {
	case "jpeg":
		err = jpeg.Encode(&b, m, nil)
	case "png":
		err = png.Encode(&b, m)
	case "gif":
		err = gif.Encode(&b, m, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// exif returns a TIFF file of one directory that holds an orientation.
func exif(order binary.AppendByteOrder, o uint16) []byte {
	b := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		b = []byte("MM\x00*")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	for _, entry := range [][2]uint16{{0x0100, 7}, {0x0112, o}} {
		b = order.AppendUint16(b, entry[0])
		b = order.AppendUint16(b, 3)
		b = order.AppendUint32(b, 1)
		b = order.AppendUint16(b, entry[1])
		b = order.AppendUint16(b, 0)
	}
	return b
}

// withSegment puts an APP1 segment behind the first marker of a JPEG file.
func withSegment(jpegFile, content []byte) []byte {
	b := append([]byte{}, jpegFile[:2]...)
	b = append(b, 0xff, 0xe1)
	b = binary.BigEndian.AppendUint16(b, uint16(len(content)+2))
	b = append(b, content...)
	return append(b, jpegFile[2:]...)
}

func withEXIF(jpegFile, tiff []byte) []byte {
	return withSegment(jpegFile, append([]byte("Exif\x00\x00"), tiff...))
}

// pngClaiming is a PNG file that says it is larger than anything.
func pngClaiming(w, h uint32) []byte {
	head := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	head = append(binary.BigEndian.AppendUint32(head, h), 8, 6, 0, 0, 0)
	b := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	b = append(b, head...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(head))
}

// file is a picture as the Maker opens it.
type file struct{ *bytes.Reader }

func (file) Close() error { return nil }

func opener(b []byte) func() (io.ReadSeekCloser, error) {
	return func() (io.ReadSeekCloser, error) { return file{bytes.NewReader(b)}, nil }
}
