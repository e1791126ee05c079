// SPDX-License-Identifier: MIT

package thumb

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

func thumbnail(t testing.TB, b []byte) (image.Image, string, error) {
	t.Helper()
	out, err := New(Options{}).Thumbnail(t.Context(), Key{}, opener(b))
	if err != nil {
		return nil, "", err
	}
	m, kind, err := image.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	return m, kind, nil
}

func TestThumbnail(t *testing.T) {
	clear := image.NewNRGBA(image.Rect(0, 0, 600, 300))
	webp := []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")
	for _, row := range []struct {
		name string
		file []byte
		size image.Point
		kind string
	}{
		{"jpeg", encoded(t, "jpeg", picture(640, 480)), image.Pt(256, 192), "jpeg"},
		{"png", encoded(t, "png", picture(300, 900)), image.Pt(85, 256), "jpeg"},
		{"gif", encoded(t, "gif", picture(512, 512)), image.Pt(256, 256), "jpeg"},
		{"webp", webp, image.Pt(1, 1), "png"},
		{"small", encoded(t, "png", picture(20, 10)), image.Pt(20, 10), "jpeg"},
		{"line", encoded(t, "png", picture(3000, 1)), image.Pt(256, 1), "jpeg"},
		{"large", encoded(t, "jpeg", picture(4000, 3000)), image.Pt(256, 192), "jpeg"},
		{"clear", encoded(t, "png", clear), image.Pt(256, 128), "png"},
	} {
		t.Run(row.name, func(t *testing.T) {
			m, kind, err := thumbnail(t, row.file)
			if err != nil {
				t.Fatal(err)
			}
			if m.Bounds().Size() != row.size || kind != row.kind {
				t.Errorf("thumbnail is a %v %s, want a %v %s", m.Bounds().Size(), kind, row.size, row.kind)
			}
		})
	}
}

// TestOrientation holds that a picture stands upright for each of the eight
// ways to hold a camera: the green quarter goes where the tag says.
func TestOrientation(t *testing.T) {
	type corner struct{ right, bottom bool }
	for o, want := range map[uint16]corner{
		0: {}, 1: {}, 2: {right: true}, 3: {true, true}, 4: {bottom: true},
		5: {}, 6: {right: true}, 7: {true, true}, 8: {bottom: true}, 9: {},
	} {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			m, _, err := thumbnail(t, withEXIF(encoded(t, "jpeg", picture(640, 320)), exif(order, o)))
			if err != nil {
				t.Fatal(err)
			}
			size := image.Pt(256, 128)
			if 5 <= o && o <= 8 {
				size = image.Pt(128, 256)
			}
			if m.Bounds().Size() != size {
				t.Errorf("orientation %d: size %v, want %v", o, m.Bounds().Size(), size)
				continue
			}
			for _, c := range []corner{{}, {right: true}, {bottom: true}, {true, true}} {
				at := image.Pt(size.X/4, size.Y/4)
				if c.right {
					at.X *= 3
				}
				if c.bottom {
					at.Y *= 3
				}
				if isGreen(m.At(at.X, at.Y)) != (c == want) {
					t.Errorf("orientation %d: %+v is green: %v", o, c, c != want)
				}
			}
		}
	}
}

// TestPlace tells 5 from 1 and their like, which one green quarter does not.
func TestPlace(t *testing.T) {
	for o, want := range map[orientation]image.Point{1: {1, 0}, 2: {2, 0}, 3: {2, 1}, 4: {1, 1}, 5: {0, 1}, 6: {1, 1}, 7: {1, 2}, 8: {0, 2}} {
		if got := o.place(image.Pt(1, 0), 3, 1); got != want {
			t.Errorf("orientation %d puts (1,0) of 4x2 at %v, want %v", o, got, want)
		}
	}
}

func isGreen(c color.Color) bool {
	r, g, _, _ := c.RGBA()
	return g > r
}

