// SPDX-License-Identifier: MIT

package qrcode

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rsc.io/qr"
)

const address = "http://192.168.1.23:8080/-/k/abcdefghijklmnopqrstuvwxyz"

// TestSameModules takes each drawing apart into modules, and compares them with
// what the encoder says.
func TestSameModules(t *testing.T) {
	want, err := qr.Encode(address, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	side := want.Size + 8
	for name, dark := range map[string]func(x, y int) bool{
		"SVG": svgModules(t), "PNG": pngModules(t, side), "text": textModules(t, false), "coloured text": textModules(t, true),
	} {
		for y := range side {
			for x := range side {
				if got, want := dark(x, y), want.Black(x-4, y-4); got != want {
					t.Fatalf("%s: module %d, %d is dark: %v, want %v", name, x, y, got, want)
				}
			}
		}
	}
}

func svgModules(t *testing.T) func(x, y int) bool {
	t.Helper()
	svg, err := SVG(address)
	if err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(svg, new(struct{})); err != nil {
		t.Fatalf("%s is no XML: %v", svg, err)
	}
	return func(x, y int) bool { return bytes.Contains(svg, fmt.Appendf(nil, "M%d %dh1v1h-1z", x, y)) }
}

func pngModules(t *testing.T, side int) func(x, y int) bool {
	t.Helper()
	data, err := PNG(address)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil || picture.Bounds().Dx() != side*moduleSize {
		t.Fatalf("PNG of %v, %v, want %d pixels", picture.Bounds(), err, side*moduleSize)
	}
	return func(x, y int) bool {
		r, _, _, _ := picture.At(x*moduleSize+moduleSize/2, y*moduleSize+moduleSize/2).RGBA()
		return r == 0
	}
}

func textModules(t *testing.T, color bool) func(x, y int) bool {
	t.Helper()
	text, err := Text(address, color)
	if err != nil {
		t.Fatal(err)
	}
	var lines [][]rune
	for line := range strings.Lines(text) {
		if color != strings.HasPrefix(line, "\x1b[97;40m") {
			t.Fatalf("line %q, coloured: %v", line, !color)
		}
		line = strings.TrimPrefix(line, "\x1b[97;40m")
		lines = append(lines, []rune(line))
	}
	return func(x, y int) bool {
		light := "█▀"
		if y%2 == 1 {
			light = "█▄"
		}
		return !strings.ContainsRune(light, lines[y/2][x])
	}
}

// TestReaderReads has a program read the picture.
func TestReaderReads(t *testing.T) {
	reader, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Skip("zbarimg is not installed: Debian has it in zbar-tools")
	}
	data, err := PNG(address)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "code.png")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), reader, "--quiet", "--raw", file).Output()
	if strings.TrimSpace(string(out)) != address || err != nil {
		t.Errorf("zbarimg reads %q, %v, want %q", out, err, address)
	}
}

func TestTooLong(t *testing.T) {
	text := strings.Repeat("x", 4000)
	if _, err := SVG(text); err == nil {
		t.Error("SVG() = nil error, want one")
	}
	if _, err := PNG(text); err == nil {
		t.Error("PNG() = nil error, want one")
	}
	if _, err := Text(text, true); err == nil {
		t.Error("Text() = nil error, want one")
	}
}
