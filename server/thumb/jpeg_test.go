// SPDX-License-Identifier: MIT

package thumb

import (
	"bytes"
	"encoding/binary"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"
)

// FuzzJPEGHead holds that any bytes give an answer, and that a head which
// image/jpeg takes has a cost.
func FuzzJPEGHead(f *testing.F) {
	seeds, err := os.ReadDir(filepath.Join("testdata", "fuzz", f.Name()))
	if err != nil || len(seeds) < 5 {
		f.Fatalf("%d stored seeds (%v), want at least 5", len(seeds), err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		head, err := readJPEGHead(bytes.NewReader(b))
		if head.orientation < 1 || head.orientation > 8 {
			t.Errorf("orientation %d", head.orientation)
		}
		if _, refused := jpeg.DecodeConfig(bytes.NewReader(b)); refused == nil && (err != nil || head.cost < 1) {
			t.Errorf("image/jpeg takes it, and its cost is %v (%v)", head.cost, err)
		}
		if o := orientationOf(b); o < 1 || o > 8 {
			t.Errorf("orientation %d", o)
		}
	})
}

func TestBrokenEXIF(t *testing.T) {
	whole := exif(binary.LittleEndian, 6)
	if o := orientationOf(whole); o != 6 {
		t.Fatalf("orientation %d, want 6", o)
	}
	far, endless := bytes.Clone(whole), bytes.Clone(whole)
	binary.LittleEndian.PutUint32(far[4:], 0xffffffff)
	binary.LittleEndian.PutUint16(endless[8:], 0xffff)
	endless = endless[:22]
	for name, b := range map[string][]byte{"far": far, "endless": endless, "empty": nil, "other": []byte("not a TIFF file")} {
		if o := orientationOf(b); o != upright {
			t.Errorf("%s: orientation %d, want upright", name, o)
		}
	}
	for n := range whole {
		if o := orientationOf(whole[:n]); o != upright {
			t.Errorf("the first %d bytes: orientation %d, want upright", n, o)
		}
	}
}
