// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"porchlight/build/art"
)

func TestKeepWritesWhatHasChanged(t *testing.T) {
	f := newFakes(t)
	f.root = t.TempDir()
	drawn := []art.File{{Name: "assets/tray/a.png", Content: []byte("a")}, {Name: "b.png", Content: []byte("b")}}
	for _, tt := range []struct {
		name   string
		before func()
		word   string
	}{
		{"nothing there", func() {}, "2 of 2 files changed"},
		{"all there", func() {}, "0 of 2 files changed"},
		{"one differs", func() { drawn[1].Content = []byte("B") }, "1 of 2 files changed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.before()
			if word, err := f.keep(drawn, nil); word != tt.word || err != nil {
				t.Errorf("keep(%v) = %q, %v, want %q", drawn, word, err, tt.word)
			}
			for _, file := range drawn {
				got, err := os.ReadFile(filepath.Join(f.root, filepath.FromSlash(file.Name)))
				if string(got) != string(file.Content) || err != nil {
					t.Errorf("%s = %q, %v, want %q", file.Name, got, err, file.Content)
				}
			}
		})
	}
	if got, want := f.said.String(), "assets/tray/a.png\nb.png\nb.png\n"; got != want {
		t.Errorf("keep said %q, want %q", got, want)
	}
}

func TestKeepPassesFailuresOn(t *testing.T) {
	f := newFakes(t)
	f.root = filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(f.root, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := f.keep([]art.File{{Name: "a.png"}}, nil); err == nil {
		t.Error("keep below a file = nil, want an error")
	}
	boom := errors.New("boom")
	if _, err := f.keep(nil, boom); !errors.Is(err, boom) {
		t.Errorf("keep(nil, boom) = %v, want boom", err)
	}
}
