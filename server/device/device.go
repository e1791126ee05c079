// SPDX-License-Identifier: MIT

package device

import "strings"

// Unknown is the name of what has none.
const Unknown = "a device"

// mostAgent bounds what is looked at, in bytes: browsers name themselves with 80
// to 250.
const mostAgent = 512

// sign is a part of a User-Agent (RFC 9110 §10.1.5) and what it stands for. In a
// table the first that is found counts: what others pretend to be stands below
// them.
type sign struct{ part, name string }

// programs are no browsers: their name says everything.
var programs = []sign{
	{"WebDAVFS/", "Finder"},
	{"Microsoft-WebDAV-MiniRedir/", "Windows Explorer (WebDAV)"},
	{"gvfs/", "GNOME Files"},
	{"KIO/", "KDE files"},
	{"davfs2/", "davfs2"},
	{"rclone/", "rclone"},
	{"LibVLC/", "VLC"},
	{"VLC/", "VLC"},
	{"Kodi/", "Kodi"},
	{"curl/", "curl"},
	{"Wget", "Wget"},
	{"aria2/", "aria2"},
	{"HTTPie/", "HTTPie"},
	{"PowerShell/", "PowerShell"},
	{"python", "Python"},
	{"Python", "Python"},
	{"Go-http-client/", "Go"},
	{"okhttp/", "Android (app)"},
	{"CFNetwork/", "Apple (app)"},
	{"WhatsApp/", "WhatsApp"},
	{"TelegramBot", "Telegram"},
}

// systems are what a browser runs on. An iPad calls itself a Mac, unless it is
// told not to.
var systems = []sign{
	{"iPhone", "iPhone"},
	{"iPad", "iPad"},
	{"iPod", "iPod"},
	{"Nintendo", "Nintendo"},
	{"PlayStation", "PlayStation"},
	{"Xbox", "Xbox"},
	{"SMART-TV", "TV"},
	{"SmartTV", "TV"},
	{"Web0S", "TV"},
	{"BRAVIA", "TV"},
	{"; AFT", "TV"},
	{"Android", "Android"},
	{"CrOS", "Chromebook"},
	{"Windows", "Windows"},
	{"Macintosh", "Mac"},
	{"FreeBSD", "FreeBSD"},
	{"Linux", "Linux"},
}

// browsers, and the programs of social networks, which have one inside.
var browsers = []sign{
	{"FBAN/", "Facebook"},
	{"FBAV/", "Facebook"},
	{"Instagram", "Instagram"},
	{"MicroMessenger/", "WeChat"},
	{" Line/", "LINE"},
	{"EdgiOS/", "Edge"},
	{"EdgA/", "Edge"},
	{"Edg/", "Edge"},
	{"OPR/", "Opera"},
	{"OPT/", "Opera"},
	{"SamsungBrowser/", "Samsung Internet"},
	{"Vivaldi/", "Vivaldi"},
	{"YaBrowser/", "Yandex"},
	{"DuckDuckGo/", "DuckDuckGo"},
	{"Ddg/", "DuckDuckGo"},
	{"FxiOS/", "Firefox"},
	{"Focus/", "Firefox"},
	{"Firefox/", "Firefox"},
	{"CriOS/", "Chrome"},
	{"GSA/", "Google"},
	{"; wv)", "app"},
	{"Chromium/", "Chromium"},
	{"Chrome/", "Chrome"},
	{"Safari/", "Safari"},
}

// Name returns what a User-Agent stands for: "iPhone (Safari)", "curl", or
// "a device". It has at most 40 letters of ASCII, and no control characters.
func Name(userAgent string) string {
	agent := userAgent[:min(len(userAgent), mostAgent)]
	if program := find(programs, agent); program != "" {
		return program
	}
	system, browser := find(systems, agent), find(browsers, agent)
	switch {
	case system == "" && browser == "":
		return Unknown
	case browser == "":
		return system
	case system == "":
		return browser
	}
	return system + " (" + browser + ")"
}

func find(signs []sign, agent string) string {
	for _, s := range signs {
		if strings.Contains(agent, s.part) {
			return s.name
		}
	}
	return ""
}
