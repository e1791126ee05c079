// SPDX-License-Identifier: MIT

package folder

import (
	"encoding/json"
	"io"
	"strings"
	"time"
)

// entryJSON is an item for programs. Its path is what to send a GET for.
type entryJSON struct {
	Name     string `json:"name"`
	Path     string `json:"path"`
	Type     string `json:"type"`               // "file" or "folder"
	Size     *int64 `json:"size,omitempty"`     // bytes; of files
	Modified string `json:"modified,omitempty"` // RFC 3339, UTC
	Media    string `json:"media,omitempty"`    // media type, of files
}

// writeJSON writes the items that are lent, one a line, and how many are not.
func (l *listing) writeJSON(w io.Writer) error {
	base := addressOf(l.path)
	quoted, err := json.Marshal(base)
	if err != nil {
		return err
	}
	line := append(append([]byte(`{"path":`), quoted...), `,"entries":[`...)
	separator := "\n"
	for i := range l.items {
		if l.items[i].because != lent {
			continue
		}
		entry, err := json.Marshal(l.items[i].asJSON(base))
		if err != nil {
			return err
		}
		line = append(append(line, separator...), entry...)
		if _, err := w.Write(line); err != nil {
			return err
		}
		line, separator = line[:0], ",\n"
	}
	end, err := json.Marshal(struct {
		Skipped int  `json:"skipped"`
		Cut     bool `json:"cut,omitempty"` // there are more than are listed
	}{l.withheld, l.cut})
	if err != nil {
		return err
	}
	line = append(append(line, "],"...), end[1:]...)
	_, err = w.Write(append(line, '\n'))
	return err
}

func (it *item) asJSON(base string) entryJSON {
	e := entryJSON{Name: it.name, Path: base + it.href(), Type: "folder"}
	if it.modified > 0 {
		e.Modified = time.Unix(it.modified, 0).UTC().Format(time.RFC3339)
	}
	if !it.folder {
		e.Type, e.Size = "file", &it.size
		e.Media, _, _ = strings.Cut(mediaTypeOf(extension(it.name)).name, ";")
	}
	return e
}
