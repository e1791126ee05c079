// SPDX-License-Identifier: MIT

package folder

import "porchlight/server/amount"

// pageItems is how many items a page shows. A listing of more comes in pages:
// names may be hashes, and 10,000 of those are 320 KB that no coding makes less.
// A page of them weighs 44 KB, an ordinary one 23.
const pageItems = 500

// pages tells which part of a long listing a page shows, and leads to those
// beside it.
type pages struct {
	Number         int    // of this page, from 1
	First, Last    string // items that it shows, counted from 1
	Of             string // items in all
	Previous, Next string // links; "" where there is none
}

// page returns the items of the page that is asked for. One past the end, as
// when files have gone since, is the last.
func (l *listing) page(q listQuery) ([]item, pages) {
	last := max(1, (len(l.items)+pageItems-1)/pageItems)
	q.page = min(max(1, q.page), last)
	from := (q.page - 1) * pageItems
	to := min(from+pageItems, len(l.items))
	p := pages{Number: q.page, First: amount.Number(from + 1), Last: amount.Number(to), Of: amount.Number(len(l.items))}
	beside := q
	if beside.page--; beside.page >= 1 {
		p.Previous = beside.href()
	}
	if beside.page = q.page + 1; beside.page <= last {
		p.Next = beside.href()
	}
	return l.items[from:to], p
}
