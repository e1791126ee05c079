// SPDX-License-Identifier: MIT

package folder

import (
	"crypto/rand"
	"io"
	"net/http"
	"strconv"
)

// multipartBody is a multipart/byteranges body (RFC 9110 §14.6): the ranges of a
// representation in the order asked for.
type multipartBody struct {
	of       *representation
	ranges   []byteRange
	heads    []string // what stands before each part's bytes
	boundary string
}

func newMultipart(p *representation, ranges []byteRange) *multipartBody {
	m := &multipartBody{of: p, ranges: ranges, boundary: rand.Text()}
	start := ""
	for _, part := range ranges {
		m.heads = append(m.heads, start+"--"+m.boundary+
			"\r\nContent-Type: "+p.kind.name+
			"\r\nContent-Range: "+contentRange(part, p.size)+"\r\n\r\n")
		start = "\r\n"
	}
	return m
}

func (m *multipartBody) end() string { return "\r\n--" + m.boundary + "--\r\n" }

// size is the exact length of what send writes.
func (m *multipartBody) size() int64 {
	n := int64(len(m.end()))
	for i, part := range m.ranges {
		n += int64(len(m.heads[i])) + part.length
	}
	return n
}

// send writes the body and returns how many bytes it wrote.
func (m *multipartBody) send(w http.ResponseWriter) (sent int64, err error) {
	for i, part := range m.ranges {
		n, err := io.WriteString(w, m.heads[i])
		sent += int64(n)
		if err != nil {
			return sent, err
		}
		sentPart, err := m.of.content.send(w, part)
		sent += sentPart
		if err != nil {
			return sent, err
		}
	}
	n, err := io.WriteString(w, m.end())
	return sent + int64(n), err
}

// contentRange formats a Content-Range (RFC 9110 §14.4).
func contentRange(part byteRange, size int64) string {
	return "bytes " + strconv.FormatInt(part.start, 10) +
		"-" + strconv.FormatInt(part.start+part.length-1, 10) +
		"/" + strconv.FormatInt(size, 10)
}
