// SPDX-License-Identifier: MIT

package tray

import (
	"porchlight/assets"
	"porchlight/server"
)

// icon returns the image of a level, in the format of the system. There are
// five, always the same bytes: on Windows each new one would leave a file and a
// handle behind.
func icon(l server.Level) []byte { return assets.TrayIcon(string(l)) }
