// SPDX-License-Identifier: MIT

package config

import (
	"slices"
	"time"
)

// table has one row for each setting. Limits stand here and nowhere else.
func table() []Key {
	shared := sharing()
	for i := range shared {
		shared[i].Lent = true
	}
	return slices.Concat(lending(), shared, serving(), logging())
}

// lending is what is lent, and where it can be found.
func lending() []Key {
	return []Key{
		{
			Name: "host", Value: "HOST", Listener: true, Doc: "address or name to listen on; 0.0.0.0 or :: for all interfaces",
			kind: host(func(c *Config) *string { return &c.Host }),
		},
		{
			Name: "port", Value: "N", Listener: true, Doc: "port to listen on; 0 for any free port",
			kind: number(func(c *Config) *int { return &c.Port }, 0, 65535),
		},
		{
			Name: "root", Value: "DIR", Doc: "folder to lend; empty for the built-in site",
			kind: path(func(c *Config) *string { return &c.Root }),
		},
		{
			Name: "mode", Value: "MODE", Doc: "what the folder is lent as",
			kind: choice(func(c *Config) *string { return &c.Mode }, "website", "share", "receive"),
		},
		{
			Name: "types", Value: "LIST", Doc: `file types that may be fetched; "*" for every type`,
			kind: types(func(c *Config) *[]string { return &c.Types }),
		},
		{
			Name: "host_names", Value: "LIST", Doc: "further host names to answer to",
			kind: hostNames(func(c *Config) *[]string { return &c.HostNames }),
		},
		{
			Name: "cache_control", Value: "TEXT", Doc: "Cache-Control of files; empty to send none",
			kind: fieldValue(func(c *Config) *string { return &c.CacheControl }),
		},
		{
			Name: "downloads", Bool: true, Doc: "whether files may be fetched",
			kind: toggle(func(c *Config) *bool { return &c.Downloads }),
		},
		{
			Name: "uploads", Bool: true, Doc: "whether files are taken: JSON by POST /upload in website mode, else every type",
			kind: toggle(func(c *Config) *bool { return &c.Uploads }),
		},
		{
			Name: "upload_limit", Value: "SIZE", Doc: "largest upload of JSON",
			kind: size(func(c *Config) *Size { return &c.UploadLimit }, 1, 64*mib),
		},
	}
}

// sharing is what matters when a folder is lent to the local network.
func sharing() []Key {
	return []Key{
		{
			Name: "lan", Value: "WHERE", Listener: true, Doc: "where else to listen: off, auto for the address that others most likely reach, all, an address or an interface",
			kind: lan(func(c *Config) *string { return &c.LAN }),
		},
		{
			Name: "access", Value: "WAY", Doc: "who may come in: everybody, who has the code, or whom you allow",
			kind: choice(func(c *Config) *string { return &c.Access }, "open", "code", "ask"),
		},
		{
			Name: "lifetime", Value: "DUR", Doc: "after which a share ends; 0 for when it is stopped",
			kind: span(func(c *Config) *time.Duration { return &c.Lifetime }, 0, 30*24*time.Hour),
		},
		{
			Name: "listing", Bool: true, Doc: "whether a folder without an index shows what it holds",
			kind: toggle(func(c *Config) *bool { return &c.Listing }),
		},
		{
			Name: "discovery", Bool: true, Doc: "whether a share can be found by its name on the local network",
			kind: toggle(func(c *Config) *bool { return &c.Discovery }),
		},
		{
			Name: "webdav", Value: "MODE", Doc: "WebDAV, below /-/dav/",
			kind: choice(func(c *Config) *string { return &c.WebDAV }, "off", "read", "write"),
		},
		{
			Name: "file_limit", Value: "SIZE", Doc: "largest file that a share takes; 0 for no limit",
			kind: size(func(c *Config) *Size { return &c.FileLimit }, 0, 1024*tib),
		},
		{
			Name: "space_limit", Value: "SIZE", Doc: "all files that one share takes; 0 for no limit",
			kind: size(func(c *Config) *Size { return &c.SpaceLimit }, 0, 1024*tib),
		},
		{
			Name: "keep_free", Value: "SIZE", Doc: "free space on the disk, below which no file is taken",
			kind: size(func(c *Config) *Size { return &c.KeepFree }, 0, 1024*tib),
		},
	}
}

