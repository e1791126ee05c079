// SPDX-License-Identifier: MIT

package folder

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestListingPage(t *testing.T) {
	for _, c := range []struct {
		items       int
		query       string
		first, last string // of the items
		said        string
		links       string
	}{
		{0, "", "", "", "1 to 0 of 0", " "},
		{500, "?page=2", "0", "499", "1 to 500 of 500", " "},
		{501, "", "0", "499", "1 to 500 of 501", " ?order=asc&page=2&sort=name"},
		{501, "?page=2", "500", "500", "501 to 501 of 501", "?order=asc&sort=name "},
		{1250, "?page=2&q=%26&sort=size&order=desc", "500", "999", "501 to 1,000 of 1,250", "?order=desc&q=%26&sort=size ?order=desc&page=3&q=%26&sort=size"},
		{1250, "?page=99999999", "1000", "1249", "1,001 to 1,250 of 1,250", "?order=asc&page=2&sort=name "},
		{1250, "?page=0", "0", "499", "1 to 500 of 1,250", " ?order=asc&page=2&sort=name"},
		{1250, "?page=-9223372036854775808", "0", "499", "1 to 500 of 1,250", " ?order=asc&page=2&sort=name"},
		{1250, "?page=9223372036854775808", "0", "499", "1 to 500 of 1,250", " ?order=asc&page=2&sort=name"},
		{1250, "?page=two", "0", "499", "1 to 500 of 1,250", " ?order=asc&page=2&sort=name"},
	} {
		l := &listing{}
		for i := range c.items {
			l.items = append(l.items, item{name: fmt.Sprint(i)})
		}
		items, p := l.page(parseListQuery(c.query))
		var first, last string
		if len(items) > 0 {
			first, last = items[0].name, items[len(items)-1].name
		}
		if said := p.First + " to " + p.Last + " of " + p.Of; first != c.first || last != c.last || said != c.said {
			t.Errorf("page %q of %d items = %s to %s, says %q, want %s to %s, %q", c.query, c.items, first, last, said, c.first, c.last, c.said)
		}
		if links := p.Previous + " " + p.Next; links != c.links {
			t.Errorf("page %q of %d items links to %q, want %q", c.query, c.items, links, c.links)
		}
	}
}

// TestListingInPages holds that who follows the links sees all that is there,
// once each and in order, and that the JSON is whole.
func TestListingInPages(t *testing.T) {
	s := newShare(t, nil)
	var want []string
	for i := range 2*pageItems + 5 {
		want = append(want, fmt.Sprintf("a&%d.txt", i))
		s.write("dir/"+want[i], "")
	}
	next := regexp.MustCompile(`rel="next" href="([^"]*)"`)
	var got, titles []string
	for query := "?q=A%26"; query != ""; {
		page := s.get("/dir/" + query)
		_, rest, _ := strings.Cut(page, "<title>")
		title, _, _ := strings.Cut(rest, "</title>")
		got, titles = append(got, textsOf(rowsOf(t, page))...), append(titles, title)
		if !strings.Contains(page, `id="count" role="status">1,005 of 1,005 items`) {
			t.Errorf("page %q does not count what is on all pages: %.3000s", query, page)
		}
		query = ""
		if found := next.FindStringSubmatch(page); found != nil {
			query = strings.ReplaceAll(found[1], "&amp;", "&")
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("the pages list %d, want %d in order", len(got), len(want))
	}
	if wantTitles := []string{"dir · Photos", "dir, page 2 · Photos", "dir, page 3 · Photos"}; !slices.Equal(titles, wantTitles) {
		t.Errorf("titles %q, want %q", titles, wantTitles)
	}
	if got := listed(t, s, "/dir/?json&page=2").Entries; len(got) != len(want) {
		t.Errorf("the JSON has %d entries, want all of %d", len(got), len(want))
	}
	if short := s.get("/dir/?q=1000"); strings.Contains(short, `id="pages"`) {
		t.Error("a short listing has pages")
	}
}
