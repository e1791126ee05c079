// SPDX-License-Identifier: MIT

package config

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Config says how porchlight runs. It is passed by value.
type Config struct {
	Host             string        // an address or name to listen on; 0.0.0.0 or :: for all
	Port             int           // 0 is any free port
	Root             string        // the folder that is served; "" is the built-in site
	Mode             string        // "website"
	Types            []string      // extensions, lower case and without a dot; "*" is every type
	HostNames        []string      // further Host names to answer to
	Workers          int           // requests served at once
	Queue            int           // requests that may wait for a worker
	WorkersPerClient int           // workers that one address may hold; 0 = no cap
	Patience         time.Duration // longest wait in the queue
	Timeout          time.Duration // idle keep-alive, and how long a body or an answer may stand still
	HeadTimeout      time.Duration // for a whole request head
	MaxRequests      int           // on one connection; 0 = no limit
	MaxConnections   int           // open at once
	MinRate          Size          // a second; 0 = none
	Uploads          bool          // POST /upload takes JSON
	UploadLimit      Size          // of one upload
	Memory           Size          // for small files kept ready; 0 = none
	CacheControl     string        // the Cache-Control field of files
	Drain            time.Duration // for running requests at the end
	LogLevel         string        // debug, info, warn or error
	LogFormat        string        // classic, text or json
	LogFile          string        // "" = console only
	LogSize          Size          // of a log file before it is rotated
	LogKeep          int           // rotated files that stay
}

// Default returns the configuration of a first start.
func Default() Config {
	return Config{
		Host: "127.0.0.1", Port: 8080, Mode: "website", Types: []string{"html", "txt", "png", "jpg", "jpeg"},
		Workers: 10, Queue: 50, WorkersPerClient: 4, Patience: 10 * time.Second,
		Timeout: 30 * time.Second, HeadTimeout: 10 * time.Second, MaxRequests: 100, MaxConnections: 10240, MinRate: 256,
		Uploads: true, UploadLimit: 1 << 20, Memory: 32 << 20, CacheControl: "no-cache", Drain: 10 * time.Second,
		LogLevel: "info", LogFormat: "classic", LogSize: 10 << 20, LogKeep: 5,
	}
}

// Validate reports what cannot be, each key on its own.
func (c Config) Validate() error {
	var faults []error
	for _, k := range Keys() {
		if err := k.set(&c, k.text(c)); err != nil {
			faults = append(faults, &Problem{Source: k.Name, Text: err.Error()})
		}
	}
	return errors.Join(faults...)
}

// Problem is one fault of a configuration.
type Problem struct {
	Source string // "/x/config.toml:5", "--port" or "PORCHLIGHT_PORT"
	Text   string // what is wrong, and what to do
	Usage  bool   // it stands on the command line
}

// Error returns both on one line.
func (p *Problem) Error() string { return p.Source + ": " + p.Text }

// Size is a number of bytes. In text it is a whole number with a unit: "1 MiB",
// "10MB", "64k", or none for bytes. Units of one letter are binary.
type Size int64

var units = []struct {
	name  string
	bytes Size
}{
	{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10},
	{"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3},
	{"G", 1 << 30}, {"M", 1 << 20}, {"K", 1 << 10}, {"B", 1},
}

// String returns the size in the largest binary unit that is exact.
func (s Size) String() string {
	for _, u := range units[:3] {
		if s != 0 && s%u.bytes == 0 {
			return fmt.Sprintf("%d %s", s/u.bytes, u.name)
		}
	}
	return fmt.Sprintf("%d B", int64(s))
}

// ParseSize is the inverse of String, and takes what people write.
func ParseSize(text string) (Size, error) {
	number, factor := strings.TrimSpace(text), Size(1)
	for _, u := range units {
		if cut := len(number) - len(u.name); cut > 0 && strings.EqualFold(number[cut:], u.name) {
			number, factor = strings.TrimSpace(number[:cut]), u.bytes
			break
		}
	}
	n, err := parseWhole(number)
	if err != nil || n > int64(1<<50)/int64(factor) {
		return 0, fmt.Errorf("%q is not a size, write it like 512 KiB or 10 MiB", text)
	}
	return Size(n) * factor, nil
}
