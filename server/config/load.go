// SPDX-License-Identifier: MIT

package config

import (
	"errors"
	"maps"
	"slices"
	"strings"
)

// Sources are where values come from, besides the defaults; each one goes over those before it.
type Sources struct {
	File     string            // "" = no file
	Required bool              // a person named the file, so that it must be there; else a missing one is as good as an empty one
	Asked    map[string]string // text by name of key, as a person asks for it while the program runs
	Environ  []string          // "NAME=text" as of os.Environ; an empty text counts as not set, a foreign name is ignored
	Flags    map[string]string // text by name of key: "log_level", not "log-level"
}

// Resolved is the Config in force, and who set each value.
type Resolved struct {
	Config
	File string            // "" if none was read
	From map[string]string // by name of key: "flag", "PORCHLIGHT_PORT", "/home/a/config.toml:12" or "default"
}

// Load reads the sources, lays them over each other and validates what comes out. The error is a joined list of
// *Problem: all of the file in the order of its lines, then of the variables, then of the flags. Resolved is empty then.
func Load(s Sources) (Resolved, error) {
	l := newLayers()
	l.file(s.File, s.Required)
	l.named(s.Asked, "asked for", false)
	l.environ(s.Environ)
	l.named(s.Flags, "flag", true)
	l.applyMode()
	if len(l.problems) == 0 {
		if p := l.checkTogether(); p != nil {
			p.Source, p.Usage = l.source(p.Source)
			l.problems = append(l.problems, p)
		}
	}
	if len(l.problems) > 0 {
		return Resolved{}, errors.Join(l.problems...)
	}
	return l.Resolved, nil
}

// layers is a Resolved in the making.
type layers struct {
	Resolved
	keys     []Key
	problems []error
}

func newLayers() *layers {
	l := &layers{Resolved: Resolved{Config: Default(), From: make(map[string]string)}, keys: Keys()}
	for _, k := range l.keys {
		l.From[k.Name] = "default"
	}
	return l
}

// key returns the key of this name.
func (l *layers) key(name string) (Key, bool) {
	i := slices.IndexFunc(l.keys, func(k Key) bool { return k.Name == name })
	if i < 0 {
		return Key{}, false
	}
	return l.keys[i], true
}

func (l *layers) report(p Problem) { l.problems = append(l.problems, &p) }

// file lays the values of the file over the defaults.
func (l *layers) file(name string, required bool) {
	if name == "" {
		return
	}
	data, p := readFile(name, required)
	if p != nil {
		l.report(*p)
		return
	}
	if data == nil {
		return
	}
	l.read(name, data)
}

// read takes the values of a file's text, and returns the text taken apart.
func (l *layers) read(name string, data []byte) *document {
	l.File = name
	d := readDocument(name, data, l.key)
	for _, e := range d.entries {
		if err := e.key.set(&l.Config, e.text); err != nil {
			d.report(e.line, withName(e.key.Name, err.Error()))
			continue
		}
		l.From[e.key.Name] = d.at(e.line)
	}
	for _, p := range d.inOrder() {
		l.report(p)
	}
	return d
}

// withName puts the key before a text that does not begin with it: a line number alone says little to a reader.
func withName(name, text string) string {
	if strings.HasPrefix(text, name+" ") {
		return text
	}
	return name + ": " + text
}

// environ lays the variables over the file.
func (l *layers) environ(pairs []string) {
	for _, k := range l.keys {
		for _, pair := range slices.Backward(pairs) {
			name, text, _ := strings.Cut(pair, "=")
			if !sameVariable(name, k.Env) {
				continue
			}
			l.variable(k, text)
			break
		}
	}
}

func (l *layers) variable(k Key, text string) {
	if text == "" {
		return
	}
	if err := k.set(&l.Config, text); err != nil {
		l.report(Problem{Source: k.Env, Text: err.Error()})
		return
	}
	l.From[k.Name] = k.Env
}

// named lays texts by the names of their keys over all before: the command line, or what a person asks for.
func (l *layers) named(texts map[string]string, from string, flags bool) {
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		source := name
		if flags {
			source = "--" + strings.ReplaceAll(name, "_", "-")
		}
		k, ok := l.key(name)
		if !ok {
			l.report(Problem{Source: source, Text: "this sets no key", Usage: flags})
			continue
		}
		if err := k.set(&l.Config, texts[name]); err != nil {
			l.report(Problem{Source: source, Text: err.Error(), Usage: flags})
			continue
		}
		l.From[name] = from
	}
}

// source says where the value of a key came from as a Problem does.
func (l *layers) source(name string) (source string, usage bool) {
	switch from := l.From[name]; from {
	case "flag":
		k, _ := l.key(name)
		return "--" + k.Flag, true
	case "default", "asked for":
		return name, false
	default:
		return from, false
	}
}
