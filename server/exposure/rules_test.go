// SPDX-License-Identifier: MIT

package exposure

import (
	"strings"
	"testing"
)

var machines = map[string]machine{
	"linux": {
		system: "linux", home: "/home/ada",
		settings: []string{"/home/ada/.config", "/home/ada/.local/share", "/home/ada/.local/state", "/data/settings", "/run/user/1000"},
		own:      []string{"/home/ada/.local/share/porchlight/data/site"},
	},
	"darwin": {
		system: "darwin", home: "/Users/Ada",
		settings: []string{"/Users/Ada/Library/Application Support"},
		own:      []string{"/Users/Ada/Library/Application Support/porchlight/data/site"},
	},
	"windows": {
		system: "windows", home: `C:\Users\Ada`,
		settings: []string{`C:\Users\Ada\AppData\Local`},
		own:      []string{`C:\Users\Ada\AppData\Local\porchlight\data\site`},
		temp:     `C:\Users\Ada\AppData\Local\Temp`,
		programs: []string{`E:\WINNT`, ""},
	},
	"service": {system: "linux", home: "/var/lib/porchlight"},
	"bare":    {system: "linux", home: "/"},
	"nobody":  {system: "linux"},
	"loose":   {system: "linux", home: "/home/ada", temp: "/"},
	"around":  {system: "linux", home: "/tmp/ada", temp: "/tmp", settings: []string{"/tmp/ada/.config"}},
	"trap":    {system: "linux", home: "/home/ada", settings: []string{"/home/ada/", "/", ""}},
}

// TestPeers50NeverTheWholeHome holds which folders nobody lends without
// insisting, on three systems (PEERS §5, 50).
func TestPeers50NeverTheWholeHome(t *testing.T) {
	const fine = ""
	for _, tt := range []struct{ machine, dir, want string }{
		{"linux", "/home/ada", "your home folder, with"},
		{"linux", "/home/ada/", "your home folder, with"}, // XDG_PUBLICSHARE_DIR="$HOME/"
		{"linux", "/home", "your home folder lies in it"},
		{"linux", "/", "whole drive"},
		{"linux", "/home/ada/Pictures", fine},
		{"linux", "/home/ada/Library", fine},
		{"linux", "/home/adam", fine},
		{"linux", "/home/Ada", fine},
		{"linux", "/home/ada/.ssh", "hidden"},
		{"linux", "/home/ada/work/.git/objects", "hidden"},
		{"linux", "/home/ada/.config", "settings"},
		{"linux", "/home/ada/.config/porchlight", "settings"},
		{"linux", "/home/ada/.local/state/porchlight/state", "settings"},
		{"linux", "/home/ada/.local/share/porchlight/data/site", fine},
		{"linux", "/home/ada/.local/share/porchlight/data", "settings"},
		{"linux", "/home/ada/.local", "settings"},
		{"linux", "/data", "settings"},
		{"linux", "/data/settings/x", "settings"},
		{"linux", "/data/music", fine},
		{"linux", "/etc", "belongs to the system"},
		{"linux", "/etc/ssl", "belongs to the system"},
		{"linux", "/etcetera", fine},
		{"linux", "/usr/share/doc", "belongs to the system"},
		{"linux", "/root", "belongs to the system"},
		{"linux", "/var", "folder of the system"},
		{"linux", "/var/www", fine},
		{"linux", "/var/lib/mysql", "belongs to the system"},
		{"linux", "/run/media/ada/STICK", fine},
		{"linux", "/media/ada/STICK", fine},
		{"linux", "/tmp/x", fine},
		{"linux", "/:", fine},

		{"darwin", "/Users/Ada", "your home folder, with"},
		{"darwin", "/users/ada", "your home folder, with"},
		{"darwin", "/Users", "your home folder lies in it"},
		{"darwin", "/Users/Ada/Pictures", fine},
		{"darwin", "/Users/Ada/library/Keychains", "settings"},
		{"darwin", "/Users/Ada/Library/Application Support/porchlight/data/site", fine},
		{"darwin", "/Users/Ada/.ssh", "hidden"},
		{"darwin", "/System/Library", "belongs to the system"},
		{"darwin", "/library", "belongs to the system"},
		{"darwin", "/private/etc", "belongs to the system"},
		{"darwin", "/Volumes", "folder of the system"},
		{"darwin", "/Volumes/STICK", fine},

		{"windows", `C:\`, "whole drive"},
		{"windows", `d:`, "whole drive"},
		{"windows", `\\?\D:\`, "whole drive"},
		{"windows", `\\nas\photos`, "whole drive"},
		{"windows", `\\nas\photos\`, "whole drive"},
		{"windows", `\\?\UNC\nas\photos`, "whole drive"},
		{"windows", `\\nas\photos\2024`, fine},
		{"windows", `C:\Users\Ada`, "your home folder, with"},
		{"windows", `c:\users\ADA\`, "your home folder, with"},
		{"windows", `C:/Users/Ada`, "your home folder, with"},
		{"windows", `\\?\C:\Users\Ada`, "your home folder, with"},
		{"windows", `C:\Users`, "your home folder lies in it"},
		{"windows", `D:\Users`, "folder of the system"},
		{"windows", `C:\Users\Ada\Pictures`, fine},
		{"windows", `C:\Users\Ada\AppData`, "settings"},
		{"windows", `C:\Users\Ada\appdata\Roaming\Mozilla`, "settings"},
		{"windows", `C:\Users\Ada\AppData\Local\porchlight\data\site`, fine},
		{"windows", `C:\Users\Ada\AppData\Local\Temp`, "settings"},
		{"windows", `C:\Users\Ada\AppData\Local\Temp\unpacked`, fine},
		{"windows", `C:\Users\Ada\.ssh`, "hidden"},
		{"windows", `C:\Windows\System32`, "belongs to the system"},
		{"windows", `C:\Program Files (x86)\x`, "belongs to the system"},
		{"windows", `E:\WinNT\x`, "belongs to the system"},
		{"windows", `C:\Users\Public\Pictures`, fine},
		{"windows", `D:\Photos`, fine},

		{"service", "/var/lib/porchlight/photos", fine},
		{"service", "/var/lib/porchlight", "your home folder, with"},
		{"service", "/var/lib", "your home folder lies in it"},
		{"bare", "/", "whole drive"},
		{"bare", "/etc", "belongs to the system"},
		{"bare", "/photos", fine},
		{"nobody", "/etc", "belongs to the system"},
		{"nobody", "/photos", fine},
		{"trap", "/home/ada/Public", fine},
		{"loose", "/etc", "belongs to the system"},
		{"around", "/tmp/ada/.config", "settings"},
	} {
		t.Run(tt.machine+tt.dir, func(t *testing.T) {
			got := ""
			if f := machines[tt.machine].judge(tt.dir); f != nil {
				got = f.what
			}
			if tt.want == fine && got != fine || !strings.Contains(got, tt.want) {
				t.Errorf("judge(%q) on %s = %q, want %q", tt.dir, tt.machine, got, tt.want)
			}
		})
	}
}
