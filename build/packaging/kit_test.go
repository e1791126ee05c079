// SPDX-License-Identifier: MIT

package packaging

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// repo is the repository that this package belongs to.
func repo() fs.FS { return os.DirFS("../..") }

func newKit(t *testing.T) Kit {
	t.Helper()
	r, err := NewRelease("v1.2.3-rc.1", packedAt)
	if err != nil {
		t.Fatal(err)
	}
	completions := map[string][]byte{"bash": []byte("for bash"), "fish": []byte("for fish"), "zsh": []byte("for zsh")}
	return Kit{repo(), r, []byte(".TH"), completions, []byte("of others")}
}

// icons are the names of the icons that packages install, below the folder hicolor.
func icons(prefix string) []string {
	names := []string{prefix + "scalable/apps/porchlight.svg"}
	for _, size := range []string{"16", "22", "24", "32", "48", "64", "128", "256", "512"} {
		names = append(names, prefix+size+"x"+size+"/apps/porchlight.png")
	}
	return names
}

func TestLayouts(t *testing.T) {
	const app = "io.github.porchlight.porchlight.metainfo.xml"
	tests := []struct {
		name    string
		lay     func(Kit, []byte) ([]File, error)
		program string
		want    []string // beside the program
	}{
		{"LinuxArchive", Kit.LinuxArchive, "bin/porchlight", append(icons("share/icons/hicolor/"),
			"README-FIRST.txt", "README.md", "CHANGELOG.md", "LICENSE", "THIRD_PARTY_LICENSES",
			"share/man/man1/porchlight.1", "share/applications/porchlight.desktop", "share/metainfo/"+app,
			"share/systemd/user/porchlight.service", "share/bash-completion/completions/porchlight",
			"share/fish/vendor_completions.d/porchlight.fish", "share/zsh/site-functions/_porchlight")},
		{"Deb", Kit.Deb, "usr/bin/porchlight", append(icons("usr/share/icons/hicolor/"),
			"usr/share/doc/porchlight/README.md", "usr/share/doc/porchlight/changelog.gz", "usr/share/doc/porchlight/copyright",
			"usr/share/doc/porchlight/THIRD_PARTY_LICENSES", "usr/share/lintian/overrides/porchlight",
			"usr/share/man/man1/porchlight.1.gz", "usr/share/applications/porchlight.desktop", "usr/share/metainfo/"+app,
			"usr/lib/systemd/user/porchlight.service", "usr/share/bash-completion/completions/porchlight",
			"usr/share/fish/vendor_completions.d/porchlight.fish", "usr/share/zsh/vendor-completions/_porchlight")},
		{"RPM", Kit.RPM, "usr/bin/porchlight", append(icons("usr/share/icons/hicolor/"),
			"usr/share/doc/porchlight/README.md", "usr/share/doc/porchlight/CHANGELOG.md", "usr/share/licenses/porchlight/LICENSE",
			"usr/share/licenses/porchlight/THIRD_PARTY_LICENSES",
			"usr/share/man/man1/porchlight.1.gz", "usr/share/applications/porchlight.desktop", "usr/share/metainfo/"+app,
			"usr/lib/systemd/user/porchlight.service", "usr/share/bash-completion/completions/porchlight",
			"usr/share/fish/vendor_completions.d/porchlight.fish", "usr/share/zsh/site-functions/_porchlight")},
		{"DarwinArchive", Kit.DarwinArchive, "porchlight", []string{
			"README-FIRST.txt", "README.md", "CHANGELOG.md", "LICENSE", "THIRD_PARTY_LICENSES", "porchlight.1",
			"completions/porchlight", "completions/porchlight.fish", "completions/_porchlight",
		}},
		{"WindowsArchive", Kit.WindowsArchive, "porchlight.exe", []string{
			"README-FIRST.txt", "README.md", "CHANGELOG.md", "LICENSE.txt", "THIRD_PARTY_LICENSES.txt",
		}},
		{"App", Kit.App, "Contents/MacOS/porchlight", []string{
			"Contents/Info.plist", "Contents/PkgInfo", "Contents/Resources/porchlight.icns", "Contents/Resources/LICENSE",
			"Contents/Resources/THIRD_PARTY_LICENSES",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files, err := tt.lay(newKit(t), []byte("program"))
			if err != nil {
				t.Fatal(err)
			}
			want := slices.Sorted(slices.Values(append(tt.want, tt.program)))
			if diff := cmp.Diff(want, namesOf(inOrder(files))); diff != "" {
				t.Errorf("names differ (-want +got):\n%s", diff)
			}
			for _, f := range files {
				if program := f.Name == tt.program; program != (f.Mode == 0o755) || program != (string(f.Content) == "program") {
					t.Errorf("%s has mode %v and %d bytes", f.Name, f.Mode, len(f.Content))
				}
				if place := placeIn(f.Content); place != "" || len(f.Content) == 0 {
					t.Errorf("%s has %d bytes, and still a place for %q", f.Name, len(f.Content), place)
				}
			}
		})
	}
}

