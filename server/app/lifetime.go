// SPDX-License-Identifier: MIT

package app

import (
	"fmt"
	"time"
)

// Lifetime turns how people say how long a share shall last into the text of the
// key lifetime: "stopped" is until somebody stops it, "today" until midnight
// where this computer is. Other words are taken for a span such as "15m".
func Lifetime(until string, now time.Time) string {
	switch until {
	case "stopped":
		return "0s"
	case "today":
		return fmt.Sprintf("%ds", int(Midnight(now).Sub(now).Seconds())+1)
	}
	return until
}

// Midnight is the end of a day where this computer is.
func Midnight(now time.Time) time.Time {
	year, month, day := now.Date()
	return time.Date(year, month, day+1, 0, 0, 0, 0, now.Location())
}
