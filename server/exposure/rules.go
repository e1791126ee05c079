// SPDX-License-Identifier: MIT

package exposure

import (
	"path"
	"slices"
	"strings"
)

// machine is what the rules have to know of a computer. Its paths are absolute,
// without links, in the form of its own system; one that is not known is empty.
type machine struct {
	system   string   // as GOOS names it
	home     string   // of the user
	settings []string // folders that hold settings, state and data of programs
	own      []string // folders among these that are made to be lent: the built-in site
	temp     string   // for what is thrown away; Windows has it among the settings
	programs []string // folders of the system that have no fixed place
}

// fault is why a folder is refused, and what to lend in its place.
type fault struct{ what, instead string }

const (
	inside  = "choose a folder inside it"
	another = "choose another folder"
)

// judge returns the fault of a folder, nil when it has none. dir is absolute,
// without links, in the form of the machine's own system.
func (m machine) judge(dir string) *fault {
	at, home := m.plain(dir), m.plain(m.home)
	lies := func(folders []string) bool {
		return slices.ContainsFunc(folders, func(f string) bool { return within(at, m.plain(f)) })
	}
	keeps := func(f string) bool { // a folder of settings that is the home folder would forbid all of it
		f = m.plain(f)
		return !within(home, f) && (within(at, f) || within(f, at))
	}
	switch {
	case isTop(at):
		return &fault{"this is a whole drive or network share", inside}
	case lies(m.own):
		return nil
	case home != "" && at == home:
		return &fault{"this is your home folder, with everything you have", inside}
	case within(home, at):
		return &fault{"your home folder lies in it", another}
	case m.inTemp(at):
		return nil
	case slices.ContainsFunc(m.settings, keeps):
		return &fault{"programs keep their settings and passwords here", another}
	case home != "" && !isTop(home) && within(at, home):
		return m.judgeInHome(strings.TrimPrefix(at, home))
	case slices.Contains(shells[m.system], withoutDrive(at)):
		return &fault{"this is a folder of the system, with those of everybody in it", inside}
	case lies(m.programs), slices.ContainsFunc(systems[m.system], func(f string) bool { return within(withoutDrive(at), f) }):
		return &fault{"this folder belongs to the system", another}
	}
	return nil
}

// inTemp reports whether a plain path lies in the folder for what is thrown away.
func (m machine) inTemp(at string) bool {
	temp := m.plain(m.temp)
	return at != temp && within(at, temp) && !isTop(temp) && !within(m.plain(m.home), temp)
}

// judgeInHome judges a folder by its path below the home folder.
func (m machine) judgeInHome(below string) *fault {
	for segment := range strings.SplitSeq(below, "/") {
		if strings.HasPrefix(segment, ".") {
			return &fault{"hidden folders hold settings and keys", another}
		}
	}
	if m.system == "darwin" && within(below, "/library") || m.system == "windows" && within(below, "/appdata") {
		return &fault{"programs keep their settings and passwords here", another}
	}
	return nil
}

// shells are folders that hold what belongs to several people or programs: what
// lies inside may be lent.
var shells = map[string][]string{
	"linux":   {"/home", "/media", "/mnt", "/opt", "/run", "/run/media", "/srv", "/tmp", "/var", "/var/tmp"},
	"darwin":  {"/users", "/volumes", "/opt", "/private", "/private/tmp", "/private/var", "/private/var/tmp"},
	"windows": {"/users"},
}

// systems are folders that belong to the system with all that is in them. Those
// of Windows stand without their drive; those of macOS in lower case.
var systems = map[string][]string{
	"linux": {
		"/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/proc", "/root", "/run/user", "/run/systemd", "/sbin", "/sys", "/usr",
		"/var/backups", "/var/cache", "/var/db", "/var/lib", "/var/log", "/var/mail", "/var/run", "/var/spool",
	},
	"darwin": {
		"/bin", "/cores", "/dev", "/etc", "/library", "/private/etc", "/private/var/db", "/private/var/log", "/private/var/root",
		"/private/var/run", "/private/var/vm", "/sbin", "/system", "/usr",
	},
	"windows": {
		"/windows", "/program files", "/program files (x86)", "/programdata", "/recovery", "/$recycle.bin", "/system volume information",
	},
}

// plain writes a path with slashes, without a slash at its end, and in lower
// case where case does not matter.
func (m machine) plain(dir string) string {
	if dir == "" {
		return ""
	}
	if m.system == "windows" {
		dir = strings.ReplaceAll(dir, `\`, "/")
		dir = strings.TrimPrefix(strings.TrimPrefix(dir, "//?/"), "//./")
		if share, ok := cutFold(dir, "unc/"); ok {
			dir = "//" + share
		}
	}
	unc := strings.HasPrefix(dir, "//") && m.system == "windows"
	dir = path.Clean(dir)
	if unc {
		dir = "/" + dir
	}
	if m.system == "windows" || m.system == "darwin" {
		dir = strings.ToLower(dir)
	}
	return dir
}

// cutFold cuts a prefix, which is in lower case, in whatever case it is written.
func cutFold(s, prefix string) (rest string, found bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// isTop reports whether a plain path is "/", a drive ("c:"), a server or what
// it lends ("//server/photos").
func isTop(at string) bool {
	if share, ok := strings.CutPrefix(at, "//"); ok {
		return strings.Count(share, "/") < 2
	}
	return at == "/" || at != "" && withoutDrive(at) == ""
}

// withoutDrive takes the letter of a drive off a plain path.
func withoutDrive(at string) string {
	if len(at) >= 2 && at[0] != '/' && at[1] == ':' {
		return strings.TrimSuffix(at[2:], "/")
	}
	return at
}

// within reports whether a plain path is folder, or lies in it.
func within(at, folder string) bool {
	if folder == "" || at == "" {
		return false
	}
	rest, ok := strings.CutPrefix(at, strings.TrimSuffix(folder, "/"))
	return ok && (rest == "" || rest[0] == '/')
}
