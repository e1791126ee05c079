// SPDX-License-Identifier: MIT

package folder

import "math"

// Bytes of the records that archive/zip writes (APPNOTE.TXT 6.3.10 §4.3). The
// lengths of paths come on top.
const (
	zipLocalHeader  = 30 + zipTimestamp
	zipDescriptor   = 16 // 24 when a size takes more than 32 bits
	zipDirectory    = 46 + zipTimestamp
	zipTimestamp    = 9  // the extended timestamp, of every entry
	zip64Extra      = 28 // in the directory, when a size or an offset takes more than 32 bits
	zipEnd          = 22
	zip64End        = 56 + 20
	zip64MostFiles  = math.MaxUint16
	zip64MostLength = math.MaxUint32
)

// archiveSize adds up the length of an archive of stored entries before there
// is one, so that it can be announced.
type archiveSize struct {
	entries   int64
	content   int64 // bytes of the entries so far: the offset of the next
	directory int64 // bytes
}

func (s *archiveSize) addFolder(path string) {
	s.add(path, 0)
	s.content -= zipDescriptor
}

func (s *archiveSize) add(path string, size int64) {
	long := size >= zip64MostLength
	s.entries++
	s.directory += zipDirectory + int64(len(path))
	if long || s.content >= zip64MostLength {
		s.directory += zip64Extra
	}
	s.content += zipLocalHeader + int64(len(path)) + size + zipDescriptor
	if long {
		s.content += 8
	}
}

func (s *archiveSize) total() int64 {
	total := s.content + s.directory + zipEnd
	if s.entries >= zip64MostFiles || s.directory >= zip64MostLength || s.content >= zip64MostLength {
		total += zip64End
	}
	return total
}

// size returns the exact length of the archive, in bytes.
func (p *archivePlan) size() int64 {
	var s archiveSize
	for _, e := range p.entries {
		if e.folder() {
			s.addFolder(e.path)
		} else {
			s.add(e.path, e.stamp.size)
		}
	}
	if path, content := p.report(); path != "" {
		s.add(path, int64(len(content)))
	}
	return s.total()
}
