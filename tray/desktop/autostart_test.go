// SPDX-License-Identifier: MIT

package desktop

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write what comes out into the golden files")

// nasty holds every character that the desktop entry specification reserves,
// but for those that no path may have here.
const nasty = "/opt/My \"Apps\"/$HOME `id`/100% %f/a\\b\\$c/~*?#()<>|&;'/ é/porchlight"

func TestAutostartFile(t *testing.T) {
	got, err := autostart(nasty)
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "autostart.desktop")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("autostart(%q) differs (-want +got):\n%s", nasty, diff)
	}
}

func TestExecValue(t *testing.T) {
	for _, tt := range []struct{ name, program, want string }{
		{"plain", "/usr/bin/porchlight", `"/usr/bin/porchlight"`},
		{"blank", "/opt/porch light", `"/opt/porch light"`},
		{"dollar", "/opt/$HOME", `"/opt/\\$HOME"`},
		{"quote", `/opt/"x"`, `"/opt/\\"x\\""`},
		{"backtick", "/opt/`id`", "\"/opt/\\\\`id\\\\`\""},
		{"backslash", `/opt/a\b`, `"/opt/a\\\\b"`},
		{"percent", "/opt/100%f", `"/opt/100%%f"`},
		{"apostrophe", "/opt/ada's", `"/opt/ada's"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := execValue(tt.program); got != tt.want {
				t.Errorf("execValue(%q) = %s, want %s", tt.program, got, tt.want)
			}
		})
	}
}

// unquoteExec reads a value of Exec as the specification says that sessions do.
func unquoteExec(value string) (string, bool) {
	value = strings.ReplaceAll(value, `\\`, "\x00") // the value's own escape
	if strings.Contains(value, `\`) {
		return "", false
	}
	value = strings.ReplaceAll(value, "\x00", `\`)
	value, opened := strings.CutPrefix(value, `"`)
	value, closed := strings.CutSuffix(value, `"`)
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		switch c := value[i]; {
		case strings.IndexByte("\"`$", c) >= 0, c == '%' && !strings.HasPrefix(value[i:], "%%"), c == '\\' && i+1 == len(value):
			return "", false
		case c == '%', c == '\\':
			i++
		}
		b.WriteByte(value[i])
	}
	return b.String(), opened && closed
}

func TestExecValueIsReadAsItWasMeant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		alphabet := []rune("ab/ \"'\\$`%<>~|&;*?#()é")
		program := "/" + rapid.StringOf(rapid.SampledFrom(alphabet)).Draw(t, "program")
		value := execValue(program)
		if got, ok := unquoteExec(value); got != program || !ok {
			t.Errorf("execValue(%q) = %s is read as %q, %v", program, value, got, ok)
		}
	})
}

func TestAutostartRefusesAnEqualsSign(t *testing.T) {
	if text, err := autostart("/opt/a=b/porchlight"); err == nil {
		t.Errorf("autostart of a path with an equals sign = %q, want none", text)
	}
}

func TestAutostarts(t *testing.T) {
	t.Setenv("PATH", "")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	const head = "[Desktop Entry]\nType=Application\nExec=\"/usr/bin/porchlight\"\n"
	for _, tt := range []struct {
		name, entry string
		want        bool
	}{
		{"plain", head, true},
		{"as a person writes it", "# mine\n\n[Desktop Entry]\nExec = sh -c porchlight \n", true},
		{"hidden", head + "Hidden=true\n", false},
		{"hidden, with blanks", head + "Hidden = true \n", false},
		{"not hidden", head + "Hidden=false\n", true},
		{"switched off in GNOME", head + "X-GNOME-Autostart-enabled=false\n", false},
		{"switched on in GNOME", head + "X-GNOME-Autostart-enabled=true\n", true},
		{"a comment", head + "#Hidden=true\n", true},
		{"another group", head + "[Desktop Action x]\nHidden=true\n", true},
		{"the program is there", head + "TryExec=" + escapeValue(self) + "\n", true},
		{"the program is gone", head + "TryExec=" + escapeValue(self) + "x\n", false},
		{"Windows line ends", strings.ReplaceAll(head+"Hidden=true\n", "\n", "\r\n"), false},
		{"starts nothing", "[Desktop Entry]\nType=Application\n", false},
		{"no entry", "Exec=x\n", false},
		{"empty", "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := autostarts(tt.entry); got != tt.want {
				t.Errorf("autostarts(%q) = %v, want %v", tt.entry, got, tt.want)
			}
		})
	}
}
