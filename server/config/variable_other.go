// SPDX-License-Identifier: MIT

//go:build !windows

package config

// sameVariable reports whether both name one environment variable.
func sameVariable(a, b string) bool { return a == b }
