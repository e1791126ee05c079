// SPDX-License-Identifier: MIT

package desktop

import "testing"

func TestRunValue(t *testing.T) {
	for _, tt := range []struct{ name, program, want string }{
		{"plain", `C:\porchlight.exe`, `"C:\porchlight.exe"`},
		{"blanks", `C:\Program Files\porch light.exe`, `"C:\Program Files\porch light.exe"`},
		{"what a shell would read", `D:\%PATH% & ^x\p.exe`, `"D:\%PATH% & ^x\p.exe"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := runValue(tt.program)
			if got != tt.want {
				t.Errorf("runValue(%q) = %q, want %q", tt.program, got, tt.want)
			}
			if back := runProgram(got); back != tt.program {
				t.Errorf("runProgram(%q) = %q, want %q", got, back, tt.program)
			}
		})
	}
}

func TestRunProgram(t *testing.T) {
	for _, tt := range []struct{ name, command, want string }{
		{"with an argument", `"C:\a b\p.exe" --hidden`, `C:\a b\p.exe`},
		{"without quotes", `C:\a b\p.exe`, `C:\a b\p.exe`},
		{"half a quote", `"C:\p.exe`, `C:\p.exe`},
		{"nothing", ``, ``},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := runProgram(tt.command); got != tt.want {
				t.Errorf("runProgram(%q) = %q, want %q", tt.command, got, tt.want)
			}
		})
	}
}

func TestApproved(t *testing.T) {
	for _, tt := range []struct {
		name string
		note []byte
		want bool
	}{
		{"no note", nil, true},
		{"switched on", []byte{2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, true},
		{"switched off", []byte{3, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8}, false},
		{"on, as newer ones write it", []byte{6, 0, 0, 0}, true},
		{"off, as newer ones write it", []byte{7, 0, 0, 0}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := approved(tt.note); got != tt.want {
				t.Errorf("approved(%v) = %v, want %v", tt.note, got, tt.want)
			}
		})
	}
}
