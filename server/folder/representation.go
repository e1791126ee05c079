// SPDX-License-Identifier: MIT

package folder

import (
	"net/http"
	"path"
	"slices"
	"strconv"
	"time"
)

// field is one field of an answer, ready to be put into an [http.Header]: its
// canonical name and its only value. The slice is shared between answers, so
// that a hot answer allocates nothing; whoever changes a value must copy it.
type field struct {
	name  string
	value []string
}

func newField(name, value string) field {
	return field{name: name, value: []string{value}}
}

// source is one file in all the representations that it is to be had in.
type source interface {
	// plain returns the file as it is.
	plain() *representation
	// coded returns the file with a content coding, nil when there is none
	// or when it would save too little.
	coded(c coding) *representation
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
	written  int64     // the true modification time, ns since 1970
	size     int64
	content  content

	metadata  []field // sent with 200, 206 and 304
	described []field // sent with 200 and 206
	length    field   // sent with 200
}

// origin is where a representation comes from.
type origin struct {
	path   string
	kind   mediaType
	coding coding
	size   int64   // bytes, as coded
	stamps []stamp // the file's own, then that of its coded sibling
}

// represent describes the content of a file, or of its coded form.
func (f *Folder) represent(o origin, c content) *representation {
	p := &representation{
		path:     o.path,
		kind:     o.kind,
		tag:      entityTag(o.coding, o.stamps...),
		modified: lastModified(o.stamps[0], f.now()),
		written:  o.stamps[0].written,
		size:     o.size,
		content:  c,
		length:   newField("Content-Length", strconv.FormatInt(o.size, 10)),
	}
	p.metadata = f.metadataOf(p)
	p.described = describe(o)
	return p
}

// metadataOf returns the fields that go with every answer about a file.
func (f *Folder) metadataOf(p *representation) []field {
	fields := append(slices.Clone(f.shared), newField("Etag", p.tag))
	if !p.modified.IsZero() {
		fields = append(fields, newField("Last-Modified", p.modified.UTC().Format(http.TimeFormat)))
	}
	if p.kind.coded {
		fields = append(fields, newField("Vary", "Accept-Encoding"))
	}
	return fields
}

// describe returns the fields that go with the content.
func describe(o origin) []field {
	fields := []field{newField("Content-Type", o.kind.name), newField("Accept-Ranges", "bytes")}
	if o.kind.attachment {
		fields = append(fields, newField("Content-Disposition", disposition(path.Base(o.path))))
	}
	if o.kind.sandboxed {
		fields = append(fields, newField("Content-Security-Policy", sandbox))
	}
	if o.coding != identityCoding {
		fields = append(fields, newField("Content-Encoding", o.coding.String()))
	}
	return fields
}

// sharedFields are the fields that do not depend on the file.
func sharedFields(o Options) []field {
	fields := []field{newField("X-Content-Type-Options", "nosniff")}
	if o.Inline { // a page of another site is to learn nothing by showing, playing or running what is lent
		fields = append(fields, newField("Cross-Origin-Resource-Policy", "same-origin"))
	}
	if o.CacheControl != "" {
		fields = append(fields, newField("Cache-Control", o.CacheControl))
	}
	return fields
}

func put(h http.Header, fields []field) {
	for _, fd := range fields {
		h[fd.name] = fd.value
	}
}

// memory is content that is ready.
type memory []byte

func (m memory) send(w http.ResponseWriter, part byteRange) (int64, error) {
	n, err := w.Write(m[part.start : part.start+part.length])
	return int64(n), err
}
