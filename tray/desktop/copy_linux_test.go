// SPDX-License-Identifier: MIT

package desktop

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The library looks for programs when it is initialised, so each row is a
// process of its own.
func TestCopy(t *testing.T) {
	const text = "http://127.0.0.1:8080/\nüber $(x) 'y'"
	for _, tt := range []struct {
		name, program, script string
		copied                string
		printed               string // whether it is ErrNoClipboard, and the error
	}{
		{"by xclip", "xclip", "/bin/cat >\"$COPIED\"\n", text, "false <nil>"},
		{"by xsel", "xsel", "/bin/cat >\"$COPIED\"\n", text, "false <nil>"},
		{"no program", "vi", "", "", "true copy: no clipboard on this desktop"},
		{"no display", "xclip", "/bin/cat >/dev/null\nexit 1\n", "", "false copy: exit status 1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			there := noPrograms(t)
			there.add(t, tt.program, tt.script)
			copied := filepath.Join(t.TempDir(), "copied")
			self, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.CommandContext(t.Context(), self)
			cmd.Env = append(os.Environ(), copyVariable+"="+text, "COPIED="+copied,
				"GORACE=atexit_sleep_ms=0") // or each row takes a second more
			if output, err := cmd.Output(); string(output) != tt.printed || err != nil {
				t.Errorf("Copy = %s (%v), want %s", output, err, tt.printed)
			}
			if got, _ := os.ReadFile(copied); string(got) != tt.copied {
				t.Errorf("%s got %q, want %q", tt.program, got, tt.copied)
			}
		})
	}
}
