// SPDX-License-Identifier: MIT

package desktop

import (
	"fmt"
	"net/url"
	"strings"
)

// pathOf returns the path of a file URI. Places that are not files of this
// computer (a phone, a share that is not mounted) have other URIs.
func pathOf(uri string) (string, error) {
	u, err := url.Parse(uri)
	local := err == nil && u.Scheme == "file" && (u.Host == "" || u.Host == "localhost")
	if !local || !strings.HasPrefix(u.Path, "/") || strings.ContainsRune(u.Path, 0) {
		return "", fmt.Errorf("choose folder: %q is not a folder of this computer", uri)
	}
	return u.Path, nil
}

// fileURI returns the URI of a folder by its absolute path, also one of Windows
// (RFC 8089, appendix E): "file:///C:/a%20b", "file://server/share".
func fileURI(path string) string {
	path = strings.ReplaceAll(path, `\`, "/")
	if host, rest, found := strings.Cut(strings.TrimPrefix(path, "//"), "/"); found && strings.HasPrefix(path, "//") {
		return (&url.URL{Scheme: "file", Host: host, Path: "/" + rest}).String()
	}
	return (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(path, "/")}).String()
}
