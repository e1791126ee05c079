// SPDX-License-Identifier: MIT

package folder

import "testing"

func TestPeers04IsDevice(t *testing.T) {
	for segment, want := range map[string]bool{
		"con": true, "CoN": true, "con.txt": true, "con.a.b": true, "con .txt": true, "nul   ": true,
		"COM0": true, "com9": true, "LPT5.x": true, "com¹": true, "COM²": true, "lpt³.txt": true,
		"conin$": true, "CONOUT$.log": true,
		"conx": false, "xcon": false, "com": false, "coma": false, "com⁴": false, "com11": false,
		"lptx": false, "conin": false, "conout": false, "": false, ".con": false, "c on": false,
	} {
		if got := isDevice(segment); got != want {
			t.Errorf("isDevice(%q) = %v, want %v", segment, got, want)
		}
	}
}

func TestPeers05IsShortName(t *testing.T) {
	for segment, want := range map[string]bool{
		"PROGRA~1": true, "a~1": true, "PASSWO~2.TXT": true, "TEXTF~12.TXT": true, "~1": true,
		"a~": false, "a~b": false, "~": false, "a~1b": false, "a1": false, "PROGRAM~1": false, "": false,
	} {
		if got := isShortName(segment); got != want {
			t.Errorf("isShortName(%q) = %v, want %v", segment, got, want)
		}
	}
}
