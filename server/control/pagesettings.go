// SPDX-License-Identifier: MIT

package control

import (
	"errors"
	"slices"
	"strings"

	"porchlight/server/app"
	"porchlight/server/config"
)

// setting is one key of the configuration.
type setting struct {
	Name    string   `json:"name"`
	Label   string   `json:"label"`
	Doc     string   `json:"doc"`
	Text    string   `json:"text"`            // as a flag takes it
	From    string   `json:"from"`            // who has set it
	Origin  string   `json:"origin"`          // the same in words
	Fixed   bool     `json:"fixed,omitempty"` // what has set it goes over the file
	Choices []string `json:"choices,omitempty"`
	Bool    bool     `json:"bool,omitempty"`
	Number  bool     `json:"number,omitempty"`

	Typed string `json:"-"` // what stands in the field: Text, or what was tried in vain
	Fault string `json:"-"` // why that was in vain
}

func settingsOf(s app.Snapshot) []setting {
	var all []setting
	for _, key := range config.Keys() {
		one := setting{
			Name: key.Name, Label: labelOf(key.Name), Doc: key.Doc, Text: key.Text(s.Config), From: s.From[key.Name],
			Choices: key.Choices(), Bool: key.Bool, Number: key.Value == "N",
		}
		one.Origin, one.Fixed = originOf(key, one.From, s.File)
		one.Typed = one.Text
		all = append(all, one)
	}
	return all
}

// labelOf makes a name one for people: "log_level" is "Log level".
func labelOf(name string) string {
	switch name {
	case "lan":
		return "Local network"
	case "webdav":
		return "WebDAV"
	}
	return strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "_", " ")
}

// originOf says in words who has set a key, and whether that goes over the file.
func originOf(key config.Key, from, file string) (words string, fixed bool) {
	line, inFile := strings.CutPrefix(from, file+":")
	switch {
	case from == "flag":
		return "Set by the flag --" + key.Flag + ", which goes over what is set here.", true
	case from == key.Env:
		return "Set by the variable " + key.Env + ", which goes over what is set here.", true
	case from == "default" && key.ByMode():
		return "Default of the mode", false
	case inFile && file != "":
		return "From line " + line + " of the file", false
	case from == "default":
		return "Default", false
	}
	return from, false
}

// group is a part of the settings.
type group struct {
	Title    string
	Settings []setting
	Open     bool // something in it is wrong
}

// titles are the groups, and the settings in them. A setting that is in none
// comes to the last.
func titles() []struct{ title, names string } {
	return []struct{ title, names string }{
		{"Address", "host port host_names"},
		{"Folder and files", "root mode types listing downloads uploads upload_limit cache_control"},
		{"Local network", "lan access lifetime discovery webdav file_limit space_limit keep_free"},
		{"Workers and connections", "workers queue workers_per_client max_requests max_connections memory"},
		{"Patience", "patience timeout head_timeout min_rate drain"},
		{"Log", "log_level log_format log_file log_size log_keep"},
		{"More", ""},
	}
}

func groupsOf(settings []setting) []group {
	var groups []group
	left := slices.Clone(settings)
	for _, t := range titles() {
		names := strings.Fields(t.names)
		g := group{Title: t.title}
		left = slices.DeleteFunc(left, func(s setting) bool {
			if len(names) > 0 && !slices.Contains(names, s.Name) {
				return false
			}
			g.Settings, g.Open = append(g.Settings, s), g.Open || s.Fault != ""
			return true
		})
		if len(g.Settings) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// faultsOf finds what is wrong with which setting, by its name.
func faultsOf(err error) map[string]string {
	faults := map[string]string{}
	var many interface{ Unwrap() []error }
	if errors.As(err, &many) {
		err = nil
		for _, part := range many.Unwrap() {
			for name, text := range faultsOf(part) {
				faults[name] = text
			}
		}
	}
	if problem, ok := errors.AsType[*config.Problem](err); ok && isKey(problem.Source) {
		faults[problem.Source] = problem.Text
	}
	return faults
}

func isKey(name string) bool {
	return slices.ContainsFunc(config.Keys(), func(k config.Key) bool { return k.Name == name })
}