// TestBombs holds that what takes too much, or is broken, is no thumbnail.
func TestBombs(t *testing.T) {
	whole := encoded(t, "jpeg", picture(400, 400))
	hugeJPEG := bytes.Clone(whole)
	frame := bytes.Index(hugeJPEG, []byte{0xff, 0xc0})
	copy(hugeJPEG[frame+5:], []byte{0xff, 0xff, 0xff, 0xff})
	progressive := bytes.Clone(whole)
	progressive[frame+1] = 0xc2
	copy(progressive[frame+5:], []byte{0x1b, 0x58, 0x1b, 0x58}) // 7000 by 7000: 367 MB of coefficients
	hugeGIF := encoded(t, "gif", picture(10, 10))
	copy(hugeGIF[6:], []byte{0xff, 0xff, 0xff, 0xff})
	for name, b := range map[string][]byte{
		"empty":            nil,
		"text":             []byte("<svg onload=alert(1)>, which is longer"),
		"png of 65535":     pngClaiming(65535, 65535),
		"png of nothing":   pngClaiming(0, 0),
		"jpeg of 65535":    hugeJPEG,
		"progressive jpeg": progressive,
		"gif of 65535":     hugeGIF,
		"webp of 16 M":     []byte("RIFF\x1e\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\x00\x00\x00"),
		"cut jpeg":         whole[:len(whole)/2],
		"cut in the head":  whole[:frame+4],
		"cut png":          encoded(t, "png", picture(300, 300))[:60],
	} {
		if _, _, err := thumbnail(t, b); !errors.Is(err, ErrNone) {
			t.Errorf("%s: %v, want none", name, err)
		}
	}
	jpegs, _ := formatOf(progressive)
	if _, err := judge(bytes.NewReader(progressive), jpegs); err == nil {
		t.Error("a progressive picture whose coefficients take too much is decoded")
	}
	huge := bytes.NewReader(make([]byte, largestFile+1))
	if _, err := render(huge); !errors.Is(err, ErrNone) {
		t.Errorf("a file of more than %d bytes: %v, want none", largestFile, err)
	}
}

// TestPeers30Metadata holds that nothing but pixels comes out.
func TestPeers30Metadata(t *testing.T) {
	script := []byte("<script>alert(1)</script>")
	b := withEXIF(encoded(t, "jpeg", picture(300, 300)), append(exif(binary.LittleEndian, 1), script...))
	b = withSegment(b, append([]byte("http://ns.adobe.com/xap/1.0/\x00"), script...))
	out, err := New(Options{}).Thumbnail(t.Context(), Key{}, opener(b))
	if err != nil || bytes.Contains(out, script) || bytes.Contains(out, []byte("Exif")) {
		t.Errorf("thumbnail of a file with metadata holds some of it (%v)", err)
	}
}

// TestOneDecodeForAll holds that a picture is decoded once, for all who ask
// at the same time and after.
func TestOneDecodeForAll(t *testing.T) {
	m, b := New(Options{}), encoded(t, "jpeg", picture(300, 300))
	var opened atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			_, err := m.Thumbnail(t.Context(), Key{1}, func() (io.ReadSeekCloser, error) {
				opened.Add(1)
				return opener(b)()
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := opened.Load(); n != 1 {
		t.Errorf("opened %d times, want once", n)
	}
}

// TestSlots holds that no more than two are decoded at once, that a wait ends
// with its context, and that who waits for another's wait tries again.
func TestSlots(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, b := New(Options{}), encoded(t, "png", picture(30, 30))
		gate := make(chan struct{})
		slow := func() (io.ReadSeekCloser, error) { <-gate; return opener(b)() }
		var all sync.WaitGroup
		for i := range decodesAtOnce {
			all.Go(func() {
				if _, err := m.Thumbnail(t.Context(), Key{byte(i)}, slow); err != nil {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		impatient, giveUp := context.WithCancel(t.Context())
		all.Go(func() {
			if _, err := m.Thumbnail(impatient, Key{9}, opener(b)); !errors.Is(err, context.Canceled) {
				t.Errorf("an ended wait = %v", err)
			}
		})
		synctest.Wait()
		all.Go(func() {
			if _, err := m.Thumbnail(t.Context(), Key{9}, opener(b)); err != nil {
				t.Errorf("waiting for one who gave up = %v", err)
			}
		})
		synctest.Wait()
		giveUp()
		synctest.Wait()
		close(gate)
		all.Wait()
	})
}

// TestPanic holds that a decoder's panic is no thumbnail, and no end.
func TestPanic(t *testing.T) {
	m := New(Options{})
	for range 3 {
		if _, err := m.Thumbnail(t.Context(), Key{}, func() (io.ReadSeekCloser, error) { return panicking{}, nil }); !errors.Is(err, ErrNone) {
			t.Errorf("a panic = %v, want none", err)
		}
	}
}

type panicking struct{ file }

func (panicking) Seek(int64, int) (int64, error) { panic("decoder") }

// TestRecent holds that memory has a limit, and that what is not used goes.
func TestRecent(t *testing.T) {
	var r recent
	for i := range 100 {
		r.put(KeyOf(fmt.Sprint(i)), make([]byte, recentLimit/10))
		r.get(KeyOf("0"))
	}
	if r.used > recentLimit || len(r.byKey) != r.queue.Len() {
		t.Errorf("%d bytes are kept, want at most %d", r.used, recentLimit)
	}
	if _, kept := r.get(KeyOf("0")); !kept {
		t.Error("what is used has gone")
	}
	if _, kept := r.get(KeyOf("1")); kept {
		t.Error("what is not used is kept")
	}
}
