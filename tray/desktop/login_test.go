// SPDX-License-Identifier: MIT

package desktop

import "testing"

func TestLasting(t *testing.T) {
	for _, tt := range []struct {
		name, program string
		want          bool
	}{
		{"installed", "/usr/bin/porchlight", true},
		{"in a home", "/home/ada/Über uns/porchlight", true},
		{"in a folder that sounds alike", "/home/ada/go-builder/go-build.old/porchlight", true},
		{"built in a temporary folder by hand", "/tmp/x/porchlight", true},
		{"run by the go command", "/tmp/go-build1234567/b001/exe/porchlight", false},
		{"run by the go command, from its cache", "/home/ada/.cache/go-build/ab/abcd-d/porchlight", false},
		{"just downloaded on macOS", "/private/var/folders/x/T/AppTranslocation/1/d/Porchlight.app/Contents/MacOS/porchlight", false},
		{"line break", "/srv/a\nHidden=true/porchlight", false},
		{"not UTF-8", "/srv/\xff/porchlight", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := lasting(tt.program); (err == nil) != tt.want {
				t.Errorf("lasting(%q) = %v, want %v", tt.program, err, tt.want)
			}
		})
	}
}
