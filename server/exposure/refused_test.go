// SPDX-License-Identifier: MIT

package exposure

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/adrg/xdg"
)

// newHome makes a home folder with pictures in it, and is its user until the
// test ends.
func newHome(t *testing.T) string {
	t.Helper()
	home := filepath.Join(t.TempDir(), "ada")
	write(t, home, "Pictures/a.jpg", "x")
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	for _, name := range []string{"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"} {
		t.Setenv(name, "")
	}
	t.Setenv("XDG_PUBLICSHARE_DIR", home+"/")
	xdg.Reload()
	t.Cleanup(xdg.Reload)
	return home
}

func TestRefusedFolders(t *testing.T) {
	home := newHome(t)
	if err := Refused(filepath.Join(home, "Pictures")); err != nil && runtime.GOOS != "windows" { // whose temporary folder is among the settings
		t.Errorf("Refused(a folder of pictures) = %v, want nil", err)
	}
	for _, dir := range []string{home, home + "/", filepath.Dir(home), "/", filepath.Join(home, "Pictures", "..")} {
		if err := Refused(dir); !errors.Is(err, ErrInsist) {
			t.Errorf("Refused(%q) = %v, want ErrInsist", dir, err)
		}
	}
	err := Refused(home)
	for _, part := range []string{"lend " + strconv.Quote(home), "your home folder", "choose a folder inside it, or insist with --insist"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("Refused(home) = %v, want %q in it", err, part)
		}
	}
}

// TestPeers50PublicShareIsHome: what the system calls the folder for sharing
// is the home folder, for those who have switched it off (DEPENDENCIES §0.1).
func TestPeers50PublicShareIsHome(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has a public folder of its own")
	}
	newHome(t)
	if err := Refused(xdg.UserDirs.PublicShare); !errors.Is(err, ErrInsist) {
		t.Errorf("Refused(%q) = %v, want ErrInsist", xdg.UserDirs.PublicShare, err)
	}
}

func TestRefusedThroughLinks(t *testing.T) {
	home := newHome(t)
	link := filepath.Join(t.TempDir(), "harmless")
	if err := os.Symlink(home, link); err != nil {
		t.Skip("no links here: ", err)
	}
	if err := Refused(link); !errors.Is(err, ErrInsist) {
		t.Errorf("Refused(link to home) = %v, want ErrInsist", err)
	}
	t.Setenv("HOME", link) // the home folder itself is reached by a link
	if err := Refused(home); runtime.GOOS != "windows" && (err == nil || !strings.Contains(err.Error(), "your home folder, with")) {
		t.Errorf("Refused(home behind a link) = %v, want it known for the home folder", err)
	}
}

func TestRefusedMissing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gone")
	if err := Refused(dir); !errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrInsist) {
		t.Errorf("Refused(%q) = %v, want fs.ErrNotExist", dir, err)
	}
}
