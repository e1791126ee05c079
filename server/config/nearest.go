// SPDX-License-Identifier: MIT

package config

import (
	"fmt"
	"strings"
)

// unknownKey says which key was probably meant, if one is near.
func unknownKey(name string) string {
	text := "unknown key " + quoted(name)
	if near := nearestKey(name); near != "" {
		return text + fmt.Sprintf(", nearest known key is %q", near)
	}
	return text + ", remove the line or put # before it"
}

// alias is a word that other servers have for a key of ours.
type alias struct{ word, key string }

func aliases() []alias {
	return []alias{
		{"address", "host"},
		{"bind", "host"},
		{"listen", "host"},
		{"interface", "host"},
		{"ip", "host"},
		{"directory", "root"},
		{"dir", "root"},
		{"folder", "root"},
		{"path", "root"},
		{"web_root", "root"},
		{"document_root", "root"},
		{"extensions", "types"},
		{"hosts", "host_names"},
		{"server_name", "host_names"},
		{"threads", "workers"},
		{"max_threads", "workers"},
		{"backlog", "queue"},
		{"queue_size", "queue"},
		{"keep_alive", "timeout"},
		{"idle_timeout", "timeout"},
		{"read_timeout", "timeout"},
		{"header_timeout", "head_timeout"},
		{"connections", "max_connections"},
		{"requests", "max_requests"},
		{"upload", "uploads"},
		{"max_body", "upload_limit"},
		{"max_upload", "upload_limit"},
		{"cache", "memory"},
		{"cache_size", "memory"},
		{"shutdown_timeout", "drain"},
		{"level", "log_level"},
		{"verbosity", "log_level"},
		{"format", "log_format"},
		{"log", "log_file"},
		{"logfile", "log_file"},
		{"max_log_size", "log_size"},
		{"backups", "log_keep"},
	}
}

// nearestKey returns the key whose name, or one of whose other names, is at most a third of its letters away; "" if
// there is none. Case, and what stands between words, make no difference.
func nearestKey(name string) string {
	var words []alias
	for _, k := range table() {
		words = append(words, alias{k.Name, k.Name})
	}
	plain := lettersOnly(name)
	best, key := len(plain)/3+1, ""
	for _, w := range append(words, aliases()...) {
		word := lettersOnly(w.word)
		if len(plain)-len(word) >= best {
			continue // a long text is not worth the count
		}
		if d := distance(plain, word); d < best {
			best, key = d, w.key
		}
	}
	return key
}

// lettersOnly makes maxRequests, max-requests and max.requests the same word.
func lettersOnly(name string) string {
	return strings.NewReplacer("_", "", "-", "", ".", "", " ", "").Replace(strings.ToLower(name))
}

// distance counts the letters to add, drop, change or swap with their neighbour to make b out of a: Damerau and
// Levenshtein's distance, in the form that touches no letter twice.
func distance(a, b string) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			change := 1
			if a[i] == b[j] {
				change = 0
			}
			row[j+1] = min(last[j]+change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
