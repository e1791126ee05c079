// SPDX-License-Identifier: MIT

package art

import (
	"encoding/binary"
	"image"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// named is one image of an ICNS.
type named struct {
	kind    string
	content []byte
}

func readICNS(t *testing.T, content []byte) []named {
	t.Helper()
	if len(content) < 8 || string(content[:4]) != "icns" || int(binary.BigEndian.Uint32(content[4:])) != len(content) {
		t.Fatalf("head of ICNS = %q, want its name and its length, %d", content[:min(8, len(content))], len(content))
	}
	var all []named
	for rest := content[8:]; len(rest) > 0; {
		size := int(binary.BigEndian.Uint32(rest[4:]))
		all = append(all, named{string(rest[:4]), rest[8:size]})
		rest = rest[size:]
	}
	return all
}

func TestICNS(t *testing.T) {
	content, err := icns(func(width int) *image.NRGBA { return image.NewNRGBA(image.Rect(0, 0, width, width)) })
	if err != nil {
		t.Fatalf("icns() = %v, want nil", err)
	}
	got := map[string]int{}
	for _, e := range readICNS(t, content) {
		got[e.kind] = decoded(t, e.content).Bounds().Dx()
	}
	want := map[string]int{
		"icp4": 16, "icp5": 32, "ic07": 128, "ic08": 256, "ic09": 512, // as many points
		"ic11": 32, "ic12": 64, "ic13": 256, "ic14": 512, "ic10": 1024, // two pixels a point
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("kinds and sizes differ (-want +got):\n%s", diff)
	}
}
