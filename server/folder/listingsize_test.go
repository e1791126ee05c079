// SPDX-License-Identifier: MIT

package folder

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"porchlight/server/coding"
)

// mostOnWire is what a page of 10,000 entries may weigh, in bytes.
const mostOnWire = 150_000

// manyItems makes the items of a large folder as they are found: sizes over
// five decades, a few hours from one date to the next.
func manyItems(n int, name func(r *rand.Rand, i int, when time.Time) string) *listing {
	r := rand.New(rand.NewPCG(1, 2))
	l := &listing{total: n, path: "dir"}
	for i := range n {
		when := time.Unix(1_600_000_000+int64(i)*9000+r.Int64N(9000), 0).UTC()
		it := item{name: name(r, i, when), size: int64(3e6 * r.ExpFloat64()), modified: when.Unix()}
		it.key = naturalKey(fold(it.name))
		l.items, l.size = append(l.items, it), l.size+it.size
	}
	return l
}

var familiarNames = map[string]func(r *rand.Rand, i int, when time.Time) string{
	"numbered": func(_ *rand.Rand, i int, _ time.Time) string { return fmt.Sprintf("file%05d.txt", i) },
	"camera":   func(_ *rand.Rand, _ int, when time.Time) string { return when.Format("IMG_20060102_150405.jpg") },
	"hashes": func(r *rand.Rand, _ int, _ time.Time) string {
		return fmt.Sprintf("%016x%016x%016x%016x", r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64())
	},
	"random": func(r *rand.Rand, _ int, _ time.Time) string {
		return randomName(r, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 8+r.IntN(23))
	},
	"Cyrillic": func(r *rand.Rand, _ int, _ time.Time) string {
		return randomName(r, "абвгдежзиклмнопрстуфхцчшщыэюя", 8+r.IntN(23))
	},
	"words": func(r *rand.Rand, i int, _ time.Time) string {
		words := strings.Fields("holiday report draft Beach mum scan invoice final copy Berlin notes song")
		return fmt.Sprintf("%s %s %d.pdf", words[r.IntN(len(words))], words[r.IntN(len(words))], i)
	},
	"household": householdName,
}

// householdName is one of a folder that people have filled over years: photos
// of two cameras, documents, and songs.
func householdName(r *rand.Rand, i int, when time.Time) string {
	words := strings.Fields(`river night summer house letter garden winter morning silver broken heart road home dance fire rain
		gold blue paper train window island mother echo shadow dream little long last first lonely city moon star wild sweet cold
		burning falling running waiting singing stone water light dark green red black white story wonder thunder wind storm
		ocean mountain valley bird wolf rose invoice school insurance contract recipe holiday plan meeting tax`)
	title := func(most int) string {
		var all []string
		for range 1 + r.IntN(most) {
			all = append(all, words[r.IntN(len(words))])
		}
		return strings.Join(all, " ")
	}
	switch kind := i % 20; {
	case kind < 8:
		return when.Format("IMG_20060102_150405.jpg")
	case kind < 14:
		return fmt.Sprintf("DSC%05d.JPG", i+r.IntN(3))
	case kind < 17:
		return fmt.Sprintf("%s %s.%s", when.Format(time.DateOnly), title(4), []string{"pdf", "docx", "odt"}[r.IntN(3)])
	}
	artist := r.IntN(60)
	return fmt.Sprintf("The %s %ss - %02d %s.mp3", words[artist], words[7*artist%60], 1+r.IntN(14), title(4))
}

func randomName(r *rand.Rand, of string, n int) string {
	letters, name := []rune(of), make([]rune, n)
	for i := range name {
		name[i] = letters[r.IntN(len(letters))]
	}
	return string(name)
}

// counter counts what is written.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

