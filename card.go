// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"porchlight/server/app"
	"porchlight/server/qrcode"
)

// cardOf is what a person has to know to get others onto a share.
func cardOf(s app.Snapshot, color bool) string {
	var b strings.Builder
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "  %-9s %s\n", name, value)
		}
	}
	share := s.Share
	b.WriteByte('\n')
	line("Folder", s.Root)
	line("Holds", share.Exposed)
	if share.Paused != "" {
		line("Paused", share.Paused)
		return b.String()
	}
	if code, err := qrcode.Text(share.Link, color); err == nil {
		b.WriteByte('\n')
		b.WriteString(code)
		b.WriteByte('\n')
	}
	line("Address", s.Address)
	line("By name", share.Found)
	line("Code", share.Code)
	if share.Access == "code" {
		line("With it", share.Link)
	}
	if !share.Until.IsZero() {
		line("Until", share.Until.Format("Mon 15:04"))
	}
	b.WriteByte('\n')
	return b.String()
}

func isTerminal(f *os.File) bool {
	return os.Getenv("NO_COLOR") == "" && term.IsTerminal(int(f.Fd()))
}

// writePicture writes the QR code of a link to a new file.
func writePicture(file, link string) error {
	if link == "" {
		return errors.New("no QR code written: others do not reach the share now")
	}
	picture, err := qrcode.PNG(link)
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, picture, 0o600); err != nil {
		return fmt.Errorf("write the QR code: %w", err)
	}
	return nil
}
