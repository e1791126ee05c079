// SPDX-License-Identifier: MIT

package packaging

import (
	"errors"
	"testing"
	"time"
)

func TestReleaseForms(t *testing.T) {
	tests := []struct{ stamp, version, semantic, number, triple string }{
		{"v1.2.3", "1.2.3", "1.2.3", "1.2.3.0", "1.2.3"},
		{"1.2.3", "1.2.3", "1.2.3", "1.2.3.0", "1.2.3"},
		{"v1.2.3-dirty", "1.2.3+dirty", "1.2.3+dirty", "1.2.3.0", "1.2.3"},
		{"v1.2.3-4-gabc1234", "1.2.3+4.gabc1234", "1.2.3+4.gabc1234", "1.2.3.4", "1.2.3"},
		{"v1.2.3-4-gabc1234-dirty", "1.2.3+4.gabc1234.dirty", "1.2.3+4.gabc1234.dirty", "1.2.3.4", "1.2.3"},
		{"v1.2.3-rc.1", "1.2.3~rc.1", "1.2.3-rc.1", "1.2.3.0", "1.2.3"},
		{"v1.2.3-rc.1-4-gabc1234", "1.2.3~rc.1+4.gabc1234", "1.2.3-rc.1+4.gabc1234", "1.2.3.4", "1.2.3"},
		{"abc1234", "0.0.0+abc1234", "0.0.0+abc1234", "0.0.0.0", "0.0.0"},
		{"1234567-dirty", "0.0.0+1234567.dirty", "0.0.0+1234567.dirty", "0.0.0.0", "0.0.0"},
		{"v1.2", "0.0.0+v1.2", "0.0.0+v1.2", "0.0.0.0", "0.0.0"},
	}
	for _, tt := range tests {
		r, err := NewRelease(tt.stamp, time.Unix(0, 0))
		if err != nil {
			t.Errorf("NewRelease(%q) = %v", tt.stamp, err)
		}
		if got := r.Version(); got != tt.version {
			t.Errorf("Version of %q = %q, want %q", tt.stamp, got, tt.version)
		}
		if got := r.Semantic(); got != tt.semantic {
			t.Errorf("Semantic of %q = %q, want %q", tt.stamp, got, tt.semantic)
		}
		if got := r.Number(); got != tt.number {
			t.Errorf("Number of %q = %q, want %q", tt.stamp, got, tt.number)
		}
		if got := r.Triple(); got != tt.triple {
			t.Errorf("Triple of %q = %q, want %q", tt.stamp, got, tt.triple)
		}
	}
}

func TestUnsafeVersionsAreRefused(t *testing.T) {
	for _, stamp := range []string{"", "-v1", "v1 2", "../v1", "v1/2", "v1;rm", `v1"`, "<v1>", "v1\n", "v1$(x)"} {
		if _, err := NewRelease(stamp, time.Now()); !errors.Is(err, ErrStamp) {
			t.Errorf("NewRelease(%q) = %v, want %v", stamp, err, ErrStamp)
		}
	}
}

func TestFill(t *testing.T) {
	at := time.Date(2026, 3, 1, 23, 30, 0, 0, time.FixedZone("", -3600))
	r, err := NewRelease("v1.2.3-rc.1", at)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(r.fill([]byte("a@VERSION@b @TRIPLE@ @DATE@ @b"))), "a1.2.3-rc.1b 1.2.3 2026-03-02 @b"; got != want {
		t.Errorf("fill = %q, want %q", got, want)
	}
}
