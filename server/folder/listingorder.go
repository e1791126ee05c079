// SPDX-License-Identifier: MIT

package folder

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// listQuery is what the query of a listing's address asks for. What it does not
// know of is taken for the default.
type listQuery struct {
	sort       string // "name", "size" or "date"
	descending bool
	typed      string // what is to be found in the names, as typed
	filter     string // the same, folded
	page       int    // which part of a long listing, from 1
	arrived    int    // files of the form that led here
}

// Column names what is sorted by, as the query does.
func (q listQuery) Column() string { return q.sort }

// Order names the direction, as the query does.
func (q listQuery) Order() string {
	if q.descending {
		return "desc"
	}
	return "asc"
}

func parseListQuery(raw string) listQuery {
	values, _ := url.ParseQuery(strings.TrimPrefix(raw, "?")) // what is malformed is left out
	q := listQuery{sort: "name", descending: values.Get("order") == "desc", typed: values.Get("q")}
	switch s := values.Get("sort"); s {
	case "size", "date":
		q.sort = s
	}
	q.filter = fold(q.typed)
	if n, err := strconv.Atoi(values.Get("page")); err == nil {
		q.page = n
	}
	if n, err := strconv.Atoi(values.Get("arrived")); err == nil && 0 < n && n <= mostParts {
		q.arrived = n
	}
	return q
}

// href returns the link to what is asked for.
func (q listQuery) href() string {
	values := url.Values{"sort": {q.sort}, "order": {q.Order()}}
	if q.typed != "" {
		values.Set("q", q.typed)
	}
	if q.page > 1 {
		values.Set("page", strconv.Itoa(q.page))
	}
	return "?" + values.Encode()
}

// order sorts the items: folders first, then as asked, then by name, in which
// numbers count as such and neither case nor normal form counts.
func (l *listing) order(q listQuery) {
	sign := 1
	if q.descending {
		sign = -1
	}
	slices.SortFunc(l.items, func(a, b item) int {
		if a.folder != b.folder {
			return folderFirst(a)
		}
		if c := byColumn(q.sort, a, b); c != 0 {
			return sign * c
		}
		if q.sort != "name" {
			return byName(a, b)
		}
		return sign * byName(a, b)
	})
}

func folderFirst(a item) int {
	if a.folder {
		return -1
	}
	return 1
}

func byColumn(column string, a, b item) int {
	switch column {
	case "size":
		return cmp.Compare(a.size, b.size)
	case "date":
		return cmp.Compare(a.modified, b.modified)
	}
	return 0
}

func byName(a, b item) int {
	return cmp.Or(strings.Compare(a.key, b.key), strings.Compare(a.name, b.name))
}

// fold returns a name in the form in which it is compared: neither its case nor
// its normal form (Unicode UAX #15) matters, and an accent comes after its
// letter.
func fold(name string) string {
	if isASCII(name) {
		return strings.ToLower(name)
	}
	return strings.Map(unicode.ToLower, norm.NFD.String(name))
}

// naturalKey returns a key that sorts "file2" before "file10": before the
// digits of each number stands how many there are, without leading zeros.
func naturalKey(folded string) string {
	if !strings.ContainsAny(folded, "0123456789") {
		return folded
	}
	key := make([]byte, 0, len(folded)+8)
	for i := 0; i < len(folded); {
		if !isDigit(folded[i]) {
			key = append(key, folded[i])
			i++
			continue
		}
		end := i
		for end < len(folded) && isDigit(folded[end]) {
			end++
		}
		digits := strings.TrimLeft(folded[i:end], "0")
		key = append(key, '0', byte(len(digits)>>8), byte(len(digits)))
		key = append(key, digits...)
		i = end
	}
	return string(key)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
