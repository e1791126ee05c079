// SPDX-License-Identifier: MIT

package art

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
)

func TestSVG(t *testing.T) {
	layers := []layer{
		{[]line{area(point{0, 0}, point{16, 0}, point{16, 16.25})}, fall{0x000000, 0xFFFFFF, 16}},
		{[]line{stroke(1.5, point{1, 2}, point{3, 4})}, flat(0x0A0B0C)},
		{[]line{area(point{0, 0}, point{8, 0}, point{8, 8})}, halo(point{8, 8}, 4, 0.5)},
	}
	got := string(svg(16, layers))
	for _, want := range []string{
		`viewBox="0 0 16 16"`,
		`<path d="M0 0L16 0L16 16.25Z" fill="url(#b0)"/>`,
		`<linearGradient id="b0" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="0" y2="16"><stop offset="0" stop-color="#000000"/><stop offset="1" stop-color="#ffffff"/>`,
		`<path d="M1 2L3 4" fill="none" stroke="#0a0b0c" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/>`,
		`<radialGradient id="b2" gradientUnits="userSpaceOnUse" cx="8" cy="8" r="13.6"><stop offset="0" stop-color="#ffb547" stop-opacity="0.5"/>`,
		`<stop offset="1" stop-color="#ffb547" stop-opacity="0"/></radialGradient>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("svg() = %s, want it to have %s", got, want)
		}
	}
}

// TestSVGOfTheMark reads it as a browser would: well-formed, and complete in itself.
func TestSVGOfTheMark(t *testing.T) {
	page := string(svg(512, lantern()))
	for d := xml.NewDecoder(strings.NewReader(page)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("svg(lantern()) is not XML: %v", err)
		}
	}
	refs := regexp.MustCompile(`url\(#(\w+)\)`).FindAllStringSubmatch(page, -1)
	if len(refs) != 2 {
		t.Errorf("svg(lantern()) refers to %q, want the halo and the light of the glass", refs)
	}
	for _, ref := range refs {
		if !strings.Contains(page, `id="`+ref[1]+`"`) {
			t.Errorf("svg(lantern()) does not define %s", ref[1])
		}
	}
}
