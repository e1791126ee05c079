// SPDX-License-Identifier: MIT

package config

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDefaultIsValid(t *testing.T) {
	if err := Default().Validate(); err != nil {
		t.Errorf("Default().Validate() = %v, want nil", err)
	}
	a, b := Default(), Default()
	a.Types[0] = "changed"
	if b.Types[0] != "html" {
		t.Error("two defaults share their types")
	}
}

func TestValidate(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Config)
		want   string
	}{
		{"port", func(c *Config) { c.Port = 70000 }, `port: "70000" is out of range, use 0 to 65535`},
		{"no host", func(c *Config) { c.Host = "" }, `host: "" is not an address, use 0.0.0.0 or :: for all interfaces`},
		{"no workers", func(c *Config) { c.Workers = 0 }, `workers: "0" is out of range, use 1 to 1024`},
		{"short patience", func(c *Config) { c.Patience = time.Millisecond }, `patience: "1ms" is out of range, use 100ms to 10m`},
		{"large upload", func(c *Config) { c.UploadLimit = 65 << 20 }, `upload_limit: "65 MiB" is out of range, use 1 B to 64 MiB`},
		{"small log", func(c *Config) { c.LogSize = 1 << 10 }, `log_size: "1 KiB" is out of range, use 64 KiB to 1 TiB`},
		{"mode", func(c *Config) { c.Mode = "lamp" }, `mode: "lamp" is not known here, use website, share or receive`},
		{"no mode", func(c *Config) { c.Mode = "" }, `mode: "" is not known here, use website, share or receive`},
		{"capital level", func(c *Config) { c.LogLevel = "INFO" }, `log_level: "INFO" is not known here, use debug, info, warn or error`},
		{
			"no types", func(c *Config) { c.Types = nil },
			`types: the list is empty and nothing could be fetched, use types such as "html" or "*" for every type`,
		},
		{
			"field injection", func(c *Config) { c.CacheControl = "a\r\nX: y" },
			`cache_control: "a\r\nX: y" does not fit in one field line, use plain letters such as "no-cache" or "max-age=60"`,
		},
		{"NUL in root", func(c *Config) { c.Root = "a\x00b" }, `root: "a\x00b" holds a NUL, which no file name has`},
		{
			"two at once", func(c *Config) { c.Queue, c.LogKeep = -1, 101 },
			"queue: \"-1\" is out of range, use 0 to 100000\nlog_keep: \"101\" is out of range, use 0 to 100",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := Default()
			tt.change(&c)
			err := c.Validate()
			problems(t, err)
			if err == nil || err.Error() != tt.want {
				t.Errorf("Validate() = %v, want %v", err, tt.want)
			}
		})
	}
}

func TestValidateLogInRoot(t *testing.T) {
	root := t.TempDir()
	tests := []struct {
		name, file string
		types      []string
		lent       bool
	}{
		{"type is lent", filepath.Join(root, "logs", "a.TXT"), []string{"txt"}, true},
		{"every type is lent", filepath.Join(root, "a.log"), []string{"*"}, true},
		{"type is not lent", filepath.Join(root, "a.log"), []string{"txt"}, false},
		{"beside root", root + ".txt", []string{"txt"}, false},
		{"above root", filepath.Join(root, "..", "a.txt"), []string{"txt"}, false},
		{"no file", "", []string{"*"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := Default()
			c.Root, c.LogFile, c.Types = root, tt.file, tt.types
			if err := c.Validate(); (err != nil) != tt.lent {
				t.Errorf("Validate() with log_file %q = %v, want a problem: %v", tt.file, err, tt.lent)
			}
		})
	}
}

