// SPDX-License-Identifier: MIT

package http1

import (
	"net/http"
	"sync/atomic"
	"time"
)

// clock keeps the Date field line of the current second (RFC 9110 §6.6.1).
type clock struct{ current atomic.Pointer[datedLine] }

type datedLine struct {
	second int64
	line   []byte // "Date: …\r\n"
}

// line returns the field line for now. It is made once a second.
func (c *clock) line(now time.Time) []byte {
	second := now.Unix()
	if d := c.current.Load(); d != nil && d.second == second {
		return d.line
	}
	line := now.UTC().AppendFormat([]byte("Date: "), http.TimeFormat)
	d := &datedLine{second, append(line, '\r', '\n')}
	c.current.Store(d)
	return d.line
}
