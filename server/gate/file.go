// SPDX-License-Identifier: MIT

package gate

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"

	"porchlight/assets"
)

// file is what the page needs. Its version changes with it, so that it may be
// kept for long.
type file struct{ route, contentType, content, version string }

var (
	style  = newFile(styleRoute, "text/css; charset=utf-8", assets.GateStyle())
	script = newFile(scriptRoute, "text/javascript; charset=utf-8", assets.GateScript())
)

func newFile(route, contentType, content string) file {
	sum := sha256.Sum256([]byte(content))
	return file{route, contentType, content, hex.EncodeToString(sum[:4])}
}

// target is the address of this version.
func (f file) target() string { return f.route + "?v=" + f.version }

func (f file) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("Content-Length", strconv.Itoa(len(f.content)))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-cache")
	if r.URL.RawQuery == "v="+f.version {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	w.Write([]byte(f.content))
}
