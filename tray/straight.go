// SPDX-License-Identifier: MIT

//go:build (linux || freebsd || openbsd || netbsd) && !headless

package tray

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"sync"
)

// systray turns an image into bytes by taking the low half of each 16-bit
// channel, colours multiplied by alpha: right only where alpha is 0 or 255, so
// that soft edges get coloured fringes. What it shall decode is therefore a
// format of our own: a PNG behind a mark, whose colours are not multiplied and
// have two equal halves.

const mark = "porchlight straight\n"

var register sync.Once

// straight wraps a PNG for systray.
func straight(image []byte) []byte {
	register.Do(registerStraight)
	return append([]byte(mark), image...)
}

func registerStraight() {
	image.RegisterFormat("straight", mark, decodeStraight, func(r io.Reader) (image.Config, error) {
		if _, err := io.CopyN(io.Discard, r, int64(len(mark))); err != nil {
			return image.Config{}, err
		}
		return png.DecodeConfig(r)
	})
}

func decodeStraight(r io.Reader) (image.Image, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	m, err := png.Decode(bytes.NewReader(b[len(mark):]))
	if err != nil {
		return nil, err
	}
	n, ok := m.(*image.NRGBA)
	if !ok {
		n = image.NewNRGBA(m.Bounds())
		draw.Draw(n, n.Rect, m, n.Rect.Min, draw.Src)
	}
	return straightImage{n}, nil
}

type straightImage struct{ *image.NRGBA }

func (s straightImage) At(x, y int) color.Color { return doubled(s.NRGBAAt(x, y)) }

type doubled color.NRGBA

func (c doubled) RGBA() (r, g, b, a uint32) {
	return uint32(c.R) * 0x101, uint32(c.G) * 0x101, uint32(c.B) * 0x101, uint32(c.A) * 0x101
}