// serving is how much is done at the same time, and how long anything may take.
func serving() []Key {
	return []Key{
		{
			Name: "workers", Value: "N", Doc: "requests answered at the same time",
			kind: number(func(c *Config) *int { return &c.Workers }, 1, 1024),
		},
		{
			Name: "queue", Value: "N", Doc: "requests that may wait for a worker; 0 to let nobody wait",
			kind: number(func(c *Config) *int { return &c.Queue }, 0, 100000),
		},
		{
			Name: "workers_per_client", Value: "N", Doc: "workers that one client address may hold; 0 for no cap",
			kind: number(func(c *Config) *int { return &c.WorkersPerClient }, 0, 1024),
		},
		{
			Name: "patience", Value: "DUR", Doc: "longest wait for a worker",
			kind: span(func(c *Config) *time.Duration { return &c.Patience }, 100*time.Millisecond, 10*time.Minute),
		},
		{
			Name: "timeout", Value: "DUR", Doc: "how long a connection may idle, and a body or an answer stand still",
			kind: span(func(c *Config) *time.Duration { return &c.Timeout }, time.Second, time.Hour),
		},
		{
			Name: "head_timeout", Value: "DUR", Doc: "time for a whole request head",
			kind: span(func(c *Config) *time.Duration { return &c.HeadTimeout }, time.Second, 10*time.Minute),
		},
		{
			Name: "max_requests", Value: "N", Doc: "requests for each connection; 0 for no limit",
			kind: number(func(c *Config) *int { return &c.MaxRequests }, 0, 1000000),
		},
		{
			Name: "max_connections", Value: "N", Doc: "connections open at the same time",
			kind: number(func(c *Config) *int { return &c.MaxConnections }, 1, 1000000),
		},
		{
			Name: "min_rate", Value: "SIZE", Doc: "slowest body or answer that is not cut, in bytes a second; 0 for no minimum",
			kind: size(func(c *Config) *Size { return &c.MinRate }, 0, gib),
		},
		{
			Name: "memory", Value: "SIZE", Doc: "budget for small files kept ready; 0 for none",
			kind: size(func(c *Config) *Size { return &c.Memory }, 0, tib),
		},
		{
			Name: "drain", Value: "DUR", Doc: "time that running requests get to finish at the end",
			kind: span(func(c *Config) *time.Duration { return &c.Drain }, 0, 10*time.Minute),
		},
	}
}

// logging is what is written down, and where.
func logging() []Key {
	return []Key{
		{
			Name: "log_level", Value: "LEVEL", Doc: "least level that is logged",
			kind: choice(func(c *Config) *string { return &c.LogLevel }, "debug", "info", "warn", "error"),
		},
		{
			Name: "log_format", Value: "FORM", Doc: "form of a log line",
			kind: choice(func(c *Config) *string { return &c.LogFormat }, "text", "json", "classic"),
		},
		{
			Name: "log_file", Value: "FILE", Doc: "file to log to as well; empty for the console only",
			kind: path(func(c *Config) *string { return &c.LogFile }),
		},
		{
			Name: "log_size", Value: "SIZE", Doc: "a log file that would grow larger is put aside",
			kind: size(func(c *Config) *Size { return &c.LogSize }, 64*kib, tib),
		},
		{
			Name: "log_keep", Value: "N", Doc: "old log files to keep",
			kind: number(func(c *Config) *int { return &c.LogKeep }, 0, 100),
		},
	}
}
