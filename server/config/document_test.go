// SPDX-License-Identifier: MIT

package config

import (
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

// TestFileProblems has the whole text of what is said about a broken file.
func TestFileProblems(t *testing.T) {
	tests := []struct{ name, file, want string }{
		{"unknown key", "\n\nadress = \"::\"\n", `FILE:3: unknown key "adress", nearest known key is "host"`},
		{"nothing near", "zzzzzzzz = 1", `FILE:1: unknown key "zzzzzzzz", remove the line or put # before it`},
		{"dotted key", "log.level = 'info'", `FILE:1: unknown key "log.level", nearest known key is "log_level"`},
		{"escape in a key", "\"po\\u001brt\" = 1", `FILE:1: unknown key "po\x1brt", nearest known key is "port"`},
		{"twice", "port = 1\n# x\nport = 2", "FILE:3: port is set on line 1 already, remove one of the two"},
		{"twice in quotes", "port = 1\n'port' = 2", "FILE:2: port is set on line 1 already, remove one of the two"},
		{
			"table", "[server]\nport = \"x\"\n",
			`FILE:1: "server" is a table, but settings have none, remove this line and write each setting as a line of its own such as port = 8080`,
		},
		{
			"table of a known name", "[port]\n",
			`FILE:1: "port" is a table, but settings have none, remove this line and write each setting as a line of its own such as port = 8080`,
		},
		{
			"list of tables", "[[a.b]]",
			`FILE:1: "a.b" is a table, but settings have none, remove this line and write each setting as a line of its own such as port = 8080`,
		},
		{"fraction", "port = 80.5", "FILE:1: port is a number with a fraction, write it as port = 8080"},
		{"date", "port = 2020-01-01", "FILE:1: port is a date or a time of day, write it as port = 8080"},
		{"time", "timeout = 00:00:30", `FILE:1: timeout is a date or a time of day, write it as timeout = "30s"`},
		{"inline table", "port = {a = 1}", "FILE:1: port is a table, write it as port = 8080"},
		{"list for one value", "host = ['a']", `FILE:1: host is a list, but takes one value, write it as host = "127.0.0.1"`},
		{
			"list of numbers", "types = [1, 2]",
			`FILE:1: types lists something that is not in quotes, write it as types = ["html", "txt", "png", "jpg", "jpeg"]`,
		},
		{"switch for a number", "port = true", `FILE:1: port: "true" is not a whole number, use 0 to 65535`},
		{"too large for 64 bits", "port = 99999999999999999999", `FILE:1: port: "99999999999999999999" is out of range, use 0 to 65535`},
		{"no mode", "mode = 'lamp'", `FILE:1: mode: "lamp" is not known here, use website, share or receive`},
		{"in the order of lines", "types = [\n'*',\n'a']\nmode = 1.5\nport = -1\nport\n", "" +
			"FILE:1: types: \"*\" is every type, use it alone\n" +
			"FILE:4: mode is a number with a fraction, write it as mode = \"website\"\n" +
			"FILE:5: port: \"-1\" is out of range, use 0 to 65535\n" +
			"FILE:6: this line is not a setting, write name = value, or # before a remark (expected '=' after key)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := writeFile(t, tt.file)
			_, err := Load(Sources{File: file})
			problems(t, err)
			if got := withoutFolder(err, file); got != tt.want {
				t.Errorf("Load(%q):\n got %s\nwant %s", tt.file, got, tt.want)
			}
		})
	}
}

