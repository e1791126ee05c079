// SPDX-License-Identifier: MIT

package config

import "strings"

// Key is one setting: a row of the table that drives the file, the flags, the variables and the help.
type Key struct {
	Name     string // in the file: "log_level"
	Flag     string // without the leading dashes: "log-level"
	Env      string // "PORCHLIGHT_LOG_LEVEL"
	Doc      string // one line: what it does and its limits
	Value    string // what stands for the value in a line of usage: "N", "DUR", "LIST"; "" for a switch
	Bool     bool   // a switch: its flag may stand without a value
	Listener bool   // a change needs a new listener
	Lent     bool   // belongs to what is lent: while a folder is, it is changed for that alone
	kind
}

// kind is how a setting looks as text, and which values it may have. Errors
// say what is wrong and what to use, but not where: the caller knows.
type kind interface {
	set(c *Config, text string) error // leaves c as it is when it fails
	check(c *Config) error
	text(c *Config) string
	toml(c *Config) string
	hint() string // what to use: "0 to 65535"
	choices() []string
}

// Keys returns every setting, in the order in which people should see them.
func Keys() []Key {
	keys := table()
	for i := range keys {
		k := &keys[i]
		k.Flag = strings.ReplaceAll(k.Name, "_", "-")
		k.Env = "PORCHLIGHT_" + strings.ToUpper(k.Name)
		k.Lent = k.Lent || k.ByMode()
		if hint := k.hint(); hint != "" {
			k.Doc += " (" + hint + ")"
		}
	}
	return keys
}

// Format returns the value that c has for the key as TOML: `8080`, `"10s"`, `["html", "txt"]`.
func (k Key) Format(c Config) string { return k.toml(&c) }

// Text returns the value that c has for the key as a flag or a variable takes it: `8080`, `10s`, `html,txt`.
func (k Key) Text(c Config) string { return k.text(&c) }

// Choices returns all values that the key can have, as Text has them; nil when they are too many to list.
func (k Key) Choices() []string { return k.choices() }
