// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
)

// picture is one file to draw.
type picture struct {
	name   string
	draw   func() image.Image
	encode func(io.Writer, image.Image) error
}

func pictures() []picture {
	return []picture{
		{"logo.png", func() image.Image { return mark(512) }, encodePNG},
		{"logo2.png", func() image.Image { return wordMark(1200) }, encodePNG},
		{"photo.jpg", func() image.Image { return photo(2400) }, encodeJPEG},
	}
}

func main() {
	dir := filepath.Join("resources", "site")
	if len(os.Args) > 1 {
		dir = os.Args[1]
	}
	for _, p := range pictures() {
		if err := p.write(dir); err != nil {
			fmt.Fprintln(os.Stderr, "art:", err)
			os.Exit(1)
		}
	}
}

// write draws the picture and puts it into dir under its name.
func (p picture) write(dir string) error {
	var b bytes.Buffer
	if err := p.encode(&b, p.draw()); err != nil {
		return fmt.Errorf("encode %s: %w", p.name, err)
	}
	return os.WriteFile(filepath.Join(dir, p.name), b.Bytes(), 0o644)
}

func encodePNG(w io.Writer, m image.Image) error {
	e := png.Encoder{CompressionLevel: png.BestCompression}
	return e.Encode(w, m)
}

func encodeJPEG(w io.Writer, m image.Image) error {
	return jpeg.Encode(w, m, &jpeg.Options{Quality: 94})
}