// TestSyntaxProblems has only what is ours: the line and the advice. The words of the library follow in brackets.
func TestSyntaxProblems(t *testing.T) {
	tests := []struct{ name, file, want string }{
		{"no quotes", "\nhost = localhost", `FILE:2: a text needs quotes, write host = "localhost" (`},
		{"a quote too few", "host = a'", `FILE:1: a text needs quotes, write host = "a" (`},
		{"path without quotes", "root = /home/a", `FILE:1: a text needs quotes, write root = "/home/a" (`},
		{"no value", "port =\nqueue = 1", "FILE:1: port has no value, write one after the =, or # before the line ("},
		{"no equals sign", "port 80", "FILE:1: this line is not a setting, write name = value, or # before a remark ("},
		{"backslash", `root = "C:\Users\a"`, "FILE:1: a backslash has a meaning between double quotes, write it twice,"},
		{"open text", `host = "a`, "FILE:1: the text does not end as it should, put quotes around it and nothing after it ("},
		{"after the text", `host = "a" b`, "FILE:1: the text does not end as it should, put quotes around it and nothing after it ("},
		{"open list", `types = ["html"`, `FILE:1: the list does not end as it should, write it as ["html", "txt"] (`},
		{
			"open list over lines", "port = 1 # x\n\n# y\ntypes = [\n'html'\nqueue = 1\n",
			"FILE:6: what begins on line 4 does not go on like this, close its list or its quotes before this line (",
		},
		{
			"open list at the top", "types = [\n'html'\nqueue = 1\n",
			"FILE:3: what begins on line 1 does not go on like this, close its list or its quotes before this line (",
		},
		{"leading zero", "port = 080", "FILE:1: the value of port is not one that TOML knows, write a number as 10 and a text in double quotes ("},
		{"no value of TOML", "port = +x", "FILE:1: the value of port is not one that TOML knows, write a number as 10 and a text in double quotes ("},
		{"control character", "port = 8\x00", "FILE:1: this line holds a control character, type it again ("},
		{"old line ends", "port = 80\rqueue = 1", "FILE:1: this line holds a control character, type it again ("},
		{"not UTF-8", "# x\nhost = \"b\xfccher\"", "FILE:2: this line holds bytes that are not UTF-8, save the file as UTF-8 ("},
		{"long line", "host = " + strings.Repeat("a", 5000), "FILE:1: this line is not a setting, write name = value, or # before a remark ("},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := writeFile(t, tt.file)
			_, err := Load(Sources{File: file})
			got := withoutFolder(err, file)
			if len(problems(t, err)) != 1 || !strings.HasPrefix(got, tt.want) {
				t.Errorf("Load(%q):\n got %s\nwant %s…", tt.file, got, tt.want)
			}
		})
	}
}

func TestFileForms(t *testing.T) {
	tests := []struct {
		name, file string
		port       int
		line       string
	}{
		{"plain", "port = 443\n", 443, ":1"},
		{"no last line end", "# x\nport = 443", 443, ":2"},
		{"CRLF", "# x\r\n\r\nport = 443\r\n", 443, ":3"},
		{"byte order mark", "\uFEFFport = 443\n", 443, ":1"},
		{"text", "port = \"443\"\n", 443, ":1"},
		{"hexadecimal", "port = 0x1BB\n", 443, ":1"},
		{"grouped", "port = 8_080\n", 8080, ":1"},
		{"plus", "port = +80\n", 80, ":1"},
		{"after a list over lines", "types = [\n 'a', # b\n]\nport = 1", 1, ":4"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := writeFile(t, tt.file)
			got, err := Load(Sources{File: file})
			if err != nil || got.Port != tt.port || got.From["port"] != file+tt.line {
				t.Errorf("Load(%q) = port %d from %q, %v, want %d from %q", tt.file, got.Port, got.From["port"], err, tt.port, file+tt.line)
			}
		})
	}
}

// TestManyProblems has a file of another kind: the answer is short, and comes soon.
func TestManyProblems(t *testing.T) {
	file := writeFile(t, strings.Repeat("abc = 1\n", maxFile/8))
	_, err := Load(Sources{File: file})
	if got := problems(t, err); len(got) < enough || len(got) > enough+2 {
		t.Errorf("Load() has %d problems, want %d or a little more", len(got), enough)
	}
}

// FuzzFile loads any file: it loads what is valid, or says what is wrong in lines that fit a terminal. What it loads is
// TOML by the judgement of the whole decoder, too.
func FuzzFile(f *testing.F) {
	requireCorpus(f)
	f.Add([]byte(firstFile()))
	f.Fuzz(func(t *testing.T, data []byte) {
		l := newLayers()
		l.read("FILE", data)
		if len(l.problems) == 0 && l.checkTogether() == nil {
			if err := l.Validate(); err != nil {
				t.Errorf("%q loads, but Validate() = %v", data, err)
			}
			var values map[string]any
			if err := toml.Unmarshal(data, &values); err != nil {
				t.Errorf("%q loads, but toml.Unmarshal() = %v", data, err)
			}
		}
		for _, err := range l.problems {
			if text := err.Error(); strings.ContainsFunc(text, isUnseen) || len(text) > 1000 {
				t.Errorf("%q gives a problem that does not fit a line: %q", data, text)
			}
		}
	})
}
