// SPDX-License-Identifier: MIT

package page

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"porchlight/assets"
	"porchlight/server/coding"
)

// prefix is where the files are, under the segment that is the server's own.
const prefix = "/-/"

// file is one file, ready to be sent.
type file struct {
	kind          string // media type
	version       string // of the bytes; the entity tag without its quotes
	plain, zipped []byte
}

// files returns the files by their names. They are made when the first is
// asked for.
var files = sync.OnceValue(func() map[string]*file {
	icons := newFile("image/svg+xml", assets.PageIcons())
	versioned := "icons.svg?v=" + icons.version
	style := strings.ReplaceAll(assets.PageStyle(), "icons.svg", versioned)
	all := map[string]*file{
		"icon.svg":  newFile("image/svg+xml", assets.PageIcon()),
		"icons.svg": icons,
		"page.css":  newFile("text/css; charset=utf-8", style),
	}
	for _, s := range assets.PageModules() { // each names the versions of those before it
		text := s.Text
		for name, f := range all {
			text = strings.ReplaceAll(text, "'./"+name+"'", "'./"+name+"?v="+f.version+"'")
		}
		all[s.Name] = newFile(script, text)
	}
	return all
})

const script = "text/javascript; charset=utf-8"

func newFile(kind, text string) *file {
	sum := sha256.Sum256([]byte(text))
	var zipped bytes.Buffer
	z, _ := gzip.NewWriterLevel(&zipped, gzip.BestCompression) // the level is a valid one
	_, _ = z.Write([]byte(text))                               // to memory
	_ = z.Close()
	return &file{kind, hex.EncodeToString(sum[:8]), []byte(text), zipped.Bytes()}
}

// Address returns the address of a file of the pages, such as "page.css", with
// the version of its bytes; "" when there is none of that name.
func Address(name string) string {
	f := files()[name]
	if f == nil {
		return ""
	}
	return prefix + name + "?v=" + f.version
}

// Serve answers for a file of the pages. It reports false, and has done nothing,
// when the target is none of them.
func Serve(w http.ResponseWriter, r *http.Request) bool {
	name, below := strings.CutPrefix(r.URL.Path, prefix)
	f := files()[name]
	if !below || f == nil {
		return false
	}
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		f.send(w, r)
	case http.MethodOptions:
		w.Header().Set("Allow", methods)
		w.WriteHeader(http.StatusNoContent)
	default:
		w.Header().Set("Allow", methods)
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
	return true
}

const methods = "GET, HEAD, OPTIONS"

func (f *file) send(w http.ResponseWriter, r *http.Request) {
	body, tag := f.plain, `"`+f.version+`"`
	h := w.Header()
	if coding.Best(r.Header["Accept-Encoding"], coding.Gzip) == coding.Gzip {
		body, tag = f.zipped, `"`+f.version+`-gzip"`
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Etag", tag)
	h.Set("Vary", "Accept-Encoding")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", f.caching(r))
	if r.Header.Get("If-None-Match") == tag {
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", f.kind)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodGet {
		w.Write(body)
	}
}

// caching lets a browser keep what it asked for by its version; an address
// without one, or with that of another release, may change under it.
func (f *file) caching(r *http.Request) string {
	if r.URL.RawQuery == "v="+f.version {
		return "public, max-age=31536000, immutable"
	}
	return "no-cache"
}
