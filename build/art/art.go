// SPDX-License-Identifier: MIT

package art

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
)

// File is something drawn, and where the repository keeps it.
type File struct {
	Name    string // from the root of the repository, with slashes
	Content []byte
}

// picture is a file to draw.
type picture struct {
	name    string
	content func() ([]byte, error)
}

// Pictures draws what the built-in site shows.
func Pictures() ([]File, error) {
	return drawn([]picture{
		{"resources/site/logo.png", func() ([]byte, error) { return pngOf(mark(512), png.BestCompression) }},
		{"resources/site/logo2.png", func() ([]byte, error) { return pngOf(wordMark(1200), png.BestCompression) }},
		{"resources/site/photo.jpg", func() ([]byte, error) { return jpegOf(photo(2400)) }},
	})
}

func drawn(pictures []picture) ([]File, error) {
	var files []File
	for _, p := range pictures {
		content, err := p.content()
		if err != nil {
			return nil, fmt.Errorf("draw %s: %w", p.name, err)
		}
		files = append(files, File{p.name, content})
	}
	return files, nil
}

// pngOf compresses what is fetched often as well as can be; that takes ten times
// as long and saves an eighth.
func pngOf(m image.Image, effort png.CompressionLevel) ([]byte, error) {
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: effort}
	err := e.Encode(&b, m)
	return b.Bytes(), err
}

func jpegOf(m image.Image) ([]byte, error) {
	var b bytes.Buffer
	err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 94})
	return b.Bytes(), err
}
