// SPDX-License-Identifier: MIT

package config

import (
	"strings"
	"testing"
)

// setText sets one key of a default config by its text, and returns how the key reads then.
func setText(t *testing.T, name, text string) (string, error) {
	t.Helper()
	k, ok := newLayers().key(name)
	if !ok {
		t.Fatalf("no key %q", name)
	}
	c := Default()
	err := k.set(&c, text)
	return k.Text(c), err
}

func TestSetAccepts(t *testing.T) {
	tests := []struct{ key, text, want string }{
		{"port", " 443 ", "443"},
		{"port", "0", "0"},
		{"port", "65535", "65535"},
		{"host", "0.0.0.0", "0.0.0.0"},
		{"host", "::", "::"},
		{"host", "[::1]", "::1"},
		{"host", "fe80::1%eth0", "fe80::1%eth0"},
		{"host", "LocalHost.", "localhost"},
		{"host", "my_box-2.lan", "my_box-2.lan"},
		{"types", "*", "*"},
		{"types", " .HTML, Txt,html,, ", "html,txt"},
		{"types", "7z,mp3", "7z,mp3"},
		{"host_names", "", ""},
		{"host_names", "A.example., [fd00::1]", "a.example,fd00::1"},
		{"patience", "100ms", "100ms"},
		{"patience", "600", "10m"},
		{"timeout", "1h", "1h"},
		{"timeout", "1m30s", "1m30s"},
		{"drain", "0", "0s"},
		{"min_rate", "0", "0"},
		{"upload_limit", "64mib", "64 MiB"},
		{"uploads", "OFF", "false"},
		{"uploads", "1", "true"},
		{"log_level", " Warn ", "warn"},
		{"mode", "Website", "website"},
		{"cache_control", " max-age=60 ", "max-age=60"},
		{"cache_control", "", ""},
		{"root", " a b ", " a b "},
	}
	for _, tt := range tests {
		t.Run(tt.key+" "+tt.text, func(t *testing.T) {
			got, err := setText(t, tt.key, tt.text)
			if err != nil || got != tt.want {
				t.Errorf("set(%q, %q) = %q, %v, want %q", tt.key, tt.text, got, err, tt.want)
			}
		})
	}
}

func TestSetRefuses(t *testing.T) {
	tests := []struct{ key, text, want string }{
		{"port", "80a", `"80a" is not a whole number, use 0 to 65535`},
		{"port", "", `"" is not a whole number, use 0 to 65535`},
		{"port", "65536", `"65536" is out of range, use 0 to 65535`},
		{"port", "-1", `"-1" is out of range, use 0 to 65535`},
		{"port", "99999999999999999999", `"99999999999999999999" is out of range, use 0 to 65535`},
		{"workers", "1025", `"1025" is out of range, use 1 to 1024`},
		{"host", "*", `"*" is not an address, use 0.0.0.0 or :: for all interfaces`},
		{"host", "localhost:80", `"localhost:80" holds a port, use "localhost" here and set the port with port`},
		{"host", "127.0.0.256", `"127.0.0.256" is neither an IP address nor a host name: a name does not end in a number, use one such as 192.168.1.5 or localhost`},
		{"host", "-a", `"-a" is neither an IP address nor a host name: no part of a name begins or ends with a hyphen, use one such as 192.168.1.5 or localhost`},
		{"host", "bücher", `"bücher" is neither an IP address nor a host name: a name has only letters a to z, digits, hyphens and dots, use one such as 192.168.1.5 or localhost`},
		{"host_names", "ok,a..b", `"a..b" is neither an IP address nor a host name: a name has 1 to 253 letters, each part of it 1 to 63, use one such as 192.168.1.5 or localhost`},
		{"types", "*,html", `"*" is every type, use it alone`},
		{"types", "tar.gz", `"tar.gz" is not a file type, use the letters after the last dot of a name such as "html"`},
		{"timeout", "999ms", `"999ms" is out of range, use 1s to 1h`},
		{"timeout", "soon", `"soon" is not a length of time, use one such as "10s" or "1m30s", 1s to 1h`},
		{"memory", "2 TiB", `"2 TiB" is out of range, use 0 to 1 TiB`},
		{"memory", "9 XB", `"9 XB" is not a size, use a whole number with a unit such as "64 KiB" or "1 MiB", 0 to 1 TiB`},
		{"memory", "99999999 TiB", `"99999999 TiB" is out of range, use 0 to 1 TiB`},
		{"uploads", "maybe", `"maybe" is neither true nor false, use true or false`},
		{"log_format", "xml", `"xml" is not known here, use text, json or classic`},
		{"mode", "lend", `"lend" is not known here, use website, share or receive`},
		{"port", strings.Repeat("9", 10000), `"` + strings.Repeat("9", 80) + `…" is out of range, use 0 to 65535`},
	}
	for _, tt := range tests {
		t.Run(tt.key+" "+tt.text[:min(len(tt.text), 20)], func(t *testing.T) {
			got, err := setText(t, tt.key, tt.text)
			if err == nil || err.Error() != tt.want {
				t.Errorf("set(%q, %q) = %v, want %v", tt.key, tt.text, err, tt.want)
			}
			k, _ := newLayers().key(tt.key)
			if want := k.Text(Default()); got != want {
				t.Errorf("set(%q, %q) left %q, want %q as before", tt.key, tt.text, got, want)
			}
		})
	}
}
