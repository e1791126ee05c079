// SPDX-License-Identifier: MIT

package device

import (
	"strings"
	"testing"
)

func TestName(t *testing.T) {
	const (
		ios = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
		and = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
		win = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) "
		mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
		web = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
	)
	for agent, want := range map[string]string{
		ios + "Version/18.1 Mobile/15E148 Safari/604.1":              "iPhone (Safari)",
		ios + "CriOS/130.0.6723.90 Mobile/15E148 Safari/604.1":       "iPhone (Chrome)",
		ios + "FxiOS/132.0 Mobile/15E148 Safari/605.1.15":            "iPhone (Firefox)",
		ios + "EdgiOS/130.0 Version/18.0 Mobile/15E148 Safari/604.1": "iPhone (Edge)",
		ios + "Mobile/15E148":                                                      "iPhone",
		ios + "Mobile/15E148 [FBAN/FBIOS;FBAV/490.0]":                              "iPhone (Facebook)",
		ios + "Mobile/15E148 Instagram 356.0":                                      "iPhone (Instagram)",
		"Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) Version/17.6 Safari/604.1":  "iPad (Safari)",
		and + "Chrome/130.0.0.0 Mobile Safari/537.36":                              "Android (Chrome)",
		and + "SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36":          "Android (Samsung Internet)",
		and + "Chrome/130.0.0.0 Mobile Safari/537.36 EdgA/130.0.0.0":               "Android (Edge)",
		and + "Chrome/130.0.0.0 Mobile Safari/537.36 OPR/86.0":                     "Android (Opera)",
		"Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) Version/4.0 Chrome/130.0":    "Android (app)",
		"Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0":     "Android (Firefox)",
		win + "Gecko/20100101 Firefox/132.0":                                       "Windows (Firefox)",
		win + web:                                                                  "Windows (Chrome)",
		win + web + " Edg/130.0.0.0":                                               "Windows (Edge)",
		win + web + " Vivaldi/7.0":                                                 "Windows (Vivaldi)",
		"Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.1": "PowerShell",
		mac + "Version/18.1 Safari/605.1.15":                                       "Mac (Safari)",
		mac + "Version/18.1 Safari/605.1.15 Ddg/18.1":                              "Mac (DuckDuckGo)",
		"Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0":   "Linux (Firefox)",
		"Mozilla/5.0 (X11; Linux x86_64) " + web:                                   "Linux (Chrome)",
		"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) " + web:                          "Chromebook (Chrome)",
		"Mozilla/5.0 (Web0S; Linux/SmartTV) " + web:                                "TV (Chrome)",
		"Mozilla/5.0 (Linux; Android 5.1; AFTT) " + web:                            "TV (Chrome)",
		"WebDAVFS/3.0.0 (03008000) Darwin/23.6.0 (arm64)":                          "Finder",
		"Microsoft-WebDAV-MiniRedir/10.0.19045":                                    "Windows Explorer (WebDAV)",
		"gvfs/1.54.4":                                                              "GNOME Files",
		"Mozilla/5.0 (X11; Linux x86_64) KIO/6.0":                                  "KDE files",
		"curl/8.5.0":               "curl",
		"Wget/1.21.4":              "Wget",
		"rclone/v1.68.1":           "rclone",
		"VLC/3.0.20 LibVLC/3.0.20": "VLC",
		"python-requests/2.32.3":   "Python",
		"Python-urllib/3.12":       "Python",
		"Go-http-client/1.1":       "Go",
		"Photos/1 CFNetwork/1568.200.51 Darwin/24.1.0": "Apple (app)",
		"WhatsApp/2.24.20.89 A":                        "WhatsApp",
		"Firefox/132.0":                                "Firefox",
		"":                                             Unknown,
		"Mozilla/5.0":                                  Unknown,
		"<script>alert(1)</script>":                    Unknown,
		"../../etc":                                    Unknown,
		"\x1b[31mcurl/1\r\n<b>":                        "curl",
		strings.Repeat("x", mostAgent) + "curl/8.5.0":   Unknown,
		strings.Repeat("x", mostAgent-5) + "curl/8.5.0": "curl",
	} {
		if got := Name(agent); got != want {
			t.Errorf("Name(%q) = %q, want %q", agent, got, want)
		}
	}
}

// TestPeers34NamesAreOurs looks at every name that there can be.
func TestPeers34NamesAreOurs(t *testing.T) {
	plain := func(name string) bool {
		for _, c := range name {
			if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ()", c) {
				return false
			}
		}
		return name != ""
	}
	most := 0
	for _, system := range systems {
		for _, browser := range browsers {
			name := Name(system.part + " " + browser.part)
			if most = max(most, len(name)); !plain(name) {
				t.Errorf("Name = %q, want letters, digits and brackets", name)
			}
		}
	}
	for _, p := range programs {
		if name := Name(p.part); !plain(name) || name != p.name {
			t.Errorf("Name(%q) = %q, want %q, of letters, digits and brackets", p.part, name, p.name)
		}
	}
	if most > 40 {
		t.Errorf("longest name = %d, want at most 40", most)
	}
}
