// SPDX-License-Identifier: MIT

package folder

import (
	"path"
	"strings"
)

// mediaType is what a file is announced as.
type mediaType struct {
	name       string
	coded      bool // text, or like text: worth a content coding
	attachment bool // to be saved, not shown
	sandboxed  bool // may run script: shown cut off from everything
}

// mediaTypeOf returns the media type of a lower-case extension. The table is
// ours because those of the systems differ, and can be written to by any
// program that is installed.
func mediaTypeOf(extension string) mediaType {
	switch extension {
	case "html", "htm":
		return mediaType{name: "text/html; charset=utf-8", coded: true}
	case "xhtml":
		return mediaType{name: "application/xhtml+xml", coded: true}
	case "txt", "text", "log", "ini", "conf", "toml":
		return mediaType{name: "text/plain; charset=utf-8", coded: true}
	case "css":
		return mediaType{name: "text/css; charset=utf-8", coded: true}
	case "csv":
		return mediaType{name: "text/csv; charset=utf-8", coded: true}
	case "md", "markdown":
		return mediaType{name: "text/markdown; charset=utf-8", coded: true}
	case "js", "mjs":
		return mediaType{name: "text/javascript; charset=utf-8", coded: true}
	case "vtt":
		return mediaType{name: "text/vtt; charset=utf-8", coded: true}
	case "ics":
		return mediaType{name: "text/calendar; charset=utf-8", coded: true}
	case "vcf":
		return mediaType{name: "text/vcard; charset=utf-8", coded: true}
	case "json", "map":
		return mediaType{name: "application/json", coded: true}
	case "webmanifest":
		return mediaType{name: "application/manifest+json", coded: true}
	case "yaml", "yml":
		return mediaType{name: "application/yaml", coded: true}
	case "xml", "xsl":
		return mediaType{name: "application/xml", coded: true}
	case "rss":
		return mediaType{name: "application/rss+xml", coded: true}
	case "atom":
		return mediaType{name: "application/atom+xml", coded: true}
	case "svg":
		return mediaType{name: "image/svg+xml", coded: true}
	case "rtf":
		return mediaType{name: "application/rtf", coded: true}
	case "wasm":
		return mediaType{name: "application/wasm", coded: true}
	case "ttf":
		return mediaType{name: "font/ttf", coded: true}
	case "otf":
		return mediaType{name: "font/otf", coded: true}
	}
	return mediaType{name: packedType(extension)}
}

// packedType returns the media types of files that are compressed already.
func packedType(extension string) string {
	switch extension {
	case "png", "gif", "webp", "avif", "bmp", "heic", "jxl":
		return "image/" + extension
	case "jpg", "jpeg":
		return "image/jpeg"
	case "ico":
		return "image/vnd.microsoft.icon"
	case "tif", "tiff":
		return "image/tiff"
	case "woff", "woff2":
		return "font/" + extension
	case "mp4", "m4v":
		return "video/mp4"
	case "webm":
		return "video/webm"
	case "ogv":
		return "video/ogg"
	case "mov":
		return "video/quicktime"
	case "mkv":
		return "video/matroska"
	case "mp3":
		return "audio/mpeg"
	case "m4a":
		return "audio/mp4"
	case "ogg", "oga", "opus":
		return "audio/ogg"
	case "aac", "flac", "wav":
		return "audio/" + extension
	case "pdf", "zip":
		return "application/" + extension
	case "epub":
		return "application/epub+zip"
	case "gz", "tgz":
		return "application/gzip"
	case "zst":
		return "application/zstd"
	case "7z":
		return "application/x-7z-compressed"
	case "tar":
		return "application/x-tar"
	case "docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case "xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case "pptx":
		return "application/vnd.openxmlformats-officedocument.presentationml.presentation"
	case "odt":
		return "application/vnd.oasis.opendocument.text"
	case "ods":
		return "application/vnd.oasis.opendocument.spreadsheet"
	case "odp":
		return "application/vnd.oasis.opendocument.presentation"
	}
	return octetStream
}

const octetStream = "application/octet-stream"

// typeList says which extensions are served.
type typeList struct {
	every  bool
	listed map[string]bool
}

func newTypeList(extensions []string) typeList {
	t := typeList{listed: make(map[string]bool, len(extensions))}
	for _, e := range extensions {
		t.every = t.every || e == "*"
		t.listed[e] = true
	}
	return t
}

// of returns the media type of the file at path, and whether it is served.
// With a list of types, the plain texts and pictures of the classic contract
// are downloads; where every type is served each is what it is.
func (t typeList) of(file string) (mediaType, bool) {
	e := extension(file)
	kind := mediaTypeOf(e)
	if t.every {
		return kind, true
	}
	switch e {
	case "txt", "png", "jpg", "jpeg":
		kind.name, kind.attachment = octetStream, true
	}
	return kind, t.listed[e]
}

// extension returns the extension of a path in lower case, without its dot.
func extension(file string) string {
	return strings.ToLower(strings.TrimPrefix(path.Ext(file), "."))
}
