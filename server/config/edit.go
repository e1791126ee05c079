// SPDX-License-Identifier: MIT

package config

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Edit gives keys other values in the file at path: texts are what a flag would say, by the name of the key. Everything
// else in the file stays as a person has written it, remarks too; a key that is not there yet gets a line at the end. A
// missing file is created first. The file changes as a whole or, with an error, not at all. The error is a joined list
// of *Problem when a text is not a right value, when the file is broken already, or when it would be.
func Edit(path string, texts map[string]string) error {
	if _, err := Create(path); err != nil {
		return err
	}
	data, p := readFile(path, true)
	if p != nil {
		return p
	}
	edited, err := edit(path, data, texts)
	if err != nil || string(edited) == string(data) {
		return err
	}
	return replace(path, edited)
}

// edit returns data with other values.
func edit(path string, data []byte, texts map[string]string) ([]byte, error) {
	l := newLayers()
	d := l.read(path, data)
	if len(l.problems) > 0 {
		return nil, errors.Join(l.problems...)
	}
	var splices []splice
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		key, known := l.key(name)
		if !known {
			return nil, &Problem{Source: name, Text: unknownKey(name)}
		}
		if err := key.set(&l.Config, texts[name]); err != nil {
			return nil, &Problem{Source: name, Text: err.Error()}
		}
		splices = append(splices, d.splice(key, key.Format(l.Config)))
	}
	if p := l.checkTogether(); p != nil {
		return nil, p
	}
	return apply(data, splices), nil
}

// splice puts text in the place of a part of the file.
type splice struct {
	from, to int
	text     string
}

// splice makes the splice that gives key a value.
func (d *document) splice(key Key, value string) splice {
	for _, e := range d.entries {
		if e.key.Name == key.Name {
			return splice{e.from, e.to, value}
		}
	}
	line := fmt.Sprintf("\n# %s\n%s = %s\n", key.Doc, key.Name, value)
	end := len(d.data)
	if end > 0 && d.data[end-1] != '\n' {
		line = "\n" + line
	}
	return splice{end, end, line}
}

// apply makes the splices from the last to the first, so that each finds its place.
func apply(data []byte, splices []splice) []byte {
	slices.SortStableFunc(splices, func(a, b splice) int { return cmp.Compare(a.from, b.from) })
	out := slices.Clone(data)
	for _, s := range slices.Backward(splices) {
		out = slices.Concat(out[:s.from], []byte(s.text), out[s.to:])
	}
	return out
}

// replace gives a file another text, in one step. A link stays a link, and the file keeps who may read it.
func replace(path string, text []byte) error {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	info, err := os.Stat(target)
	if err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	folder := filepath.Dir(target)
	beside, err := writeBeside(folder, text)
	if err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	if err := errors.Join(os.Chmod(beside, info.Mode().Perm()), os.Rename(beside, target)); err != nil {
		return fmt.Errorf("write settings: %w", errors.Join(err, os.Remove(beside)))
	}
	syncFolder(folder)
	return nil
}
