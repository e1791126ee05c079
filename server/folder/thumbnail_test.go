// SPDX-License-Identifier: MIT

package folder

import (
	"bytes"
	"image"
	"image/jpeg"
	"strings"
	"testing"

	"porchlight/server/thumb"
)

// pictureSite is a site with a picture and thumbnails.
func pictureSite(t *testing.T, change ...func(*Options)) *site {
	t.Helper()
	thumbs := thumb.New(thumb.Options{})
	s := newSite(t, append([]func(*Options){everyType, func(o *Options) { o.Thumbs = thumbs }}, change...)...)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 600, 300)), nil); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"big.jpg", "BIG.JPEG", ".hidden.jpg", "picture.txt", "drawing.svg"} {
		s.write(path, b.String())
	}
	return s
}

func TestThumbnail(t *testing.T) {
	s := pictureSite(t)
	get := s.do("GET", "/big.jpg?thumb")
	head := s.do("HEAD", "/big.jpg?thumb")
	if diff := diffAnswers(get, head); diff != "" {
		t.Errorf("HEAD differs from GET: %s", diff)
	}
	for name, value := range map[string]string{
		"Content-Type": "image/jpeg", "Cache-Control": thumbCacheControl, "X-Content-Type-Options": "nosniff",
	} {
		if got := get.Header.Get(name); got != value {
			t.Errorf("%s = %q, want %q", name, got, value)
		}
	}
	if m, err := jpeg.Decode(get.Body); err != nil || m.Bounds().Dx() != thumb.Edge || m.Bounds().Dy() != thumb.Edge/2 {
		t.Errorf("thumbnail is no picture of %d by %d (%v)", thumb.Edge, thumb.Edge/2, err)
	}
	tag := get.Header.Get("Etag")
	if res := s.do("GET", "/big.jpg?thumb", "If-None-Match: "+tag); res.StatusCode != 304 || res.Header.Get("Etag") != tag {
		t.Errorf("GET of what the client has = %d, want 304", res.StatusCode)
	}
	s.writeAt("big.jpg", "no picture any more", longAgo.AddDate(1, 0, 0))
	if res := s.do("GET", "/big.jpg?thumb", "If-None-Match: "+tag); res.StatusCode != 404 {
		t.Errorf("GET of what is no picture any more = %d, want 404", res.StatusCode)
	}
}

func TestThumbnailAnswers(t *testing.T) {
	s := pictureSite(t)
	for _, row := range []struct {
		method, target string
		status         int
	}{
		{"GET", "/BIG.JPEG?thumb", 200},
		{"GET", "/big.jpg?a&thumb=1", 200},
		{"OPTIONS", "/big.jpg?thumb", 204},
		{"PUT", "/big.jpg?thumb", 405},
		{"GET", "/.hidden.jpg?thumb", 404},
		{"GET", "/none.jpg?thumb", 404},
		{"GET", "/pic.png?thumb", 404}, // eight bytes of one
		{"GET", "/picture.txt?thumb", 404},
		{"GET", "/drawing.svg?thumb", 404}, // PEERS 30
		{"GET", "/../big.jpg?thumb", 403},
	} {
		if res := s.do(row.method, row.target); res.StatusCode != row.status {
			t.Errorf("%s %s = %d, want %d", row.method, row.target, res.StatusCode, row.status)
		}
	}
	if res := pictureSite(t, func(o *Options) { o.WriteOnly = true }).do("GET", "/big.jpg?thumb"); res.StatusCode != 403 {
		t.Errorf("GET of a write-only folder = %d, want 403", res.StatusCode)
	}
	if res := pictureSite(t, func(o *Options) { o.Types = []string{"png"} }).do("GET", "/big.jpg?thumb"); res.StatusCode != 404 {
		t.Errorf("GET of a type that is not served = %d, want 404", res.StatusCode)
	}
	if got := body(t, newSite(t, everyType).do("GET", "/pic.png?thumb")); !strings.HasPrefix(got, "\x89PNG") {
		t.Errorf("without Thumbs the file itself is sent, not %q", got)
	}
}
