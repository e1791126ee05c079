// SPDX-License-Identifier: MIT

package config

import (
	"strconv"
	"strings"
	"time"
)

// parseSpan reads "10s", "1m30s", "250ms", or a whole number of seconds.
func parseSpan(text string) (time.Duration, error) {
	if _, err := strconv.Atoi(text); err == nil {
		text += "s"
	}
	return time.ParseDuration(text)
}

// formatSpan returns what time.Duration.String does without the zeros at its
// end: "10m" instead of "10m0s", "1h" instead of "1h0m0s".
func formatSpan(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
