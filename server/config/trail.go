// SPDX-License-Identifier: MIT

package config

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fsnotify/fsnotify"
)

// trail is the way to a file that may be a link to a link, and need not exist.
//
//	~/.config/porchlight/config.toml ─▶ ..data/config.toml ─▶ ..2026_08/config.toml
//	          folder     name           folder name
//
// A folder that does not exist yet is stood for by the nearest one above it that does.
type trail struct {
	folders []string // to watch
	names   []string // that matter in them, below them, or above them
}

// longestTrail is where systems give up on links, too.
const longestTrail = 40

func trailTo(path string) trail {
	var t trail
	for range longestTrail {
		folder := filepath.Dir(path)
		if direct, err := filepath.EvalSymlinks(folder); err == nil {
			folder = direct
		}
		place := filepath.Join(folder, filepath.Base(path))
		t.add(nearestFolder(folder), path, place)
		target, err := os.Readlink(place)
		if err != nil {
			break
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(folder, target)
		}
		path = target
	}
	return t
}

func (t *trail) add(folder string, names ...string) {
	if !slices.Contains(t.folders, folder) {
		t.folders = append(t.folders, folder)
	}
	t.names = append(t.names, names...)
}

// nearestFolder returns name, or what is nearest above it and exists.
func nearestFolder(name string) string {
	for {
		info, err := os.Stat(name)
		above := filepath.Dir(name)
		if err == nil && info.IsDir() || above == name {
			return name
		}
		name = above
	}
}

// concerns reports whether an event is about the file, or about a folder or a link on the way to it. A change of
// permissions or times only is not: the text is the same.
func (t *trail) concerns(event fsnotify.Event) bool {
	if event.Op == fsnotify.Chmod {
		return false
	}
	return slices.ContainsFunc(t.names, func(name string) bool { return leadsTo(event.Name, name) })
}

// leadsTo reports whether above is name or a folder on the way to it. Some systems do not tell capitals from small
// letters; elsewhere that is at worst one look too many.
func leadsTo(above, name string) bool {
	if len(above) > len(name) || !strings.EqualFold(above, name[:len(above)]) {
		return false
	}
	return len(above) == len(name) || os.IsPathSeparator(name[len(above)]) || os.IsPathSeparator(above[len(above)-1])
}
