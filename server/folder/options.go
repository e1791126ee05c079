// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"porchlight/server/thumb"
)

// Options says what a Folder lends and how.
type Options struct {
	// Types are the extensions that are served: lower case, without a dot;
	// "*" is every type. Anything else is answered with 415.
	Types []string
	// Index is the file that answers for its folder, "" for none.
	Index string
	// Reserved is a first segment that is the caller's own: no file answers
	// to a name under it. "" for none.
	Reserved string
	// CacheControl is sent with every file, "" for none.
	CacheControl string
	// Listing answers for a folder without an index by what is in it.
	Listing bool
	// Inline shows pictures, sound, video, PDF and texts in place of saving
	// them, and what may run script in a sandbox.
	Inline bool
	// Title is what the listing calls the share.
	Title string
	// WriteOnly lends no file: all that can be done is to send one. With Take,
	// a page at the root is where.
	WriteOnly bool
	// Uploads opens POST /upload.
	Uploads bool
	// UploadLimit is the largest upload in bytes. Needed with Uploads.
	UploadLimit int64
	// Zip sends a folder, or what is chosen of it, as a zip archive.
	Zip bool
	// Thumbs makes the thumbnails of pictures; nil is for none. The caller
	// closes it, after all folders that use it.
	Thumbs *thumb.Maker
	// Take, when it is there, opens PUT and forms for files of any kind.
	Take *TakeOptions
	// Spent counts what is taken on from an earlier Folder; nil begins anew.
	Spent *Spent
	// Stored hears of each upload that is on the disk: its path from the root,
	// as in the answer, and its size in bytes. nil tells nobody.
	Stored func(r *http.Request, path string, size int64)
	// Memory is the most that is kept ready, in bytes; 0 keeps nothing.
	Memory int64
	// Fail writes an error answer. Needed.
	Fail func(http.ResponseWriter, *http.Request, *Error)
	// Log hears of what no answer can tell any more: Warn for a file that
	// changed while it was sent, Error for our own faults. An Error that
	// reaches Fail is not logged here. nil logs nothing.
	Log *slog.Logger
	// ID returns the id by which Log is to name a request; nil is none.
	ID func(*http.Request) string
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Began returns when a request began, by the same clock; nil is Now.
	Began func(*http.Request) time.Time
}

func (o Options) check() error {
	switch {
	case o.Fail == nil:
		return errors.New("no Fail given")
	case o.Uploads && o.UploadLimit <= 0:
		return fmt.Errorf("upload limit %d is not positive", o.UploadLimit)
	case o.Take != nil:
		return o.Take.check()
	}
	return nil
}

// filled returns o with what nil stands for.
func (o Options) filled() Options {
	if o.Spent == nil {
		o.Spent = &Spent{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.ID == nil {
		o.ID = func(*http.Request) string { return "" }
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Began == nil {
		o.Began = func(*http.Request) time.Time { return o.Now() }
	}
	return o
}
