// SPDX-License-Identifier: MIT

package config

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Key is one thing that can be set.
type Key struct {
	Name string // in the file: "log_level"
	Flag string // on the command line: "log-level"
	Env  string // in the environment: "PORCHLIGHT_LOG_LEVEL"
	Doc  string // one line, with unit and limits
	Bool bool   // the flag may stand without a value

	kind kind
	set  func(c *Config, text string) error
	text func(c Config) string
}

// kind is how a value is written in TOML.
type kind int

const (
	bare   kind = iota // numbers and booleans
	quoted             // strings, durations and sizes
	list               // arrays of strings
)

// Format returns the key's value in c as TOML text.
func (k Key) Format(c Config) string {
	text := k.text(c)
	switch k.kind {
	case quoted:
		return strconv.Quote(text)
	case list:
		items := []string{}
		for _, item := range splitList(text) {
			items = append(items, strconv.Quote(item))
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	return text
}

// Keys returns the table, in the order of the file.
func Keys() []Key {
	return []Key{
		text("host", "address to listen on: 127.0.0.1 is this machine only, 0.0.0.0 or :: is everyone who can reach it", func(c *Config) *string { return &c.Host }, isHost),
		whole("port", "port to listen on, 0 is any free one", func(c *Config) *int { return &c.Port }, 0, 65535),
		text("root", "folder to serve, empty for the built-in site", func(c *Config) *string { return &c.Root }, isAnything),
		text("mode", "what the folder is lent as: website", func(c *Config) *string { return &c.Mode }, isMode),
		many("types", "extensions that are served, * for every type", func(c *Config) *[]string { return &c.Types }, cleanType),
		many("host_names", "further names that the server answers to", func(c *Config) *[]string { return &c.HostNames }, strings.ToLower),
		whole("workers", "requests served at once, 1 to 1024", func(c *Config) *int { return &c.Workers }, 1, 1024),
		whole("queue", "requests that may wait for a worker, 0 to 100000", func(c *Config) *int { return &c.Queue }, 0, 100000),
		whole("workers_per_client", "workers that one address may hold, 0 for no cap; this machine has none", func(c *Config) *int { return &c.WorkersPerClient }, 0, 1024),
		duration("patience", "longest wait in the queue, 100ms to 10m", func(c *Config) *time.Duration { return &c.Patience }, 100*time.Millisecond, 10*time.Minute),
		duration("timeout", "how long a connection may be idle, and a transfer stand still, 1s to 1h", func(c *Config) *time.Duration { return &c.Timeout }, time.Second, time.Hour),
		duration("head_timeout", "how long a request head may take, 1s to 10m", func(c *Config) *time.Duration { return &c.HeadTimeout }, time.Second, 10*time.Minute),
		whole("max_requests", "requests on one connection, 0 for no limit", func(c *Config) *int { return &c.MaxRequests }, 0, 1<<30),
		whole("max_connections", "connections open at once, 1 to 1000000", func(c *Config) *int { return &c.MaxConnections }, 1, 1000000),
		size("min_rate", "bytes a second below which a transfer is cut, averaged after 30s of waiting, 0 for none", func(c *Config) *Size { return &c.MinRate }, 0, 1<<30),
		boolean("uploads", "take JSON by POST /upload", func(c *Config) *bool { return &c.Uploads }),
		size("upload_limit", "largest upload, 1 B to 64 MiB", func(c *Config) *Size { return &c.UploadLimit }, 1, 64<<20),
		size("memory", "memory for small files kept ready, 0 for none", func(c *Config) *Size { return &c.Memory }, 0, 1<<40),
		text("cache_control", "Cache-Control of files, empty for none", func(c *Config) *string { return &c.CacheControl }, isFieldValue),
		duration("drain", "how long running requests may go on at the end, 0s to 10m", func(c *Config) *time.Duration { return &c.Drain }, 0, 10*time.Minute),
		text("log_level", "least level logged: debug, info, warn, error", func(c *Config) *string { return &c.LogLevel }, oneOf("debug", "info", "warn", "error")),
		text("log_format", "form of the log: classic, text, json", func(c *Config) *string { return &c.LogFormat }, oneOf("classic", "text", "json")),
		text("log_file", "file that takes the log too, empty for none", func(c *Config) *string { return &c.LogFile }, isAnything),
		size("log_size", "size at which the log file is rotated, from 64 KiB", func(c *Config) *Size { return &c.LogSize }, 64<<10, 1<<40),
		whole("log_keep", "rotated log files that stay, 0 to 100", func(c *Config) *int { return &c.LogKeep }, 0, 100),
	}
}

func newKey(name, doc string, kind kind) Key {
	return Key{
		Name: name, Flag: strings.ReplaceAll(name, "_", "-"), Env: "PORCHLIGHT_" + strings.ToUpper(name), Doc: doc, kind: kind,
	}
}

func text(name, doc string, at func(*Config) *string, check func(string) error) Key {
	k := newKey(name, doc, quoted)
	k.text = func(c Config) string { return *at(&c) }
	k.set = func(c *Config, text string) error {
		*at(c) = text
		return check(text)
	}
	return k
}

func whole(name, doc string, at func(*Config) *int, least, most int) Key {
	k := newKey(name, doc, bare)
	k.text = func(c Config) string { return strconv.Itoa(*at(&c)) }
	k.set = func(c *Config, text string) error {
		n, err := parseWhole(text)
		if err != nil {
			return fmt.Errorf("%q is not a whole number, use %d to %d", text, least, most)
		}
		*at(c) = int(n)
		return within(n, int64(least), int64(most), func(n int64) string { return strconv.FormatInt(n, 10) })
	}
	return k
}

func duration(name, doc string, at func(*Config) *time.Duration, least, most time.Duration) Key {
	k := newKey(name, doc, quoted)
	k.text = func(c Config) string { return at(&c).String() }
	k.set = func(c *Config, text string) error {
		d, err := time.ParseDuration(strings.TrimSpace(text))
		if err != nil {
			return fmt.Errorf("%q is not a duration, write it like 30s or 2m", text)
		}
		*at(c) = d
		return within(int64(d), int64(least), int64(most), func(n int64) string { return time.Duration(n).String() })
	}
	return k
}

func size(name, doc string, at func(*Config) *Size, least, most Size) Key {
	k := newKey(name, doc, quoted)
	k.text = func(c Config) string { return at(&c).String() }
	k.set = func(c *Config, text string) error {
		n, err := ParseSize(text)
		if err != nil {
			return err
		}
		*at(c) = n
		return within(int64(n), int64(least), int64(most), func(n int64) string { return Size(n).String() })
	}
	return k
}

func boolean(name, doc string, at func(*Config) *bool) Key {
	k := newKey(name, doc, bare)
	k.Bool = true
	k.text = func(c Config) string { return strconv.FormatBool(*at(&c)) }
	k.set = func(c *Config, text string) error {
		b, err := strconv.ParseBool(strings.TrimSpace(text))
		if err != nil {
			return fmt.Errorf("%q is neither true nor false", text)
		}
		*at(c) = b
		return nil
	}
	return k
}

func many(name, doc string, at func(*Config) *[]string, clean func(string) string) Key {
	k := newKey(name, doc, list)
	k.text = func(c Config) string { return strings.Join(*at(&c), ",") }
	k.set = func(c *Config, text string) error {
		items := splitList(text)
		for i, item := range items {
			items[i] = clean(item)
		}
		*at(c) = items
		return nil
	}
	return k
}

func within(n, least, most int64, show func(int64) string) error {
	if n < least || n > most {
		return fmt.Errorf("%s is out of range, use %s to %s", show(n), show(least), show(most))
	}
	return nil
}

func parseWhole(text string) (int64, error) {
	return strconv.ParseInt(strings.TrimSpace(text), 10, 63)
}

// splitList cuts a comma-separated list, without its empty members.
func splitList(text string) []string {
	items := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
	return slices.Clip(items)
}

func cleanType(text string) string { return strings.ToLower(strings.TrimPrefix(text, ".")) }

func isAnything(string) error { return nil }

func isHost(text string) error {
	if text == "" || text == "*" || strings.ContainsAny(text, " /[]") {
		return fmt.Errorf("%q is not a host, use an address like 127.0.0.1, or 0.0.0.0 for everyone", text)
	}
	return nil
}

func isMode(text string) error {
	if text == "share" || text == "receive" {
		return fmt.Errorf("mode %q is not in this version, use website", text)
	}
	return oneOf("website")(text)
}

func isFieldValue(text string) error {
	for _, r := range text {
		if r < ' ' || r > '~' {
			return errors.New("value with a byte that no header field may hold")
		}
	}
	return nil
}

func oneOf(words ...string) func(string) error {
	return func(text string) error {
		if !slices.Contains(words, text) {
			return fmt.Errorf("%q is unknown, use %s", text, strings.Join(words, ", "))
		}
		return nil
	}
}
