// SPDX-License-Identifier: MIT

package control

import (
	"testing"

	"porchlight/server"
)

func TestPictureOf(t *testing.T) {
	calm, busy, full := server.Sample{Workers: 10}, server.Sample{Workers: 10, Busy: 5}, server.Sample{Workers: 10, Busy: 10, Waiting: 10}
	for _, tt := range []struct {
		name    string
		history []server.Sample
		want    picture
	}{
		{"nothing", nil, picture{Says: "Nothing has been measured yet."}},
		{"calm", []server.Sample{calm, calm}, picture{
			"M298 100H300V100H298z", "M298 100H300V100H298z", "M0 10H300", "Last five minutes: all 10 workers were free.",
		}},
		{"a visit", []server.Sample{calm, busy, busy, calm}, picture{
			"M296 100H297V55H299V100H300V100H296z", "M296 100H297V55H299V100H300V100H296z", "M0 10H300",
			"Last five minutes: at most 5 of 10 workers busy, nobody had to wait.",
		}},
		{"too many, and more workers", []server.Sample{full, {Workers: 20}}, picture{
			"M298 55H299V100H300V100H298z", "M298 10H299V100H300V100H298z", "M0 55H299V10H300",
			"Last five minutes: at most 10 of 20 workers busy, at most 10 had to wait.",
		}},
	} {
		if got := pictureOf(tt.history); got != tt.want {
			t.Errorf("%s: pictureOf(%v) = %+v, want %+v", tt.name, tt.history, got, tt.want)
		}
	}
}
