// SPDX-License-Identifier: MIT

package folder

import (
	"maps"
	"net/http"
	"path"
	"strconv"
	"sync/atomic"
	"time"

	"porchlight/server/coding"
	"porchlight/server/header"
)

// source is one file in all the representations that it is to be had in.
type source interface {
	// plain returns the file as it is.
	plain() *representation
	// coded returns the file with a content coding, nil when there is none
	// or when it would save too little.
	coded(c coding.Coding) *representation
}

// content holds the bytes of a representation.
type content interface {
	// send writes one range and returns how many bytes of it were written.
	// All of them, or an error.
	send(w http.ResponseWriter, part byteRange) (sent int64, err error)
}

// representation is what an answer may carry (RFC 9110 §3.2): bytes, and the
// fields that describe them.
type representation struct {
	path     string // for the log
	kind     mediaType
	tag      string    // strong entity tag
	modified time.Time // Last-Modified; zero when there is none
	stamp    stamp     // of the file itself
	size     int64
	content  content

	whole     header.Section                  // of 200; 206 has the most of it
	unchanged *atomic.Pointer[header.Section] // of 304; holds nil until one is sent
}

// origin is where a representation comes from.
type origin struct {
	path   string
	kind   mediaType
	coding coding.Coding
	size   int64   // bytes, as coded
	stamps []stamp // the file's own, then that of its coded sibling
}

// represent describes the content of a file, or of its coded form.
func (f *Folder) represent(o origin, c content) *representation {
	p := &representation{
		path:      o.path,
		kind:      o.kind,
		tag:       entityTag(o.coding, o.stamps...),
		modified:  lastModified(o.stamps[0], f.now()),
		stamp:     o.stamps[0],
		size:      o.size,
		content:   c,
		unchanged: new(atomic.Pointer[header.Section]),
	}
	fields := f.metadataOf(p)
	describe(fields, o)
	p.whole = *header.NewSection(fields)
	return p
}

// notModified returns the fields of 304 (RFC 9110 §15.4.5).
func (f *Folder) notModified(p *representation) *header.Section {
	s := p.unchanged.Load()
	if s == nil {
		s = header.NewSection(f.metadataOf(p))
		p.unchanged.Store(s)
	}
	return s
}

// metadataOf returns the fields that go with every answer about a file.
func (f *Folder) metadataOf(p *representation) http.Header {
	fields := maps.Clone(f.shared)
	fields["Etag"] = []string{p.tag}
	if !p.modified.IsZero() {
		fields["Last-Modified"] = []string{p.modified.UTC().Format(http.TimeFormat)}
	}
	if p.kind.coded {
		fields["Vary"] = []string{"Accept-Encoding"}
	}
	return fields
}

// describe adds the fields that go with the content.
func describe(fields http.Header, o origin) {
	fields["Content-Type"] = []string{o.kind.name}
	fields["Content-Length"] = []string{strconv.FormatInt(o.size, 10)}
	fields["Accept-Ranges"] = []string{"bytes"}
	if o.kind.attachment {
		fields["Content-Disposition"] = []string{disposition(path.Base(o.path))}
	}
	if o.kind.sandboxed {
		fields["Content-Security-Policy"] = []string{sandbox}
	}
	if o.coding != coding.Identity {
		fields["Content-Encoding"] = []string{o.coding.String()}
	}
}

// sharedFields are the fields that do not depend on the file.
func sharedFields(o Options) http.Header {
	fields := http.Header{"X-Content-Type-Options": {"nosniff"}}
	if o.Inline { // a page of another site is to learn nothing by showing, playing or running what is lent
		fields["Cross-Origin-Resource-Policy"] = []string{"same-origin"}
	}
	if o.CacheControl != "" {
		fields["Cache-Control"] = []string{o.CacheControl}
	}
	return fields
}

// memory is content that is ready.
type memory []byte

func (m memory) send(w http.ResponseWriter, part byteRange) (int64, error) {
	n, err := w.Write(m[part.start : part.start+part.length])
	return int64(n), err
}
