// SPDX-License-Identifier: MIT

// Package tray will be the icon and the menu. It holds nothing yet: porchlight
// without arguments says so, and serves.
package tray
