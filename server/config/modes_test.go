// SPDX-License-Identifier: MIT

package config

import (
	"slices"
	"testing"
)

// TestModes has what each mode brings, and what goes over it.
func TestModes(t *testing.T) {
	type want struct {
		types              []string
		downloads, uploads bool
		lan, access        string
		listing            bool
	}
	pages := []string{"html", "txt", "png", "jpg", "jpeg"}
	tests := []struct {
		name, file string
		flags      map[string]string
		want       want
	}{
		{"none", "", nil, want{pages, true, true, "off", "open", false}},
		{"website", "mode = 'website'", nil, want{pages, true, true, "off", "open", false}},
		{"share", "mode = 'share'", nil, want{[]string{"*"}, true, false, "auto", "code", true}},
		{"receive", "mode = 'receive'", nil, want{[]string{"*"}, false, true, "auto", "code", false}},
		{"a key of the file", "mode = 'share'\ntypes = ['txt']\nuploads = true", nil, want{[]string{"txt"}, true, true, "auto", "code", true}},
		{"a flag", "mode = 'website'", map[string]string{"mode": "share"}, want{[]string{"*"}, true, false, "auto", "code", true}},
		{"a flag over the mode", "", map[string]string{"mode": "receive", "downloads": "true"}, want{[]string{"*"}, true, true, "auto", "code", false}},
		{"after the first file", firstFile(), map[string]string{"mode": "share"}, want{[]string{"*"}, true, false, "auto", "code", true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Load(Sources{File: writeFile(t, tt.file), Flags: tt.flags})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got.Types, tt.want.types) || got.Downloads != tt.want.downloads || got.Uploads != tt.want.uploads ||
				got.LAN != tt.want.lan || got.Access != tt.want.access || got.Listing != tt.want.listing {
				t.Errorf("got %+v, want %+v", got.Config, tt.want)
			}
		})
	}
}
