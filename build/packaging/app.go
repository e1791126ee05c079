// SPDX-License-Identifier: MIT

package packaging

// App is what Porchlight.app holds on a Mac. LSUIElement in its property list
// keeps it out of the Dock: it lives in the menu bar.
func (k Kit) App(program []byte) ([]File, error) {
	files, err := k.copied([][2]string{
		{"Contents/Info.plist", data + "macos/Info.plist"},
		{"Contents/Resources/porchlight.icns", data + "icons/porchlight.icns"},
		{"Contents/Resources/LICENSE", "LICENSE"},
	})
	return append(files,
		File{"Contents/PkgInfo", 0o644, []byte("APPL????")},
		File{"Contents/MacOS/porchlight", 0o755, program},
		File{"Contents/Resources/THIRD_PARTY_LICENSES", 0o644, k.Licences},
	), err
}
