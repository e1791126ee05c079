// SPDX-License-Identifier: MIT

package packaging

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Kit is what the packages of one system are put together from, beside the
// program itself.
type Kit struct {
	Repo fs.FS // the repository
	Release
	Manual      []byte            // the page for man
	Completions map[string][]byte // by shell
	Licences    []byte            // of what is linked in
}

const (
	data     = "build/package/" // of the repository
	metainfo = "io.github.porchlight.porchlight.metainfo.xml"
	hicolor  = data + "icons/hicolor"
)

// LinuxArchive is laid out as a prefix such as /usr/local has it, between
// pages that say what it is.
func (k Kit) LinuxArchive(program []byte) ([]File, error) {
	pages, err := k.pages("linux", "")
	if err != nil {
		return nil, err
	}
	installed, err := k.installed(program)
	return append(pages, installed...), err
}

// DarwinArchive is for a terminal: the program there is a server without an icon.
func (k Kit) DarwinArchive(program []byte) ([]File, error) {
	files, err := k.pages("darwin", "")
	files = append(files,
		File{"porchlight", 0o755, program},
		File{"porchlight.1", 0o644, k.Manual},
	)
	for _, c := range k.completions() {
		c.Name = "completions/" + path.Base(c.Name)
		files = append(files, c)
	}
	return files, err
}

// WindowsArchive has a name ending for everything, so that each file opens by
// a double-click.
func (k Kit) WindowsArchive(program []byte) ([]File, error) {
	files, err := k.pages("windows", ".txt")
	return append(files, File{"porchlight.exe", 0o755, program}), err
}

// pages are what somebody who has unpacked an archive of a system reads.
func (k Kit) pages(system, ending string) ([]File, error) {
	files, err := k.copied([][2]string{
		{"README-FIRST.txt", data + "readme/" + system + ".txt"},
		{"README.md", "README.md"},
		{"CHANGELOG.md", "CHANGELOG.md"},
		{"LICENSE" + ending, "LICENSE"},
	})
	return append(files, File{"THIRD_PARTY_LICENSES" + ending, 0o644, k.Licences}), err
}

// installed is porchlight as it stands below a prefix.
func (k Kit) installed(program []byte) ([]File, error) {
	files := append(k.completions(),
		File{"bin/porchlight", 0o755, program},
		File{"share/man/man1/porchlight.1", 0o644, k.Manual},
	)
	shown, err := k.copied([][2]string{
		{"share/applications/porchlight.desktop", data + "linux/porchlight.desktop"},
		{"share/metainfo/" + metainfo, data + "linux/" + metainfo},
		{"share/systemd/user/porchlight.service", data + "linux/porchlight.service"},
	})
	if err != nil {
		return nil, err
	}
	icons, err := k.icons()
	return append(append(files, shown...), icons...), err
}

// completions are where each shell looks for those that a program has brought.
func (k Kit) completions() []File {
	return []File{
		{"share/bash-completion/completions/porchlight", 0o644, k.Completions["bash"]},
		{"share/fish/vendor_completions.d/porchlight.fish", 0o644, k.Completions["fish"]},
		{"share/zsh/site-functions/_porchlight", 0o644, k.Completions["zsh"]},
	}
}

func (k Kit) icons() ([]File, error) {
	var pairs [][2]string
	err := fs.WalkDir(k.Repo, hicolor, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			pairs = append(pairs, [2]string{"share/icons/hicolor" + strings.TrimPrefix(name, hicolor), name})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find icons: %w", err)
	}
	return k.copied(pairs)
}

// copied takes files from the repository, each with its name in the package
// before. Texts of build/package have places for the release.
func (k Kit) copied(pairs [][2]string) ([]File, error) {
	var files []File
	for _, pair := range pairs {
		content, err := fs.ReadFile(k.Repo, pair[1])
		if err != nil {
			return nil, err
		}
		if strings.HasPrefix(pair[1], data) && path.Ext(pair[1]) != ".png" {
			content = k.fill(content)
		}
		files = append(files, File{pair[0], 0o644, content})
	}
	return files, nil
}
