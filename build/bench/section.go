// SPDX-License-Identifier: MIT

package bench

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// The lines between which README.md has the report, and where its picture lies.
const (
	begins  = "<!-- speed: go run ./build bench -readme -->\n"
	ends    = "<!-- /speed -->\n"
	picture = "assets/speed.svg"
)

// WriteReadme puts the report into README.md below root, between its markers, and
// draws the picture.
func (r *Report) WriteReadme(root string) error {
	drawn, err := r.Picture()
	if err != nil {
		return err
	}
	path := filepath.Join(root, "README.md")
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	section := "![" + alternative + "](" + picture + ")\n\n" + r.Markdown()
	changed, err := between(string(text), section)
	if err != nil {
		return fmt.Errorf("change %s: %w", path, err)
	}
	if err := os.WriteFile(filepath.Join(root, filepath.FromSlash(picture)), drawn, 0o644); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(changed), 0o644)
}

// between replaces what stands between the markers.
func between(text, section string) (string, error) {
	before, rest, found := strings.Cut(text, begins)
	_, after, closed := strings.Cut(rest, ends)
	if !found || !closed {
		return "", errors.New("want the lines " + strings.TrimSpace(begins) + " and " + strings.TrimSpace(ends))
	}
	return before + begins + section + ends + after, nil
}
