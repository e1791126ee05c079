// SPDX-License-Identifier: MIT

package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/adrg/xdg"
)

// Path returns where the file is: porchlight/config.toml in the XDG config
// folder. Nothing is made.
func Path() string {
	xdg.Reload()
	return filepath.Join(xdg.ConfigHome, "porchlight", "config.toml")
}

// Sources are where a configuration comes from.
type Sources struct {
	File     string
	Required bool              // a missing file is an error
	Environ  []string          // as os.Environ has it
	Flags    map[string]string // name of the key to text
}

// Resolved is a configuration and where each value came from.
type Resolved struct {
	Config Config
	File   string            // that was read, or ""
	From   map[string]string // name of the key to "flag", variable, file and line, or "default"
}

// Load layers the sources and validates. Its error joins a *Problem for each
// fault, those of the file in the order of its lines.
func Load(s Sources) (Resolved, error) {
	r := Resolved{Config: Default(), From: map[string]string{}}
	for _, k := range Keys() {
		r.From[k.Name] = "default"
	}
	faults := r.readFile(s)
	variables := environ(s.Environ)
	for _, k := range Keys() {
		if text, ok := variables[k.Env]; ok {
			faults = r.set(faults, k, text, Problem{Source: k.Env})
			delete(variables, k.Env)
		}
		if text, ok := s.Flags[k.Name]; ok {
			faults = r.set(faults, k, text, Problem{Source: "--" + k.Flag, Usage: true})
			r.From[k.Name] = "flag"
		}
	}
	for name := range variables {
		faults = append(faults, &Problem{Source: name, Text: "unknown variable" + nearest(strings.ToLower(strings.TrimPrefix(name, prefix)))})
	}
	return r, errors.Join(faults...)
}

const prefix = "PORCHLIGHT_"

func environ(list []string) map[string]string {
	variables := map[string]string{}
	for _, entry := range list {
		if name, text, ok := strings.Cut(entry, "="); ok && strings.HasPrefix(name, prefix) {
			variables[name] = text
		}
	}
	return variables
}

// set gives a key its text, and gathers what is wrong with it.
func (r *Resolved) set(faults []error, k Key, text string, at Problem) []error {
	r.From[k.Name] = at.Source
	if err := k.set(&r.Config, text); err != nil {
		at.Text = err.Error()
		return append(faults, &at)
	}
	return faults
}

// maxFile bounds the file, in bytes.
const maxFile = 1 << 20

func (r *Resolved) readFile(s Sources) []error {
	if s.File == "" {
		return nil
	}
	info, err := os.Stat(s.File)
	switch {
	case errors.Is(err, os.ErrNotExist) && !s.Required:
		return nil
	case errors.Is(err, os.ErrNotExist):
		return []error{&Problem{Source: s.File, Text: "there is no such file"}}
	case err == nil && info.IsDir():
		return []error{&Problem{Source: s.File, Text: "is a folder, name the file in it"}}
	case err == nil && info.Size() > maxFile:
		return []error{&Problem{Source: s.File, Text: "is larger than 1 MiB, this is no configuration"}}
	}
	content, err := os.ReadFile(s.File)
	if err != nil {
		return []error{&Problem{Source: s.File, Text: fmt.Sprintf("is not readable: %v", errors.Unwrap(err))}}
	}
	r.File = s.File
	entries, faults := parseFile(content)
	for _, e := range entries {
		at := Problem{Source: fmt.Sprintf("%s:%d", s.File, e.line)}
		k, known := keyNamed(e.name)
		if !known {
			at.Text = fmt.Sprintf("unknown key %q", e.name) + nearest(e.name)
			faults = append(faults, &at)
			continue
		}
		faults = r.set(faults, k, e.text, at)
	}
	for _, fault := range faults {
		if p, ok := fault.(*Problem); ok && strings.HasPrefix(p.Source, ":") {
			p.Source = s.File + p.Source
		}
	}
	return faults
}

func keyNamed(name string) (Key, bool) {
	for _, k := range Keys() {
		if k.Name == name {
			return k, true
		}
	}
	return Key{}, false
}
