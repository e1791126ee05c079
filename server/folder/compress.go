// SPDX-License-Identifier: MIT

package folder

import (
	"bytes"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"porchlight/server/coding"
)

// What is compressed is compressed once and sent often, so the levels are the
// middle ones, not the fast ones.
const (
	smallestCoded = 256     // bytes; below it the fields cost more than is saved
	largestText   = 1 << 20 // bytes; larger texts are coded by siblings only
	gzipLevel     = 6
)

// worthwhile reports whether a coded form is smaller by at least 5 %.
func worthwhile(coded, plain int) bool {
	return coded <= plain-plain/20
}

// coders keeps the compressors, which are dear to make, between uses.
type coders struct {
	gzip, zstd sync.Pool
	streams    sync.Pool // of zstd, for what is sent while it is made
}

// encode returns plain in a coding, or nil when that saves too little or the
// coding is one that we only pass on.
func (cs *coders) encode(c coding.Coding, plain []byte) []byte {
	if len(plain) < smallestCoded || len(plain) > largestText {
		return nil
	}
	var coded []byte
	switch c {
	case coding.Gzip:
		coded = cs.encodeGzip(plain)
	case coding.Zstd:
		coded = cs.encodeZstd(plain)
	}
	if coded == nil || !worthwhile(len(coded), len(plain)) {
		return nil
	}
	return bytes.Clone(coded) // without the spare room of the work buffer
}

func (cs *coders) encodeGzip(plain []byte) []byte {
	var b bytes.Buffer
	z := cs.newGzip()
	defer cs.gzip.Put(z)
	z.Reset(&b)
	if _, err := z.Write(plain); err != nil {
		return nil
	}
	if err := z.Close(); err != nil {
		return nil
	}
	return b.Bytes()
}

func (cs *coders) encodeZstd(plain []byte) []byte {
	z, err := cs.newZstd()
	if err != nil {
		return nil
	}
	defer cs.zstd.Put(z)
	return z.EncodeAll(plain, nil)
}

func (cs *coders) newGzip() *gzip.Writer {
	if z, ok := cs.gzip.Get().(*gzip.Writer); ok {
		return z
	}
	z, _ := gzip.NewWriterLevel(nil, gzipLevel) // the level is a valid one
	return z
}

func (cs *coders) newZstd() (*zstd.Encoder, error) {
	if z, ok := cs.zstd.Get().(*zstd.Encoder); ok {
		return z, nil
	}
	return zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(largestText))
}
