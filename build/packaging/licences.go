// SPDX-License-Identifier: MIT

package packaging

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// ListLinked is the template by which `go list -deps` prints what Licences
// reads: the packages of other modules, one a line.
const ListLinked = "{{if and .Module (not .Module.Main)}}{{.Module.Path}}\t{{.Module.Version}}\t{{.Module.Dir}}\t{{.Dir}}{{end}}"

var licenceName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)([.-].*)?$`)

// Licences collects the licences of all that is linked: of the Go
// distribution in goroot, and of every module that lists names. The licence
// of a package may stand in its own folder, or in any above it.
func Licences(goroot string, lists ...string) ([]byte, error) {
	var all strings.Builder
	all.WriteString("Porchlight is linked with the work of others, under these licences.\n")
	if err := addLicences(&all, "The Go standard library and runtime", goroot, []string{goroot}); err != nil {
		return nil, err
	}
	modules, err := linked(lists)
	if err != nil {
		return nil, err
	}
	for _, m := range modules {
		if err := addLicences(&all, m.path+" "+m.version, m.folder, m.packages); err != nil {
			return nil, err
		}
	}
	return []byte(all.String()), nil
}

// module is one that is linked, with the folders of the packages that are.
type module struct {
	path, version, folder string
	packages              []string
}

// linked reads lists into modules, in the order of their paths.
func linked(lists []string) ([]module, error) {
	found := map[string]module{}
	for line := range strings.Lines(strings.Join(lists, "\n")) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			continue
		}
		parts := strings.Split(line, "\t")
		if len(parts) != 4 || parts[2] == "" {
			return nil, fmt.Errorf("list modules: no folder in %q", line)
		}
		m := module{path: parts[0], version: parts[1], folder: parts[2], packages: found[parts[0]].packages}
		m.packages = append(m.packages, parts[3])
		found[m.path] = m
	}
	var modules []module
	for _, m := range found {
		modules = append(modules, m)
	}
	slices.SortFunc(modules, func(a, b module) int { return strings.Compare(a.path, b.path) })
	return modules, nil
}

// addLicences adds each text once that stands in the folders of packages, or
// between them and the top of their module.
func addLicences(all *strings.Builder, title, top string, packages []string) error {
	texts := map[string]bool{}
	for _, file := range licenceFiles(top, packages) {
		text, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("read licence of %s: %w", title, err)
		}
		plain := strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n"))
		if texts[plain] {
			continue
		}
		texts[plain] = true
		name, err := filepath.Rel(top, file)
		if err != nil {
			return err
		}
		fmt.Fprintf(all, "\n%s\n%s: %s\n\n%s\n", strings.Repeat("=", 78), title, filepath.ToSlash(name), plain)
	}
	if len(texts) == 0 {
		return fmt.Errorf("find licence of %s: nothing in %s", title, top)
	}
	return nil
}

func licenceFiles(top string, packages []string) []string {
	var files []string
	for _, folder := range packages {
		for within(top, folder) {
			entries, _ := os.ReadDir(folder) // a folder without a licence is the same to us
			for _, e := range entries {
				if name := filepath.Join(folder, e.Name()); isLicence(e) && !slices.Contains(files, name) {
					files = append(files, name)
				}
			}
			folder = filepath.Dir(folder)
		}
	}
	slices.Sort(files)
	return files
}

func isLicence(e os.DirEntry) bool {
	return e.Type().IsRegular() && licenceName.MatchString(e.Name()) && filepath.Ext(e.Name()) != ".go"
}

// within reports whether folder is top or lies below it.
func within(top, folder string) bool {
	return folder == top || strings.HasPrefix(folder, top+string(filepath.Separator))
}