// placeIn returns a place for the release that nothing was filled into.
func placeIn(text []byte) string {
	for _, place := range []string{"@VERSION@", "@TRIPLE@", "@DATE@"} {
		if bytes.Contains(text, []byte(place)) {
			return place
		}
	}
	return ""
}

func TestLayoutsNeedTheirFiles(t *testing.T) {
	k := newKit(t)
	k.Repo = os.DirFS(t.TempDir())
	for name, lay := range map[string]func(Kit, []byte) ([]File, error){
		"LinuxArchive": Kit.LinuxArchive, "Deb": Kit.Deb, "RPM": Kit.RPM,
		"DarwinArchive": Kit.DarwinArchive, "WindowsArchive": Kit.WindowsArchive, "App": Kit.App,
	} {
		if _, err := lay(k, nil); err == nil {
			t.Errorf("%s of an empty repository = nil, want an error", name)
		}
	}
}

func TestReadersLearnFirstWhatTheyHave(t *testing.T) {
	for system, want := range map[string]string{
		"linux":   "This is porchlight 1.2.3-rc.1 for Linux: the tray app, and a server without one.",
		"darwin":  "This is porchlight 1.2.3-rc.1 for macOS without the menu-bar icon: the server, for a terminal.",
		"windows": "This is porchlight 1.2.3-rc.1 for Windows: nothing has to be installed.",
	} {
		files, err := newKit(t).pages(system, "")
		if err != nil {
			t.Fatal(err)
		}
		if first, _, _ := strings.Cut(string(files[0].Content), "\n"); first != want {
			t.Errorf("%s of %s begins with %q, want %q", files[0].Name, system, first, want)
		}
	}
}

func TestNfpm(t *testing.T) {
	text, err := newKit(t).Nfpm("arm64", "/staged", "/staged.changelog", packed())
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	content := func(name string, mode float64) map[string]any {
		return map[string]any{
			"src": "/staged/" + name, "dst": "/" + name, "file_info": map[string]any{"mode": mode, "mtime": "2026-03-01T12:00:01Z"},
		}
	}
	want := map[string]any{
		"arch": "arm64", "version": "1.2.3~rc.1", "version_schema": "none", "mtime": "2026-03-01T12:00:01Z", "changelog": "/staged.changelog",
		"maintainer": "The Porchlight authors <porchlight@localhost>",
		"contents":   []any{content("LICENSE", 0o644), content("bin/porchlight", 0o755), content("share/empty", 0o644)},
	}
	for key, value := range want {
		if diff := cmp.Diff(value, got[key]); diff != "" {
			t.Errorf("%s differs (-want +got):\n%s", key, diff)
		}
	}
}

func TestChangelog(t *testing.T) {
	got, err := newKit(t).Changelog()
	want := `[
  {
    "semver": "1.2.3-rc.1-1",
    "date": "2026-03-01T12:00:01Z",
    "packager": "The Porchlight authors <porchlight@localhost>",
    "changes": [
      {
        "note": "Version 1.2.3~rc.1; CHANGELOG.md tells what is new."
      }
    ],
    "deb": {
      "urgency": "low",
      "distributions": [
        "unstable"
      ]
    }
  }
]
`
	if diff := cmp.Diff(want, string(got)); diff != "" || err != nil {
		t.Errorf("Changelog (%v) differs (-want +got):\n%s", err, diff)
	}
}
