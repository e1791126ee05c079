// SPDX-License-Identifier: MIT

package journal

import (
	"context"
	"io"
	"log/slog"
	"sync/atomic"
	"time"
)

// classic is the handler of lifecycle lines in the classic form:
//
//	[2024-03-15 10:30:00] HTTP Server started on http://127.0.0.1:8080
//	[2024-03-15 10:35:50] Warning: Thread pool saturated waiting=50
type classic struct {
	w      io.Writer
	level  slog.Leveler
	clock  *clock
	attrs  string // what WithAttrs has fixed, formatted, with the space in front
	groups string // what WithGroup puts before each later key: "a.b."
}

func (c *classic) Enabled(_ context.Context, level slog.Level) bool {
	return level >= c.level.Level()
}

func (c *classic) Handle(_ context.Context, r slog.Record) error {
	line := append(make([]byte, 0, 256), c.clock.stamp(r.Time)...)
	line = append(append(line, ' '), word(r.Level)...)
	line = appendClean(line, r.Message, false)
	line = append(line, c.attrs...)
	r.Attrs(func(a slog.Attr) bool {
		line = appendAttr(line, c.groups, a)
		return true
	})
	_, err := c.w.Write(append(line, '\n'))
	return err
}

func (c *classic) WithAttrs(attrs []slog.Attr) slog.Handler {
	line := []byte(c.attrs)
	for _, a := range attrs {
		line = appendAttr(line, c.groups, a)
	}
	d := *c
	d.attrs = string(line)
	return &d
}

func (c *classic) WithGroup(name string) slog.Handler {
	d := *c
	if name != "" {
		d.groups = c.groups + name + "."
	}
	return &d
}

// word is what stands before the message. Info, the usual level, has none.
func word(l slog.Level) string {
	switch {
	case l >= slog.LevelError:
		return "Error: "
	case l >= slog.LevelWarn:
		return "Warning: "
	case l >= slog.LevelInfo:
		return ""
	}
	return "Debug: "
}

// appendAttr appends " key=value", once for each member of a group. Empty attributes vanish, as slog asks.
func appendAttr(dst []byte, groups string, a slog.Attr) []byte {
	v := a.Value.Resolve()
	switch {
	case a.Equal(slog.Attr{}):
		return dst
	case v.Kind() == slog.KindGroup:
		if a.Key != "" {
			groups += a.Key + "."
		}
		for _, member := range v.Group() {
			dst = appendAttr(dst, groups, member)
		}
		return dst
	}
	dst = appendClean(append(dst, ' '), groups+a.Key, true)
	dst = append(dst, '=')
	return appendValue(dst, v.String())
}

// clock formats the time stamp once a second, for all.
type clock struct {
	last atomic.Pointer[second]
}

type second struct {
	unix int64
	text string
}

// stamp is "[2024-03-15 10:30:15]", in local time.
func (c *clock) stamp(t time.Time) string {
	unix := t.Unix()
	s := c.last.Load()
	if s == nil || s.unix != unix {
		s = &second{unix: unix, text: t.Local().Format("[" + time.DateTime + "]")}
		c.last.Store(s)
	}
	return s.text
}
