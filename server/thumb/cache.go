// SPDX-License-Identifier: MIT

package thumb

import (
	"cmp"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	defaultLimit   = 64 << 20 // bytes
	largestKept    = 1 << 20  // bytes of one thumbnail
	usedResolution = time.Hour
	thumbSuffix    = ".thumb"
	partSuffix     = ".part"
)

// cache keeps thumbnails in a folder, one file each: the CRC-32 of the
// thumbnail, then the thumbnail. A file's modification time is when it was used
// last, to the hour. A nil cache keeps nothing.
type cache struct {
	root  *os.Root
	limit int64 // bytes
	log   *slog.Logger

	used     atomic.Int64 // bytes, about: other processes are not seen
	trimming atomic.Bool
	trouble  sync.Once // is told once
}

// openCache opens the folder and brings it below its limit. nil means that it
// is of no use.
func openCache(o Options) *cache {
	c := &cache{limit: o.Limit, log: o.Log}
	if c.limit == 0 {
		c.limit = defaultLimit
	}
	err := os.MkdirAll(o.Dir, 0o700)
	if err == nil {
		c.root, err = os.OpenRoot(filepath.Clean(o.Dir))
	}
	if err != nil {
		o.Log.Warn("keep thumbnails in memory only", slog.Any("err", err))
		return nil
	}
	c.trim()
	return c
}

func nameOf(key Key) string { return hex.EncodeToString(key[:]) + thumbSuffix }

// get returns a thumbnail, nil when there is none. A damaged one is removed.
func (c *cache) get(key Key) []byte {
	if c == nil {
		return nil
	}
	name := nameOf(key)
	file, err := c.root.Open(name)
	if err != nil {
		return nil
	}
	defer file.Close()
	b, err := io.ReadAll(io.LimitReader(file, largestKept+1))
	if err != nil || len(b) <= crc32.Size || crc32.ChecksumIEEE(b[crc32.Size:]) != binary.BigEndian.Uint32(b) {
		_ = c.root.Remove(name) // it is made again, and then takes the other's place
		return nil
	}
	now := time.Now()
	if info, err := file.Stat(); err == nil && now.Sub(info.ModTime()) > usedResolution {
		_ = c.root.Chtimes(name, now, now) // at worst it goes sooner
	}
	return b[crc32.Size:]
}

// put keeps a thumbnail. It is written aside and renamed, so that nobody sees
// half of it.
func (c *cache) put(key Key, b []byte) {
	if c == nil || len(b) > largestKept-crc32.Size {
		return
	}
	name := nameOf(key)
	part := name + "." + rand.Text() + partSuffix
	content := append(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(b)), b...)
	err := c.root.WriteFile(part, content, 0o600)
	if err == nil {
		err = c.root.Rename(part, name)
	}
	if err != nil {
		_ = c.root.Remove(part) // trim does it else
		c.trouble.Do(func() { c.log.Warn("keep thumbnail", slog.Any("err", err)) })
		return
	}
	if c.used.Add(int64(len(content))) > c.limit {
		c.trim()
	}
}

// stored is a file of the cache.
type stored struct {
	name string
	size int64
	used time.Time
}

// trim removes the longest unused thumbnails until nine tenths of the limit
// are left, and counts the rest. One at a time is enough.
func (c *cache) trim() {
	if !c.trimming.CompareAndSwap(false, true) {
		return
	}
	defer c.trimming.Store(false)
	files, err := c.list()
	if err != nil {
		c.trouble.Do(func() { c.log.Warn("list thumbnails", slog.Any("err", err)) })
		return
	}
	slices.SortFunc(files, func(a, b stored) int { return cmp.Or(a.used.Compare(b.used), cmp.Compare(a.name, b.name)) })
	var used int64
	for _, f := range files {
		used += f.size
	}
	if used > c.limit {
		for _, f := range files {
			if used <= c.limit/10*9 {
				break
			}
			if err := c.root.Remove(f.name); err == nil || errors.Is(err, fs.ErrNotExist) {
				used -= f.size
			}
		}
	}
	c.used.Store(used)
}

// list returns the thumbnails, and removes what an interrupted put has left.
// Files that are not of the cache's making are none of its business.
func (c *cache) list() ([]stored, error) {
	dir, err := c.root.Open(".")
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	if err != nil {
		return nil, fmt.Errorf("read folder: %w", err)
	}
	var files []stored
	for _, name := range names {
		info, err := c.root.Lstat(name)
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		switch {
		case strings.HasSuffix(name, thumbSuffix):
			files = append(files, stored{name: name, size: info.Size(), used: info.ModTime()})
		case strings.HasSuffix(name, partSuffix) && time.Since(info.ModTime()) > usedResolution:
			_ = c.root.Remove(name) // another trim tries again
		}
	}
	return files, nil
}
