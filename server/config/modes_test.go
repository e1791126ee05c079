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
	}
	pages := []string{"html", "txt", "png", "jpg", "jpeg"}
	tests := []struct {
		name, file string
		flags      map[string]string
		want       want
	}{
		{"none", "", nil, want{pages, true, true}},
		{"website", "mode = 'website'", nil, want{pages, true, true}},
		{"share", "mode = 'share'", nil, want{[]string{"*"}, true, false}},
		{"receive", "mode = 'receive'", nil, want{[]string{"*"}, false, true}},
		{"a key of the file", "mode = 'share'\ntypes = ['txt']\nuploads = true", nil, want{[]string{"txt"}, true, true}},
		{"a flag", "mode = 'website'", map[string]string{"mode": "share"}, want{[]string{"*"}, true, false}},
		{"a flag over the mode", "", map[string]string{"mode": "receive", "downloads": "true"}, want{[]string{"*"}, true, true}},
		{"after the first file", firstFile(), map[string]string{"mode": "share"}, want{[]string{"*"}, true, false}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Load(Sources{File: writeFile(t, tt.file), Flags: tt.flags})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got.Types, tt.want.types) || got.Downloads != tt.want.downloads || got.Uploads != tt.want.uploads {
				t.Errorf("types = %q, downloads = %v, uploads = %v, want %v", got.Types, got.Downloads, got.Uploads, tt.want)
			}
		})
	}
}
