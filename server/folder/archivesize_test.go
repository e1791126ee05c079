// SPDX-License-Identifier: MIT

package folder

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestZipLength holds, for any tree, that the announced length is the sent
// one, and that what is sent is the tree.
func TestZipLength(t *testing.T) {
	s := zipSite(t)
	tree := 0
	rapid.Check(t, func(rt *rapid.T) {
		tree++
		want := map[string]string{}
		segment := rapid.StringMatching(`[a-zäöß€😀~ ]{0,8}[a-z]`)
		for i, n := range rapid.SliceOfN(rapid.SampledFrom([]int{0, 1, 4095, 4096, archivePiece - 1, archivePiece, 2*archivePiece + 5000}), 0, 6).Draw(rt, "sizes") {
			dirs := rapid.SliceOfN(segment, 0, 3).Draw(rt, "folders")
			path := strings.Join(append(dirs, segment.Draw(rt, "name")+strconv.Itoa(i)), "/")
			for j := range dirs {
				want[strings.Join(dirs[:j+1], "/")+"/"] = ""
			}
			want[path] = strings.Repeat("x", n)
			s.write(fmt.Sprintf("tree%d/%s", tree, path), want[path])
		}
		if err := os.MkdirAll(s.path(fmt.Sprintf("tree%d", tree)), 0o755); err != nil {
			rt.Fatal(err)
		}
		got := unzip(t, s.do("GET", fmt.Sprintf("/tree%d/?zip", tree)))
		if len(got) != len(want) {
			rt.Fatalf("archive has %d entries, want %d", len(got), len(want))
		}
		for path, content := range want {
			if got[path] != content {
				rt.Fatalf("%q has %d bytes, want %d", path, len(got[path]), len(content))
			}
		}
	})
}

// TestZipManyEntries holds that the length is right where 16 bits no longer
// count the entries.
func TestZipManyEntries(t *testing.T) {
	for _, n := range []int{zip64MostFiles - 1, zip64MostFiles, zip64MostFiles + 1} {
		p := &archivePlan{folder: zipSite(t).Folder}
		for i := range n {
			p.entries = append(p.entries, planned{path: fmt.Sprintf("%d/", i)})
		}
		var b bytes.Buffer
		if _, sent, err := p.send(&b); err != nil || sent != p.size() || int64(b.Len()) != sent {
			t.Errorf("%d entries: sent %d bytes (%v), announced %d", n, sent, err, p.size())
		}
		if z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len())); err != nil || len(z.File) != n {
			t.Errorf("%d entries are not to be read again: %v", n, err)
		}
	}
}
