// SPDX-License-Identifier: MIT

package config

import "time"

// Config is all that can be set. The row of the same name in the table of keys has the limits of each field.
type Config struct {
	Host             string        // address or name to listen on; 0.0.0.0 or :: is every interface
	Port             int           // 0 is any free port
	Root             string        // folder to lend; "" is the built-in site; whether it exists is not checked here
	Mode             string        // what the folder is lent as: website, share or receive
	Types            []string      // file types that may be fetched, lower case without a dot; "*" is every type
	HostNames        []string      // further names to answer to in Host
	Workers          int           // requests answered at the same time
	Queue            int           // requests that may wait for a worker; 0 = nobody waits
	WorkersPerClient int           // workers one client address may hold; 0 = no cap
	Patience         time.Duration // longest wait for a worker
	Timeout          time.Duration // how long a connection may idle, and a body or an answer stand still
	HeadTimeout      time.Duration // for a whole request head
	MaxRequests      int           // for each connection; 0 = no limit
	MaxConnections   int           // open at the same time
	MinRate          Size          // bytes a second, below which bodies and answers are cut; 0 = no minimum
	Downloads        bool          // whether files may be fetched
	Uploads          bool          // whether files are taken: JSON by POST /upload in website mode, else every type
	UploadLimit      Size          // of one upload of JSON
	Listing          bool          // whether a folder without an index shows what it holds
	LAN              string        // where else to listen: off, auto, all, an address of this machine or an interface
	Access           string        // who may come in: open, code or ask
	Lifetime         time.Duration // after which a share ends; 0 = when it is stopped
	Discovery        bool          // whether a share can be found by its name (mDNS)
	WebDAV           string        // off, read or write
	FileLimit        Size          // of one file that is taken; 0 = no limit
	SpaceLimit       Size          // of all files that one share takes; 0 = no limit
	KeepFree         Size          // of the disk, below which no file is taken
	Memory           Size          // budget for small files kept ready; 0 = none
	CacheControl     string        // field value for files; "" = the field is not sent
	Drain            time.Duration // what running requests get to finish at the end
	LogLevel         string        // debug, info, warn or error
	LogFormat        string        // text, json or classic
	LogFile          string        // "" = console only
	LogSize          Size          // a larger log file is put aside
	LogKeep          int           // old log files
}

// Default returns the settings of a first start. It shares nothing with earlier results.
func Default() Config {
	return Config{
		Host:             "127.0.0.1",
		Port:             8080,
		Mode:             "website",
		Types:            []string{"html", "txt", "png", "jpg", "jpeg"},
		Workers:          10,
		Queue:            50,
		WorkersPerClient: 4,
		Patience:         10 * time.Second,
		Timeout:          30 * time.Second,
		HeadTimeout:      10 * time.Second,
		MaxRequests:      100,
		MaxConnections:   10240,
		MinRate:          256,
		Downloads:        true,
		Uploads:          true,
		UploadLimit:      1 << 20,
		LAN:              "off",
		Access:           "open",
		Discovery:        true,
		WebDAV:           "off",
		KeepFree:         1 << 30,
		Memory:           64 << 20,
		CacheControl:     "no-cache",
		Drain:            10 * time.Second,
		LogLevel:         "info",
		LogFormat:        "classic",
		LogSize:          10 << 20,
		LogKeep:          5,
	}
}
