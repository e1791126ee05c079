// SPDX-License-Identifier: MIT

package folder

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNaturalOrder(t *testing.T) {
	for _, want := range [][]string{
		{"file", "file1", "file2", "file10", "file100", "filename"},
		{"a1b2", "a1b10", "a2b1"},
		{"IMG_1.jpg", "img_2.jpg", "IMG_3.jpg"},
		{"1", "2", "10", "18446744073709551616", "18446744073709551617"},
		{"007", "7", "008", "8"},
		{"cafe", "cafe\u0301 1", "caf\u00e9 2", "cafe\u0301 3", "caff"},
		{"straße 2", "Straße 10"},
		{"0", "00", "000", "1"},
		{"v1.2", "v1.10"},
		{strings.Repeat("9", 254), "1" + strings.Repeat("0", 254)},
	} {
		l := &listing{}
		for _, name := range slices.Backward(want) {
			l.items = append(l.items, item{name: name, key: naturalKey(fold(name))})
		}
		l.order(listQuery{sort: "name"})
		if got := l.names(); !slices.Equal(got, want) {
			t.Errorf("order = %q, want %q", got, want)
		}
	}
}

func (l *listing) names() (names []string) {
	for _, it := range l.items {
		names = append(names, it.name)
	}
	return names
}

func TestListingSort(t *testing.T) {
	items := []item{
		{name: "b", size: 10, modified: 300},
		{name: "A", size: 30, modified: 100},
		{name: "c", size: 10, modified: 200},
		{name: "Z", folder: true, modified: 50},
		{name: "y", folder: true, modified: 60},
	}
	for query, want := range map[string]string{
		"":                        "y Z A b c",
		"?sort=name":              "y Z A b c",
		"?sort=name&order=desc":   "Z y c b A",
		"?sort=size":              "y Z b c A",
		"?sort=size&order=desc":   "y Z A b c",
		"?sort=date":              "Z y A c b",
		"?sort=date&order=desc":   "y Z b c A",
		"?sort=owner&order=up":    "y Z A b c",
		"?sort=SIZE":              "y Z A b c",
		"?order=desc":             "Z y c b A",
		"?sort=size&sort=date":    "y Z b c A",
		"?sort=%zz&order=desc":    "Z y c b A",
		"?sort=size;order=desc&x": "y Z A b c",
	} {
		l := &listing{items: slices.Clone(items)}
		for i := range l.items {
			l.items[i].key = naturalKey(fold(l.items[i].name))
		}
		l.order(parseListQuery(query))
		if got := strings.Join(l.names(), " "); got != want {
			t.Errorf("order of %q = %s, want %s", query, got, want)
		}
	}
}

// TestOrderIsTotal holds that the keys make an order that does not depend on
// the one before it.
func TestOrderIsTotal(t *testing.T) {
	names := rapid.SliceOfNDistinct(rapid.StringMatching(`[aAbé01 9é]{1,8}`), 3, 3, rapid.ID)
	rapid.Check(t, func(t *rapid.T) {
		var items []item
		for _, n := range names.Draw(t, "names") {
			items = append(items, item{name: n, key: naturalKey(fold(n))})
		}
		a, b, c := items[0], items[1], items[2]
		if byName(a, b) == 0 || byName(a, b) != -byName(b, a) {
			t.Errorf("byName(%q, %q) = %d, and back %d", a.name, b.name, byName(a, b), byName(b, a))
		}
		if byName(a, b) < 0 && byName(b, c) < 0 && byName(a, c) >= 0 {
			t.Errorf("%q < %q < %q, and not %q < %q", a.name, b.name, c.name, a.name, c.name)
		}
	})
}

func TestListingColumns(t *testing.T) {
	s := newShare(t, []string{"a.txt"})
	for query, wants := range map[string][]string{
		"": {
			`class="n" aria-sort="ascending"><a href="?order=desc&amp;sort=name">`, `class="s"><a href="?order=desc&amp;sort=size">`,
		},
		"?sort=size&order=desc": {
			`class="s" aria-sort="descending"><a href="?order=asc&amp;sort=size">`, `class="n"><a href="?order=asc&amp;sort=name">`,
		},
		"?sort=date&q=a+%26": {`class="d" aria-sort="ascending"><a href="?order=desc&amp;q=a+%26&amp;sort=date">`},
		"?sort=worse":        {`class="n" aria-sort="ascending">`},
	} {
		page := s.get("/dir/" + query)
		if query == "?sort=date&q=a+%26" {
			if !strings.Contains(page, "Nothing here has that in its name.") {
				t.Errorf("%q finds something: %s", query, page)
			}
			continue
		}
		for _, want := range wants {
			if !strings.Contains(page, want) {
				t.Errorf("page of %q has no %q: %s", query, want, page)
			}
		}
		if strings.Count(page, "aria-sort=") != 1 {
			t.Errorf("page of %q is sorted by more or less than one column", query)
		}
	}
}

// TestPeers35ListingFilter holds that the filter is plain text: it finds
// whatever the case and the normal form, and means nothing else.
func TestPeers35ListingFilter(t *testing.T) {
	s := newShare(t, []string{"Caf\u00e9.txt", "cafe\u0301 2.txt", "a.b", "aab", "(a+)+$", "שלום.txt", "%.txt", ".caf\u00e9 hidden"})
	for query, want := range map[string]string{
		"CAF%C3%89":                      "Caf\u00e9.txt cafe\u0301 2.txt",
		"cafe%CC%81":                     "Caf\u00e9.txt cafe\u0301 2.txt",
		"a.b":                            "a.b",
		".*":                             "",
		"(a%2B)%2B$":                     "(a+)+$",
		"%D7%9C%D7%95":                   "שלום.txt",
		"%25":                            "%.txt",
		"hidden":                         "",
		"%ff":                            "",
		strings.Repeat("(a%2B)%2B", 400): "",
	} {
		rows := textsOf(rowsOf(t, s.get("/dir/?q="+query)))
		slices.Sort(rows)
		if got := strings.Join(rows, " "); got != want {
			t.Errorf("?q=%.40s finds %q, want %q", query, got, want)
		}
		var names []string
		for _, e := range listed(t, s, "/dir/?q="+query).Entries {
			names = append(names, e.Name)
		}
		slices.SortFunc(names, cmp.Compare[string])
		if !slices.Equal(names, rows) {
			t.Errorf("?q=%.40s as JSON finds %q, want %q", query, names, rows)
		}
	}
}
