// SPDX-License-Identifier: MIT

package thumb

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
)

const (
	// Edge is the longest edge of a thumbnail, in pixels.
	Edge = 256

	decodesAtOnce = 2
	version       = 1 // of what a thumbnail looks like; part of each key
)

// ErrNone says that there is no thumbnail: the file is no JPEG, PNG, GIF or
// WebP picture, is damaged, or would take too much memory.
var ErrNone = errors.New("no thumbnail")

// Key names the thumbnail of one content of one file.
type Key [sha256.Size]byte

// KeyOf returns the key for what identifies a content: all that changes with
// it belongs here, such as the path, the size and the times of the file.
func KeyOf(parts ...string) Key {
	b := binary.BigEndian.AppendUint64(nil, version)
	for _, s := range parts {
		b = binary.BigEndian.AppendUint64(b, uint64(len(s)))
		b = append(b, s...)
	}
	return sha256.Sum256(b)
}

// Options says where a Maker keeps thumbnails.
type Options struct {
	// Dir is the cache folder, made when it is missing; "" keeps thumbnails
	// in memory only. It belongs to the Maker alone.
	Dir string
	// Limit is the most that the cache folder holds, in bytes; 0 is 64 MiB.
	Limit int64
	// Log hears once of a cache folder that is of no use. nil logs nothing.
	Log *slog.Logger
}

// Maker makes thumbnails and keeps them. It is safe for concurrent use. At
// worst it decodes two pictures of 256 MiB each at a time.
type Maker struct {
	recent recent
	cache  *cache // nil: memory only
	slots  chan struct{}

	mu      sync.Mutex
	flights map[Key]*flight
}

// flight is a thumbnail in the making, for all who ask for it meanwhile.
type flight struct {
	landed chan struct{} // closed when the rest is set
	bytes  []byte
	err    error
}

// New returns a Maker. A cache folder that cannot be used is no error: the
// Maker works without.
func New(o Options) *Maker {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	m := &Maker{slots: make(chan struct{}, decodesAtOnce), flights: make(map[Key]*flight)}
	if o.Dir != "" {
		m.cache = openCache(o)
	}
	return m
}

// Close lets go of the cache folder. Calls of Thumbnail must have ended.
func (m *Maker) Close() error {
	if m.cache == nil {
		return nil
	}
	return m.cache.root.Close()
}

// Thumbnail returns a JPEG picture, or a PNG when something shows through it,
// that fits Edge by Edge pixels and stands upright. open is called when it has to be
// made; the Maker closes what it returns. ctx bounds the wait for others,
// not the making. Other errors than ErrNone and those of ctx are open's.
func (m *Maker) Thumbnail(ctx context.Context, key Key, open func() (io.ReadSeekCloser, error)) ([]byte, error) {
	for {
		if b, known := m.recent.get(key); known {
			return b, noneIfEmpty(b)
		}
		f, first := m.board(key)
		if first {
			f.bytes, f.err = m.make(ctx, key, open)
			m.land(key, f)
			return f.bytes, f.err
		}
		select {
		case <-f.landed:
			if errors.Is(f.err, context.Canceled) || errors.Is(f.err, context.DeadlineExceeded) {
				continue // that was the other's wait, not ours
			}
			return f.bytes, f.err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func noneIfEmpty(b []byte) error {
	if len(b) == 0 {
		return ErrNone
	}
	return nil
}

func (m *Maker) board(key Key) (f *flight, first bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if f := m.flights[key]; f != nil {
		return f, false
	}
	f = &flight{landed: make(chan struct{})}
	m.flights[key] = f
	return f, true
}

func (m *Maker) land(key Key, f *flight) {
	m.mu.Lock()
	delete(m.flights, key)
	m.mu.Unlock()
	close(f.landed)
}

// make fetches a thumbnail from the cache folder or makes it. That there is
// none is remembered too, in memory.
func (m *Maker) make(ctx context.Context, key Key, open func() (io.ReadSeekCloser, error)) ([]byte, error) {
	if b := m.cache.get(key); b != nil {
		m.recent.put(key, b)
		return b, nil
	}
	select {
	case m.slots <- struct{}{}:
		defer func() { <-m.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	src, err := open()
	if err != nil {
		return nil, err
	}
	b, err := caught(src)
	if err := errors.Join(err, src.Close()); err != nil {
		if errors.Is(err, ErrNone) {
			m.recent.put(key, nil)
		}
		return nil, err
	}
	m.recent.put(key, b)
	m.cache.put(key, b)
	return b, nil
}

// caught turns a decoder's panic into an error.
func caught(src io.ReadSeeker) (b []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			b, err = nil, fmt.Errorf("%w: decoder: %v", ErrNone, p)
		}
	}()
	return render(src)
}
