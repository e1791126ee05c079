// SPDX-License-Identifier: MIT

package desktop

import "testing"

func TestPathOf(t *testing.T) {
	for _, tt := range []struct {
		name, uri, want string
	}{
		{"plain", "file:///home/ada/Public", "/home/ada/Public"},
		{"escaped", "file:///home/ada/100%25%20f%C3%BCr%20%23alle%3F", "/home/ada/100% für #alle?"},
		{"not UTF-8", "file:///caf%E9", "/caf\xe9"},
		{"this computer by name", "file://localhost/srv", "/srv"},
		{"root", "file:///", "/"},
		{"another computer", "file://nas/srv", ""},
		{"a phone", "mtp://Phone/DCIM", ""},
		{"relative", "file:srv", ""},
		{"no path", "file://", ""},
		{"a path and no URI", "/srv", ""},
		{"NUL", "file:///srv%00/x", ""},
		{"half an escape", "file:///srv%2", ""},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := pathOf(tt.uri)
			if got != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("pathOf(%q) = %q, %v, want %q", tt.uri, got, err, tt.want)
			}
		})
	}
}

func TestFileURI(t *testing.T) {
	for path, want := range map[string]string{
		`C:\Users\Ada Lovelace\Fotos`: "file:///C:/Users/Ada%20Lovelace/Fotos", `\\server\share\a#b`: "file://server/share/a%23b",
		"/home/ada/50%": "file:///home/ada/50%25", `D:\`: "file:///D:/",
	} {
		if got := fileURI(path); got != want {
			t.Errorf("fileURI(%q) = %q, want %q", path, got, want)
		}
	}
}
