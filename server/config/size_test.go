// SPDX-License-Identifier: MIT

package config

import (
	"errors"
	"math"
	"strconv"
	"testing"
	"time"
)

func TestSizeString(t *testing.T) {
	tests := []struct {
		size Size
		want string
	}{
		{0, "0"},
		{1, "1 B"},
		{256, "256 B"},
		{1000, "1 kB"},
		{1024, "1 KiB"},
		{1500, "1500 B"},
		{1025, "1025 B"},
		{1 << 20, "1 MiB"},
		{10_000_000, "10 MB"},
		{1024_000, "1024 kB"},
		{1000 << 20, "1000 MiB"},
		{64 << 10, "64 KiB"},
		{1 << 40, "1 TiB"},
		{-2048, "-2 KiB"},
		{math.MinInt64, "-8388608 TiB"},
		{math.MaxInt64, "9223372036854775807 B"},
	}
	for _, tt := range tests {
		if got := tt.size.String(); got != tt.want {
			t.Errorf("Size(%d).String() = %q, want %q", int64(tt.size), got, tt.want)
		}
	}
}

func TestParseSize(t *testing.T) {
	tests := []struct {
		text string
		want Size
		err  error
	}{
		{"1 MiB", 1 << 20, nil},
		{"10MB", 10_000_000, nil},
		{"64k", 64 << 10, nil},
		{"64 kb", 64_000, nil},
		{" 1048576 ", 1 << 20, nil},
		{"2G", 2 << 30, nil},
		{"+7 b", 7, nil},
		{"-1", -1, nil},
		{"", 0, errNotSize},
		{"MiB", 0, errNotSize},
		{"1.5 MiB", 0, errNotSize},
		{"1 Mi B", 0, errNotSize},
		{"1 2", 0, errNotSize},
		{"1-2", 0, errNotSize},
		{"0x10", 0, errNotSize},
		{"9223372036854775808", 0, strconv.ErrRange},
		{"8388608 TiB", 0, strconv.ErrRange},
		{"9223372036854775807k", 0, strconv.ErrRange},
	}
	for _, tt := range tests {
		if got, err := parseSize(tt.text); got != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("parseSize(%q) = %d, %v, want %d, %v", tt.text, int64(got), err, int64(tt.want), tt.err)
		}
	}
}

func TestFormatSpan(t *testing.T) {
	tests := []struct {
		span time.Duration
		want string
	}{
		{0, "0s"},
		{time.Second, "1s"},
		{10 * time.Second, "10s"},
		{time.Minute, "1m"},
		{90 * time.Second, "1m30s"},
		{10 * time.Minute, "10m"},
		{time.Hour, "1h"},
		{time.Hour + 10*time.Minute, "1h10m"},
		{time.Hour + time.Second, "1h0m1s"},
		{20 * time.Hour, "20h"},
		{100 * time.Millisecond, "100ms"},
	}
	for _, tt := range tests {
		got := formatSpan(tt.span)
		if back, err := parseSpan(got); got != tt.want || back != tt.span || err != nil {
			t.Errorf("formatSpan(%v) = %q (read back as %v, %v), want %q", tt.span, got, back, err, tt.want)
		}
	}
}

func FuzzSize(f *testing.F) {
	requireCorpus(f)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := parseSize(text)
		if err != nil {
			if !errors.Is(err, errNotSize) && !errors.Is(err, strconv.ErrRange) {
				t.Errorf("parseSize(%q) = %v, want errNotSize or strconv.ErrRange", text, err)
			}
			return
		}
		if back, err := parseSize(s.String()); back != s || err != nil {
			t.Errorf("parseSize(%q) = %d, which is written %q and read back as %d, %v", text, int64(s), s.String(), int64(back), err)
		}
	})
}
