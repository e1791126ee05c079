// SPDX-License-Identifier: MIT

package folder

import (
	"encoding/binary"
	"hash/fnv"
	"io/fs"
	"strconv"
	"time"

	"porchlight/server/coding"
)

// stamp is what the file system tells about a file without reading it. Two
// contents of one file never share it, unless they are written within one
// tick of the file system's clock (see entry.settled).
type stamp struct {
	size          int64
	written       int64 // modification time, ns since 1970
	changed       int64 // change time, ns since 1970, which no program can set back
	inode, device uint64
}

func stampOf(info fs.FileInfo) stamp {
	s := stamp{size: info.Size(), written: info.ModTime().UnixNano()}
	s.changed, s.inode, s.device = identity(info)
	return s
}

// latest returns the time of the last change that the stamp shows, in ns.
func (s stamp) latest() int64 {
	if s.changed != 0 {
		return s.changed
	}
	return s.written
}

// hash mixes the stamps of all files that a representation is made of.
func hash(stamps ...stamp) uint64 {
	h := fnv.New64a()
	var b []byte
	for _, s := range stamps {
		for _, v := range []uint64{uint64(s.size), uint64(s.written), uint64(s.changed), s.inode, s.device} {
			b = binary.LittleEndian.AppendUint64(b, v)
		}
	}
	_, _ = h.Write(b) // a hash never fails
	return h.Sum64()
}

// entityTag returns a strong entity tag (RFC 9110 §8.8.3) that outlives
// restarts, and differs for each content coding (§8.8.3.3).
func entityTag(c coding.Coding, stamps ...stamp) string {
	tag := `"` + strconv.FormatUint(hash(stamps...), 16)
	if c != coding.Identity {
		tag += "-" + c.String()
	}
	return tag + `"`
}

// lastModified returns the date to send for a file, in whole seconds: none
// for a time that means "unknown", and never one that is still to come
// (RFC 9110 §8.8.2.1).
func lastModified(s stamp, now time.Time) time.Time {
	t := time.Unix(0, s.written).Truncate(time.Second)
	switch {
	case t.Unix() <= 0:
		return time.Time{}
	case t.After(now):
		return now.Truncate(time.Second)
	}
	return t
}
