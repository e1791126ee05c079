// SPDX-License-Identifier: MIT

package config

import "strings"

// sameVariable reports whether both name one environment variable. Windows
// does not tell capitals from small letters.
func sameVariable(a, b string) bool { return strings.EqualFold(a, b) }
