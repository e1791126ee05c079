// SPDX-License-Identifier: MIT

package packaging

import (
	"bytes"
	"encoding/json"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	summary = "Lend a folder to the network, from the system tray"

	// maintainer is whom a package names. The project has no address for it.
	maintainer = "The Porchlight authors <porchlight@localhost>"
)

// Deb is what the package for Debian and its kin installs, from the root on.
func (k Kit) Deb(program []byte) ([]File, error) {
	files, err := k.system(program)
	if err != nil {
		return nil, err
	}
	for i, f := range files {
		files[i].Name = strings.Replace(f.Name, "/zsh/site-functions/", "/zsh/vendor-completions/", 1)
	}
	news, err := k.copied([][2]string{
		{"usr/share/lintian/overrides/porchlight", data + "linux/porchlight.lintian-overrides"},
		{"usr/share/doc/porchlight/changelog", "CHANGELOG.md"},
		{"usr/share/doc/porchlight/copyright", "LICENSE"},
	})
	if err != nil {
		return nil, err
	}
	news = append(news, File{"usr/share/doc/porchlight/THIRD_PARTY_LICENSES", 0o644, k.Licences})
	return compressed(append(files, news...), "changelog")
}

// RPM is what the package for Fedora, openSUSE and their kin installs.
func (k Kit) RPM(program []byte) ([]File, error) {
	files, err := k.system(program)
	if err != nil {
		return nil, err
	}
	pages, err := k.copied([][2]string{
		{"usr/share/licenses/porchlight/LICENSE", "LICENSE"},
		{"usr/share/doc/porchlight/CHANGELOG.md", "CHANGELOG.md"},
	})
	return slices.Concat(files, pages, []File{{"usr/share/licenses/porchlight/THIRD_PARTY_LICENSES", 0o644, k.Licences}}), err
}

// system is what both have: /usr as a prefix, with units in the place that
// belongs to packages.
func (k Kit) system(program []byte) ([]File, error) {
	files, err := k.installed(program)
	if err != nil {
		return nil, err
	}
	files, err = compressed(files, "porchlight.1")
	if err != nil {
		return nil, err
	}
	files = Below("usr", files)
	for i, f := range files {
		files[i].Name = strings.Replace(f.Name, "usr/share/systemd/", "usr/lib/systemd/", 1)
	}
	readme, err := k.copied([][2]string{{"usr/share/doc/porchlight/README.md", "README.md"}})
	return append(files, readme...), err
}

// compressed packs the files of a name, as policies want it for manuals and news.
func compressed(files []File, name string) ([]File, error) {
	for i, f := range files {
		if path.Base(f.Name) != name {
			continue
		}
		content, err := gzipped(f.Content)
		if err != nil {
			return nil, err
		}
		files[i] = File{f.Name + ".gz", f.Mode, content}
	}
	return files, nil
}

// Nfpm describes a package to nfpm, which reads YAML, and so JSON too. The
// files were written below staged by their names; changelog is the file that
// Changelog was written to.
func (k Kit) Nfpm(arch, staged, changelog string, files []File) ([]byte, error) {
	type object map[string]any
	var contents []object
	for _, f := range inOrder(files) {
		contents = append(contents, object{
			"src": filepath.Join(staged, filepath.FromSlash(f.Name)), "dst": "/" + f.Name,
			"file_info": object{"mode": f.Mode.Perm(), "mtime": k.Time},
		})
	}
	return plainJSON(object{
		"name": "porchlight", "arch": arch, "platform": "linux",
		"version": k.Version(), "version_schema": "none", "release": "1",
		"section": "net", "priority": "optional", "license": "MIT",
		"maintainer": maintainer, "vendor": "The Porchlight authors",
		"description": summary + "\n" +
			"Porchlight serves a folder to the browsers around it. A light in the system\n" +
			"tray says whether it is on, and how busy it is. It also runs without a tray.",
		"recommends":       []string{"xdg-utils"},
		"suggests":         []string{"wl-clipboard", "xclip"},
		"disable_globbing": true, "contents": contents, "mtime": k.Time, "changelog": changelog,
		"deb": object{"compression": "xz"},
		"rpm": object{"summary": summary, "group": "Applications/Internet", "buildhost": "localhost"},
	})
}

// Changelog is the entry of this release, in the form that nfpm reads. What
// has changed is told once, in CHANGELOG.md.
func (k Kit) Changelog() ([]byte, error) {
	type change struct {
		Note string `json:"note"`
	}
	type debian struct {
		Urgency       string   `json:"urgency"`
		Distributions []string `json:"distributions"`
	}
	type entry struct {
		Version  string    `json:"semver"`
		Date     time.Time `json:"date"`
		Packager string    `json:"packager"`
		Changes  []change  `json:"changes"`
		Debian   debian    `json:"deb"`
	}
	note := "Version " + k.Version() + "; CHANGELOG.md tells what is new."
	return plainJSON([]entry{{k.Semantic() + "-1", k.Time, maintainer, []change{{note}}, debian{"low", []string{"unstable"}}}})
}

// plainJSON leaves < and > as they are: some readers take \u003c for text.
func plainJSON(value any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(value)
	return out.Bytes(), err
}
