// SPDX-License-Identifier: MIT

package folder

import (
	"mime"
	"strings"
	"testing"
)

func TestMediaTypes(t *testing.T) {
	site, every := newTypeList(classic), newTypeList([]string{"*"})
	longer := newTypeList([]string{"html", "css", "svg"})
	for _, row := range []struct {
		name, path string
		list       typeList
		want       mediaType
		served     bool
	}{
		{"page", "a.html", site, mediaType{name: "text/html; charset=utf-8", coded: true}, true},
		{"capitals", "A.HTML", site, mediaType{name: "text/html; charset=utf-8", coded: true}, true},
		{"text is a download", "a.txt", site, mediaType{name: octetStream, coded: true, attachment: true}, true},
		{"picture is a download", "b/a.JPG", site, mediaType{name: octetStream, attachment: true}, true},
		{"last extension counts", "a.html.php", site, mediaType{name: octetStream}, false},
		{"dot in the folder", "a.html/b", site, mediaType{name: octetStream}, false},
		{"dot file", ".html", site, mediaType{name: "text/html; charset=utf-8", coded: true}, true},
		{"unlisted", "a.css", site, mediaType{name: "text/css; charset=utf-8", coded: true}, false},
		{"longer list", "a.css", longer, mediaType{name: "text/css; charset=utf-8", coded: true}, true},
		{"every type", "a.txt", every, mediaType{name: "text/plain; charset=utf-8", coded: true}, true},
		{"every picture", "a.jpg", every, mediaType{name: "image/jpeg"}, true},
		{"unknown", "a.xyz", every, mediaType{name: octetStream}, true},
		{"none", "a", every, mediaType{name: octetStream}, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got, served := row.list.of(row.path); got != row.want || served != row.served {
				t.Errorf("of(%q) = %+v, %v, want %+v, %v", row.path, got, served, row.want, row.served)
			}
		})
	}
}

// TestMediaTypesAreWellFormed holds that each is one that a client can parse,
// and that only texts announce a charset.
func TestMediaTypesAreWellFormed(t *testing.T) {
	for _, e := range strings.Fields(`html htm xhtml txt text log ini conf toml css csv md markdown js mjs vtt ics vcf json map
		webmanifest yaml yml xml xsl rss atom svg rtf wasm ttf otf png gif webp avif bmp heic jxl jpg jpeg ico tif tiff woff
		woff2 mp4 m4v webm ogv mov mkv mp3 m4a ogg oga opus aac flac wav pdf zip epub gz tgz zst 7z tar docx xlsx pptx odt ods odp`) {
		kind, parameters, err := mime.ParseMediaType(mediaTypeOf(e).name)
		if err != nil || kind == octetStream {
			t.Errorf("mediaTypeOf(%q) = %q, %v, want a known type", e, mediaTypeOf(e).name, err)
		}
		if got := parameters["charset"] == "utf-8"; got != strings.HasPrefix(kind, "text/") {
			t.Errorf("mediaTypeOf(%q) = %q: has a charset = %v", e, mediaTypeOf(e).name, got)
		}
	}
}

func TestPeers32Disposition(t *testing.T) {
	for filename, want := range map[string]string{
		"a.txt":      `attachment; filename="a.txt"`,
		"a b;c.txt":  `attachment; filename="a b;c.txt"`,
		`a"b.txt`:    `attachment; filename="a_b.txt"; filename*=UTF-8''a%22b.txt`,
		`a\b.txt`:    `attachment; filename="a_b.txt"; filename*=UTF-8''a%5Cb.txt`,
		"a\r\nb.txt": `attachment; filename="a__b.txt"; filename*=UTF-8''a%0D%0Ab.txt`,
		"café.txt":   `attachment; filename="caf_.txt"; filename*=UTF-8''caf%C3%A9.txt`,
		"50%41.txt":  `attachment; filename="50_41.txt"; filename*=UTF-8''50%2541.txt`,
	} {
		got := disposition(filename)
		if got != want {
			t.Errorf("disposition(%q) = %s, want %s", filename, got, want)
		}
		if _, parameters, err := mime.ParseMediaType(got); err != nil || parameters["filename"] != filename {
			t.Errorf("disposition(%q) is read as %q, %v", filename, parameters["filename"], err)
		}
	}
}
