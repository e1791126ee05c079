// SPDX-License-Identifier: MIT

package thumb

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
)

// jpegHead is what a JPEG file tells before its pixels.
type jpegHead struct {
	orientation orientation
	cost        float64 // bytes a pixel that decoding takes
}

var errJPEG = errors.New("no JPEG frame")

// readJPEGHead reads the segments up to the frame header (ITU-T T.81 §B.2).
// The orientation is that of the first EXIF segment; without one, or with a
// broken one, the picture is taken to be upright.
func readJPEGHead(src io.Reader) (jpegHead, error) {
	r := bufio.NewReader(src)
	head := jpegHead{orientation: upright}
	if _, err := r.Discard(2); err != nil { // SOI
		return head, err
	}
	for seen := false; ; {
		marker, segment, err := nextSegment(r)
		if err != nil {
			return head, err
		}
		const app1, startOfScan = 0xe1, 0xda
		switch {
		case marker == app1 && !seen:
			if tiff, ok := exifOf(segment); ok {
				head.orientation, seen = orientationOf(tiff), true
			}
		case marker == startOfScan:
			return head, errJPEG
		case 0xc0 <= marker && marker <= 0xc2: // the frames that image/jpeg decodes
			head.cost, err = frameCost(segment, marker == 0xc2)
			return head, err
		}
	}
}

// nextSegment returns a marker and what its segment holds, at most 64 KiB.
func nextSegment(r *bufio.Reader) (marker byte, segment []byte, err error) {
	for marker == 0 || marker == 0xff { // fill bytes, and stuff between segments
		if marker != 0xff {
			if _, err := r.ReadSlice(0xff); err != nil && !errors.Is(err, bufio.ErrBufferFull) {
				return 0, nil, err
			} else if err != nil {
				continue
			}
		}
		if marker, err = r.ReadByte(); err != nil {
			return 0, nil, err
		}
	}
	if marker == 0x01 || 0xd0 <= marker && marker <= 0xd9 { // these have no segment
		return marker, nil, nil
	}
	var length [2]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return 0, nil, err
	}
	size := int(binary.BigEndian.Uint16(length[:]))
	if size < 2 {
		return 0, nil, errJPEG
	}
	segment = make([]byte, size-2)
	_, err = io.ReadFull(r, segment)
	return marker, segment, err
}

// frameCost returns how many bytes image/jpeg takes for a pixel: one for each
// sample, four more for its coefficient when the frame is progressive, and
// the CMYK pixel that four components are turned into.
func frameCost(segment []byte, progressive bool) (float64, error) {
	if len(segment) < 6 || len(segment) < 6+3*int(segment[5]) || segment[5] == 0 {
		return 0, errJPEG
	}
	var samples, widest, highest int
	for c := range segment[5] {
		factors := segment[7+3*int(c)]
		h, v := int(factors>>4), int(factors&15)
		if h == 0 || v == 0 {
			return 0, errJPEG
		}
		samples, widest, highest = samples+h*v, max(widest, h), max(highest, v)
	}
	cost := float64(samples) / float64(widest*highest)
	if progressive {
		cost *= 5
	}
	if segment[5] > 3 {
		cost += 4
	}
	return cost, nil
}
