// SPDX-License-Identifier: MIT

package folder

import "strings"

// sandbox is the Content-Security-Policy of a file that may run script. It is
// shown as if it came from nowhere: without script, forms and windows, without
// the cookies of the share, and with nothing but what it holds itself.
const sandbox = "sandbox; default-src 'none'; img-src data:; media-src data:; font-src data:; " +
	"style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

// kindOf returns the media type that the file at path is sent as, and whether
// it is served.
func (f *Folder) kindOf(path string) (kind mediaType, served bool) {
	if kind, served = f.types.of(path); !served || !f.inline {
		return kind, served
	}
	return viewed(mediaTypeOf(extension(path))), true
}

// viewed returns how a share sends a media type: what only shows is shown,
// texts of every sort as plain text, which no browser runs or saves; what may
// run script is sandboxed; the rest is to be saved.
func viewed(kind mediaType) mediaType {
	base, _, _ := strings.Cut(kind.name, ";")
	family, _, _ := strings.Cut(base, "/")
	switch {
	case isActive(base):
		kind.sandboxed = true
	case base == "application/pdf", family == "image", family == "audio", family == "video":
	case family == "text", isPlainText(base):
		kind.name = "text/plain; charset=utf-8"
	default:
		kind.attachment = true
	}
	return kind
}

// isActive reports whether a browser may run script in a document of this
// media type.
func isActive(base string) bool {
	return base == "text/html" || strings.HasSuffix(base, "/xml") || strings.HasSuffix(base, "+xml")
}

func isPlainText(base string) bool {
	switch base {
	case "application/json", "application/manifest+json", "application/yaml":
		return true
	}
	return false
}
