// SPDX-License-Identifier: MIT

package thumb

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
)

// Limits of what is decoded.
const (
	largestFile   = 64 << 20   // bytes
	mostPixels    = 50_000_000 // a phone's camera; 8 K video is 33 million
	mostDecoded   = 256 << 20  // bytes that a decoder takes for the pixels
	jpegQuality   = 80
	roughEdge     = 4 * Edge // pixels of the longer edge after the first shrinking
	signatureSize = 12
)

// format is a kind of picture that is decoded.
type format struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
	cost   float64 // bytes a pixel at worst
}

// formatOf tells a picture by its first bytes, whatever its name says.
func formatOf(b []byte) (format, bool) {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xd8\xff")):
		return format{config: jpeg.DecodeConfig, decode: jpeg.Decode}, true // cost: see jpegHead
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		return format{config: png.DecodeConfig, decode: png.Decode, cost: 8}, true
	case bytes.HasPrefix(b, []byte("GIF8")):
		return format{config: gif.DecodeConfig, decode: gif.Decode, cost: 2}, true // the first frame
	case bytes.HasPrefix(b, []byte("RIFF")) && bytes.HasSuffix(b, []byte("WEBP")):
		return format{config: webp.DecodeConfig, decode: webp.Decode, cost: 8}, true
	}
	return format{}, false
}

// none says why there is no thumbnail.
func none(why any) error { return fmt.Errorf("%w: %v", ErrNone, why) }

// render makes a thumbnail of a file: judged by its head, then decoded, shrunk,
// turned and encoded.
func render(src io.ReadSeeker) ([]byte, error) {
	size, err := src.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	if size > largestFile {
		return nil, none("file is too large")
	}
	signature := make([]byte, signatureSize)
	if err := rewound(src, func(r io.Reader) error { _, err := io.ReadFull(r, signature); return err }); err != nil {
		return nil, none(err)
	}
	kind, known := formatOf(signature)
	if !known {
		return nil, none("unknown format")
	}
	upright, err := judge(src, kind)
	if err != nil {
		return nil, none(err)
	}
	var full image.Image
	err = rewound(src, func(r io.Reader) (err error) { full, err = kind.decode(r); return err })
	if err != nil {
		return nil, none(err)
	}
	return encode(upright.turn(shrink(full)))
}

// rewound reads a file from its beginning, and never more than largestFile.
func rewound(src io.ReadSeeker, read func(io.Reader) error) error {
	if _, err := src.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return read(io.LimitReader(src, largestFile))
}

// judge refuses a picture that takes too much, and tells which way up it is.
func judge(src io.ReadSeeker, kind format) (orientation, error) {
	var c image.Config
	err := rewound(src, func(r io.Reader) (err error) { c, err = kind.config(r); return err })
	if err != nil {
		return upright, err
	}
	up, cost := upright, kind.cost
	if cost == 0 {
		var head jpegHead
		err := rewound(src, func(r io.Reader) (err error) { head, err = readJPEGHead(r); return err })
		if err != nil {
			return upright, err
		}
		up, cost = head.orientation, head.cost
	}
	pixels := float64(c.Width) * float64(c.Height)
	if c.Width <= 0 || c.Height <= 0 || pixels > mostPixels || pixels*cost > mostDecoded {
		return upright, errors.New("picture is too large")
	}
	return up, nil
}

// shrink fits a picture into Edge by Edge pixels; a small one stays as it is.
// A large one is shrunk in two steps: a fast one that skips pixels, and a good
// one.
func shrink(full image.Image) *image.RGBA {
	if rough := fitted(full.Bounds(), roughEdge); rough != full.Bounds().Size() {
		full = scaled(draw.ApproxBiLinear, full, rough)
	}
	return scaled(draw.CatmullRom, full, fitted(full.Bounds(), Edge))
}

func scaled(by draw.Scaler, src image.Image, size image.Point) *image.RGBA {
	dst := image.NewRGBA(image.Rectangle{Max: size})
	by.Scale(dst, dst.Bounds(), src, src.Bounds(), draw.Src, nil)
	return dst
}

// fitted returns the size of a picture whose longer edge is at most edge.
func fitted(r image.Rectangle, edge int) image.Point {
	w, h := r.Dx(), r.Dy()
	longer := max(w, h)
	if longer <= edge {
		return r.Size()
	}
	return image.Pt(max(1, w*edge/longer), max(1, h*edge/longer))
}

func encode(m *image.RGBA) ([]byte, error) {
	var b bytes.Buffer
	if m.Opaque() {
		err := jpeg.Encode(&b, m, &jpeg.Options{Quality: jpegQuality})
		return b.Bytes(), err
	}
	err := png.Encode(&b, m)
	return b.Bytes(), err
}
