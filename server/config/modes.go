// SPDX-License-Identifier: MIT

package config

// modes are what a folder can be lent as. Each is a set of defaults, as a flag would say them, for the keys that a mode
// decides; a file, a variable or a flag that sets one of these keys goes over it.
var modes = map[string]map[string]string{
	"website": {"types": "html,txt,png,jpg,jpeg", "downloads": "true", "uploads": "true", "listing": "false", "lan": "off", "access": "open"},
	"share":   {"types": "*", "downloads": "true", "uploads": "false", "listing": "true", "lan": "auto", "access": "code"},
	"receive": {"types": "*", "downloads": "false", "uploads": "true", "listing": "false", "lan": "auto", "access": "code"},
}

// ByMode reports whether the default of the key depends on the mode.
func (k Key) ByMode() bool {
	_, ok := modes["website"][k.Name]
	return ok
}

// applyMode lays the defaults of the mode under all else.
func (l *layers) applyMode() {
	for _, k := range l.keys {
		text, decided := modes[l.Mode][k.Name]
		if !decided || l.From[k.Name] != "default" {
			continue
		}
		if err := k.set(&l.Config, text); err != nil {
			l.report(Problem{Source: k.Name, Text: err.Error()})
		}
	}
}