// TestKeysCoverConfig finds a field without a key, and a key that sets another field than the one of its name.
func TestKeysCoverConfig(t *testing.T) {
	keys := Keys()
	fields := reflect.TypeFor[Config]()
	if len(keys) != fields.NumField() {
		t.Errorf("%d keys for %d fields", len(keys), fields.NumField())
	}
	for _, k := range keys {
		name := strings.ReplaceAll(k.Name, "_", "")
		_, ok := fields.FieldByNameFunc(func(f string) bool { return strings.EqualFold(f, name) })
		if !ok {
			t.Errorf("key %q has no field", k.Name)
			continue
		}
		c := unlike()
		if err := k.set(&c, k.Text(Default())); err != nil {
			t.Errorf("%s: set(%q) = %v", k.Name, k.Text(Default()), err)
		}
		for i := range fields.NumField() {
			same := reflect.DeepEqual(reflect.ValueOf(c).Field(i).Interface(), reflect.ValueOf(unlike()).Field(i).Interface())
			if own := strings.EqualFold(fields.Field(i).Name, name); own == same {
				t.Errorf("key %q changed field %s: %v, want %v", k.Name, fields.Field(i).Name, !same, own)
			}
		}
	}
}

// unlike is valid and differs from Default in every field.
func unlike() Config {
	return Config{
		Host: "::1", Port: 0, Root: `C:\Users\O'Neil "x"`, Mode: "share", Types: []string{"*"},
		HostNames: []string{"a.example", "fe80::1%eth0"}, Workers: 1024, Queue: 0, WorkersPerClient: 0,
		Patience: 90 * time.Second, Timeout: time.Hour, HeadTimeout: 1500 * time.Millisecond, MaxRequests: 0,
		MaxConnections: 1, MinRate: 0, Uploads: false, UploadLimit: 1, Listing: true,
		LAN: "wlan0", Access: "ask", Lifetime: time.Hour, Discovery: false, WebDAV: "write", FileLimit: 1, SpaceLimit: 2, KeepFree: 0, Memory: 10_000_000, CacheControl: `private, x="y"`,
		Drain: 0, LogLevel: "debug", LogFormat: "json", LogFile: `D:\log ä.txt`, LogSize: 65536, LogKeep: 0,
	}
}

// TestFormsRoundTrip writes a config in each of its forms and reads it back.
func TestFormsRoundTrip(t *testing.T) {
	want := unlike()
	var file strings.Builder
	flags := make(map[string]string)
	for _, k := range Keys() {
		file.WriteString(k.Name + " = " + k.Format(want) + "\n")
		flags[k.Name] = k.Text(want)
	}
	for name, sources := range map[string]Sources{
		"file":  {File: writeFile(t, file.String())},
		"flags": {Flags: flags},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Load(sources)
			if err != nil {
				t.Fatalf("Load() = %v, want nil", err)
			}
			if diff := cmp.Diff(want, got.Config); diff != "" {
				t.Errorf("Load() differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestKeyNames(t *testing.T) {
	for _, k := range Keys() {
		if k.Name != "max_connections" {
			continue
		}
		want := []string{"max-connections", "PORCHLIGHT_MAX_CONNECTIONS", "connections open at the same time (1 to 1000000)", "N"}
		if diff := cmp.Diff(want, []string{k.Flag, k.Env, k.Doc, k.Value}); diff != "" {
			t.Errorf("names of max_connections differ (-want +got):\n%s", diff)
		}
	}
}

func TestListenerKeys(t *testing.T) {
	var got []string
	for _, k := range Keys() {
		if k.Listener {
			got = append(got, k.Name)
		}
		if k.Bool != (k.Value == "") {
			t.Errorf("key %q: Bool = %v with value %q, want a value for all but switches", k.Name, k.Bool, k.Value)
		}
		if strings.ContainsAny(k.Doc, "\n\r") || k.Doc == "" {
			t.Errorf("key %q: Doc = %q, want one line", k.Name, k.Doc)
		}
	}
	if diff := cmp.Diff([]string{"host", "port", "lan"}, got); diff != "" {
		t.Errorf("listener keys differ (-want +got):\n%s", diff)
	}
}
