// SPDX-License-Identifier: MIT

package journal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/lmittmann/tint"
)

// ErrFormat is matched by the error of Open for a format that is not one of the three.
var ErrFormat = errors.New("want classic, text or json")

// form makes a handler that writes one line per Write.
type form func(io.Writer) slog.Handler

func (j *Journal) form(name string) (form, error) {
	switch name {
	case "", "classic":
		return j.lines, nil
	case "text":
		return j.text, nil
	case "json":
		return j.json, nil
	}
	return nil, fmt.Errorf("choose log format %q: %w", name, ErrFormat)
}

func (j *Journal) lines(w io.Writer) slog.Handler {
	return &classic{w: w, level: &j.level, clock: &j.clock}
}

// text needs no cleaning of its own: slog quotes each value that is not printable.
func (j *Journal) text(w io.Writer) slog.Handler {
	return slog.NewTextHandler(w, &slog.HandlerOptions{Level: &j.level})
}

// json cleans values, since encoding/json escapes only what would break the syntax: DEL, C1 and bidi controls pass.
func (j *Journal) json(w io.Writer) slog.Handler {
	return slog.NewJSONHandler(w, &slog.HandlerOptions{Level: &j.level, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		return replaceText(a, cleaned)
	}})
}

// tinted is text in colour. tint lets values bring their own colours: it turns the four characters \x1b of a quoted value
// back into ESC, and leaves the message raw. Both would hand the terminal to whoever wrote the value, so the values
// are cleaned, and ESC is spelled in a way that tint does not know.
func (j *Journal) tinted(w io.Writer) slog.Handler {
	return tint.NewTextHandler(w, &tint.Options{Level: &j.level, TimeFormat: time.DateTime, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		return replaceText(a, func(s string) string {
			return strings.ReplaceAll(cleaned(s), `\x1b`, `\u001b`)
		})
	}})
}

// replaceText applies f to a string value, and to anything else that a handler would have to print by reflection.
func replaceText(a slog.Attr, f func(string) string) slog.Attr {
	switch a.Value.Kind() {
	case slog.KindString:
		a.Value = slog.StringValue(f(a.Value.String()))
	case slog.KindAny:
		if _, ok := a.Value.Any().(slog.Level); !ok { // handlers know their own level and colour it
			a.Value = slog.StringValue(f(fmt.Sprint(a.Value.Any())))
		}
	}
	return a
}

// router is the handler behind Logger: it hands a record to each route, and waits for the writes of a grave one.
type router struct {
	journal *Journal
	routes  []slog.Handler
}

func (r *router) Enabled(_ context.Context, level slog.Level) bool {
	return level >= r.journal.level.Level()
}

func (r *router) Handle(ctx context.Context, record slog.Record) error {
	for _, h := range r.routes {
		_ = h.Handle(ctx, record) // a sink takes every line: it has no error to give
	}
	if record.Level >= slog.LevelWarn {
		r.journal.flush(patience)
	}
	return nil
}

func (r *router) WithAttrs(attrs []slog.Attr) slog.Handler {
	return r.each(func(h slog.Handler) slog.Handler { return h.WithAttrs(attrs) })
}

func (r *router) WithGroup(name string) slog.Handler {
	return r.each(func(h slog.Handler) slog.Handler { return h.WithGroup(name) })
}

func (r *router) each(f func(slog.Handler) slog.Handler) slog.Handler {
	routes := make([]slog.Handler, len(r.routes))
	for i, h := range r.routes {
		routes[i] = f(h)
	}
	return &router{journal: r.journal, routes: routes}
}
