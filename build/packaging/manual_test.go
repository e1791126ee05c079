// SPDX-License-Identifier: MIT

package packaging

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fakeHelp answers as cobra does.
func fakeHelp(args ...string) (string, error) {
	pages := map[string]string{
		"--help": "Porchlight lends.\nWithout a command: a tray.\n\nUsage:\n  porchlight [DIR] [flags]\n  porchlight [command]\n\n" +
			"Available Commands:\n  help        Help about any command\n  serve       Serve, without a tray\n  config      Where things are\n\n" +
			"Flags:\n  -h, --help[=true|false]       help for porchlight\n      --port string             port; 0 for any (0 to 65535)\n" +
			"  -v, --very-long string[=\"x\"]   it's so\n\nUse \"porchlight [command] --help\" for more information about a command.\n",
		"serve --help": "Serve, without a tray\n\nUsage:\n  porchlight serve [PORT] [flags]\n\n" +
			"Flags:\n  -h, --help          help for serve\n      --port string   port; 0 for any (0 to 65535)\n      --json[=true|false]   as \\JSON\n      --wait duration   how long\n",
		"config --help":      "Where things are\n\nUsage:\n  porchlight config [command]\n\nAvailable Commands:\n  path        Print it\n\nFlags:\n  -h, --help   help for config\n",
		"config path --help": "Print it\n\nUsage:\n  porchlight config path\n\nFlags:\n  -h, --help   help for path\n\nGlobal Flags:\n      --elsewhere   told before\n",
	}
	page, known := pages[strings.Join(args, " ")]
	if !known {
		return "", errors.New("unknown command")
	}
	return page, nil
}

func TestManual(t *testing.T) {
	r, err := NewRelease("v1.2.3-rc.1", packedAt)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Manual(fakeHelp, ".SH FILES\nmany\n", r)
	if err != nil {
		t.Fatal(err)
	}
	want := `.TH PORCHLIGHT 1 "2026\-03\-01" "porchlight 1.2.3\-rc.1"
.SH NAME
porchlight \- lend a folder to the network, from the system tray
.SH SYNOPSIS
\fBporchlight\fR [DIR] [\fIOPTION\fR...]
.br
\fBporchlight serve\fR [PORT] [\fIOPTION\fR...]
.br
\fBporchlight config path\fR
.br
.SH DESCRIPTION
Porchlight lends.
Without a command: a tray.
.SH COMMANDS
.SS "porchlight serve"
Serve, without a tray.
.TP
\fB\-\-json\fR[=true|false]
as \eJSON
.TP
\fB\-\-wait\fR \fIduration\fR
how long
It takes the options below.
.SS "porchlight config"
Where things are.
.SS "porchlight config path"
Print it.
.SH OPTIONS
.TP
\fB\-\-port\fR \fIVALUE\fR
port; 0 for any (0 to 65535)
.TP
\fB\-v\fR, \fB\-\-very\-long\fR[=\fIVALUE\fR]
it's so
.SH FILES
many
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("Manual differs (-want +got):\n%s", diff)
	}
}

func TestManualPassesFailuresOn(t *testing.T) {
	boom := errors.New("boom")
	tests := []struct {
		name string
		help Help
		want string
	}{
		{"no program", func(...string) (string, error) { return "", boom }, "read help of porchlight: boom"},
		{"a command below", func(args ...string) (string, error) {
			if args[0] == "config" && args[1] == "path" {
				return "", boom
			}
			return fakeHelp(args...)
		}, "read help of porchlight config path: boom"},
		{"another form", func(...string) (string, error) { return "USAGE porchlight", nil }, `read help of porchlight: no usage in "USAGE porchlight"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Manual(tt.help, "", Release{}); err == nil || err.Error() != tt.want {
				t.Errorf("Manual = %v, want %s", err, tt.want)
			}
		})
	}
}

func TestRoffEscapes(t *testing.T) {
	tests := []struct{ text, plain, argument string }{
		{"a-b", `a\-b`, `"a\-b"`},
		{`C:\x`, `C:\ex`, `"C:\ex"`},
		{".br", `\&.br`, `"\&.br"`},
		{"a\n'tis\n.so x", "a\n\\&'tis\n\\&.so x", "\"a\n\\&'tis\n\\&.so x\""},
		{`say "x"`, `say "x"`, `"say \(dqx\(dq"`},
	}
	for _, tt := range tests {
		if got := plain(tt.text); got != tt.plain {
			t.Errorf("plain(%q) = %q, want %q", tt.text, got, tt.plain)
		}
		if got := argument(tt.text); got != tt.argument {
			t.Errorf("argument(%q) = %q, want %q", tt.text, got, tt.argument)
		}
	}
}
