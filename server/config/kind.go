// SPDX-License-Identifier: MIT

package config

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// field is a kind for one type of value.
type field[T any] struct {
	at    func(*Config) *T
	parse func(text string) (T, error)
	valid func(T) error
	plain func(T) string
	quote func(T) string
	use   string
	words []string // all values there are, nil when they are many
}

func (f field[T]) set(c *Config, text string) error {
	v, err := f.parse(text)
	if err == nil {
		err = f.valid(v)
	}
	if err != nil {
		return err
	}
	*f.at(c) = v
	return nil
}

func (f field[T]) check(c *Config) error { return f.valid(*f.at(c)) }
func (f field[T]) text(c *Config) string { return f.plain(*f.at(c)) }
func (f field[T]) toml(c *Config) string { return f.quote(*f.at(c)) }
func (f field[T]) hint() string          { return f.use }
func (f field[T]) choices() []string     { return f.words }

// number is a whole number from low to high.
func number(at func(*Config) *int, low, high int) kind {
	f := field[int]{at: at, plain: strconv.Itoa, quote: strconv.Itoa, use: fmt.Sprintf("%d to %d", low, high)}
	f.parse = func(text string) (int, error) {
		v, err := strconv.Atoi(strings.TrimSpace(text))
		if errors.Is(err, strconv.ErrRange) {
			return 0, outside(text, f.use)
		}
		if err != nil {
			return 0, fmt.Errorf("%s is not a whole number, use %s", quoted(text), f.use)
		}
		return v, nil
	}
	f.valid = within(low, high, strconv.Itoa, f.use)
	return f
}

// size is a number of bytes from low to high.
func size(at func(*Config) *Size, low, high Size) kind {
	f := field[Size]{at: at, plain: Size.String, use: fmt.Sprintf("%s to %s", low, high)}
	f.quote = func(v Size) string { return quoteTOML(v.String()) }
	f.parse = func(text string) (Size, error) {
		v, err := parseSize(text)
		if errors.Is(err, strconv.ErrRange) {
			return 0, outside(text, f.use)
		}
		if err != nil {
			return 0, fmt.Errorf(`%s is not a size, use a whole number with a unit such as "64 KiB" or "1 MiB", %s`, quoted(text), f.use)
		}
		return v, nil
	}
	f.valid = within(low, high, Size.String, f.use)
	return f
}

// span is a length of time from low to high; a bare number is seconds.
func span(at func(*Config) *time.Duration, low, high time.Duration) kind {
	f := field[time.Duration]{at: at, plain: formatSpan, use: formatSpan(low) + " to " + formatSpan(high)}
	f.quote = func(v time.Duration) string { return quoteTOML(formatSpan(v)) }
	f.parse = func(text string) (time.Duration, error) {
		v, err := parseSpan(strings.TrimSpace(text))
		if err != nil {
			return 0, fmt.Errorf(`%s is not a length of time, use one such as "10s" or "1m30s", %s`, quoted(text), f.use)
		}
		return v, nil
	}
	f.valid = within(low, high, formatSpan, f.use)
	return f
}

// toggle is a switch.
func toggle(at func(*Config) *bool) kind {
	f := field[bool]{at: at, plain: strconv.FormatBool, quote: strconv.FormatBool, use: "true or false"}
	f.valid = func(bool) error { return nil }
	f.parse = func(text string) (bool, error) {
		switch strings.ToLower(strings.TrimSpace(text)) {
		case "true", "yes", "on", "1":
			return true, nil
		case "false", "no", "off", "0":
			return false, nil
		}
		return false, fmt.Errorf("%s is neither true nor false, use %s", quoted(text), f.use)
	}
	return f
}

// choice is one of a few words.
func choice(at func(*Config) *string, words ...string) kind {
	f := field[string]{at: at, plain: same, quote: quoteTOML, use: oneOf(words), words: words}
	f.parse = func(text string) (string, error) { return strings.ToLower(strings.TrimSpace(text)), nil }
	f.valid = func(v string) error {
		if !slices.Contains(words, v) {
			return fmt.Errorf("%s is not known here, use %s", quoted(v), f.use)
		}
		return nil
	}
	return f
}

func same(s string) string { return s }

func oneOf(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// within returns a check of both limits.
func within[T int | Size | time.Duration](low, high T, plain func(T) string, use string) func(T) error {
	return func(v T) error {
		if v < low || v > high {
			return outside(plain(v), use)
		}
		return nil
	}
}

func outside(text, use string) error {
	return fmt.Errorf("%s is out of range, use %s", quoted(strings.TrimSpace(text)), use)
}