func TestListingOnWire(t *testing.T) {
	f := newSite(t, asShare).Folder
	for kind, name := range familiarNames {
		for _, c := range []coding.Coding{coding.Gzip, coding.Zstd} {
			l := manyItems(10_000, name)
			l.folder = f
			l.order(listQuery{sort: "name"})
			var sent counter
			if err := f.coders.stream(&sent, c, f.newView(nameOf("dir"), l, listQuery{sort: "name"}).write); err != nil {
				t.Fatal(err)
			}
			if sent >= mostOnWire {
				t.Errorf("10,000 entries (%s) weigh %d bytes in %s, want less than %d", kind, sent, c, mostOnWire)
			}
		}
	}
}

func nameOf(path string) name { return name{path: path, folder: true} }

// TestPeers57HugeListing holds that 100,000 entries are listed whole, in memory
// that grows with their names alone.
func TestPeers57HugeListing(t *testing.T) {
	if testing.Short() {
		t.Skip("makes 100,000 files")
	}
	const many = 100_000
	s := newShare(t, nil)
	for i := range many {
		file, err := os.Create(fmt.Sprintf("%s/dir/f%d", s.root, i))
		if err != nil {
			t.Fatal(err)
		}
		file.Close()
	}
	for _, target := range []string{"/dir/", "/dir/?json"} {
		w := &reusedWriter{header: http.Header{}}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		s.ServeHTTP(w, newRequest("GET", target, nil, "Accept-Encoding: zstd"))
		runtime.ReadMemStats(&after)
		if w.status != 200 || w.bytes == 0 {
			t.Fatalf("GET %s = %d with %d bytes", target, w.status, w.bytes)
		}
		if each := (after.TotalAlloc - before.TotalAlloc) / many; each > 3_000 {
			t.Errorf("GET %s allocates %d bytes an entry in all, want at most 3,000", target, each)
		}
	}
	if got := listed(t, s, "/dir/"); len(got.Entries) != many || got.Skipped != 0 || got.Cut {
		t.Errorf("%d entries, %d skipped, cut %v, want all of %d", len(got.Entries), got.Skipped, got.Cut, many)
	}
	if got := listed(t, s, "/dir/?q=f9999").Entries; len(got) != 11 || got[0].Name != "f9999" {
		t.Errorf("the filter finds %d, want 11", len(got))
	}
}

// TestRowsAllocate holds that a row of a plain name costs no memory.
func TestRowsAllocate(t *testing.T) {
	l := manyItems(pageItems, familiarNames["camera"])
	group := make([]byte, 0, 1<<20)
	w := rows{page: pageOptions{Zip: true, Thumbnails: true}}
	if n := testing.AllocsPerRun(10, func() {
		group = group[:0]
		for i := range l.items {
			group = w.append(group, &l.items[i])
		}
	}); n != 0 {
		t.Errorf("%d rows allocate %v times, want 0", pageItems, n)
	}
}

func TestRow(t *testing.T) {
	it := &item{name: "a b.jpg", size: 1_440_000, modified: longAgo.Unix()}
	const want = "<tr role=row><td role=cell class=c><input type=checkbox name=name value=\"a b.jpg\" aria-label=\"Choose a b.jpg\">" +
		"<th role=rowheader scope=row class=n><a href=\"a%20b.jpg\"><img src=\"a%20b.jpg?thumb\" loading=lazy decoding=async width=40 height=40 alt=\"\">" +
		"<bdi>a b.jpg</bdi></a><td role=cell class=s>1.4 MB<td role=cell class=d><time datetime=2024-02-03T04:05:06Z>3 Feb 2024, 04:05 UTC</time>" +
		"<td role=cell class=g><a href=\"a%20b.jpg?download\" download aria-label=\"Download a b.jpg\"></a>\n"
	if got := (&rows{page: pageOptions{Zip: true, Thumbnails: true}}).append(nil, it); string(got) != want {
		t.Errorf("row = %s, want %s", got, want)
	}
}

func BenchmarkListing(b *testing.B) {
	f := newSite(b, asShare).Folder
	l := manyItems(10_000, familiarNames["words"])
	l.folder = f
	for _, c := range []coding.Coding{coding.Identity, coding.Gzip, coding.Zstd} {
		b.Run(c.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = f.coders.stream(io.Discard, c, f.newView(nameOf("dir"), l, listQuery{}).write)
			}
		})
	}
}
