// SPDX-License-Identifier: MIT

package folder

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"maps"
	"net/http"
	"strconv"
	"time"

	"porchlight/server/coding"
	"porchlight/server/thumb"
)

// thumbnailPatience is how long a thumbnail waits for others to be made.
const thumbnailPatience = 10 * time.Second

// thumbCacheControl lets a browser show a thumbnail again without asking: a
// page holds hundreds. The address has no version, so not for long.
const thumbCacheControl = "private, max-age=3600"

// serveThumbnail answers for a picture with a small one. What has none is
// 404, by which a page knows to show an icon: other types, damaged files and
// pictures that take too much to decode.
func (f *Folder) serveThumbnail(w http.ResponseWriter, r *http.Request, n name) *Error {
	if _, served := f.types.of(n.path); !served || n.absent || !hasThumbnail(n.path) {
		return noThumbnail(nil)
	}
	file, refused := f.open(n.path)
	if refused != nil {
		return refused
	}
	defer file.file.Close()
	if file.folder {
		return noThumbnail(nil)
	}
	if r.Method == http.MethodOptions {
		return allow(w, fileMethods)
	}
	key := thumb.KeyOf(f.root.Name(), n.path, strconv.FormatInt(file.stamp.size, 10), entityTag(coding.Identity, file.stamp))
	h := w.Header()
	tag := `"` + hex.EncodeToString(key[:16]) + `"`
	fields := http.Header{
		"Etag": {tag}, "Cache-Control": {thumbCacheControl}, "X-Content-Type-Options": {"nosniff"},
		"Cross-Origin-Resource-Policy": {"same-origin"},
	}
	if matchesWeak(r.Header["If-None-Match"], tag) {
		maps.Copy(h, fields)
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	ctx, cancel := context.WithTimeout(r.Context(), thumbnailPatience)
	defer cancel()
	picture, err := f.thumbs.Thumbnail(ctx, key, func() (io.ReadSeekCloser, error) { return file.file, nil })
	if err != nil {
		return thumbnailFault(err)
	}
	maps.Copy(h, fields)
	h["Content-Type"] = []string{http.DetectContentType(picture)}
	h["Content-Length"] = []string{strconv.Itoa(len(picture))}
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(picture) // the engine notes a client that has gone
	}
	return nil
}

// hasThumbnail reports whether a file may be a picture that is decoded. Its
// content decides in the end; SVG is a document, not a picture.
func hasThumbnail(path string) bool {
	switch extension(path) {
	case "jpg", "jpeg", "png", "gif", "webp":
		return true
	}
	return false
}

func noThumbnail(err error) *Error {
	return &Error{Status: http.StatusNotFound, Reason: "There is no thumbnail of this file. Load the file itself.", Err: err}
}

func thumbnailFault(err error) *Error {
	switch {
	case errors.Is(err, thumb.ErrNone):
		return noThumbnail(nil)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return &Error{Status: http.StatusServiceUnavailable, Reason: "Many thumbnails are being made. Try again in a moment."}
	}
	return &Error{
		Status: http.StatusInternalServerError,
		Reason: "The thumbnail could not be made. Load the file itself.",
		Err:    err,
	}
}
