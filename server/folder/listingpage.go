// SPDX-License-Identifier: MIT

package folder

import (
	"html/template"
	"io"
	"net/url"
	"sync"

	"porchlight/assets"
	"porchlight/server/amount"
	"porchlight/server/page"
)

// listingTemplate is parsed when the first page is wanted.
var listingTemplate = sync.OnceValue(func() *template.Template {
	functions := template.FuncMap{"asset": page.Address}
	return template.Must(template.New("listing").Funcs(functions).Parse(assets.ListingPage()))
})

// pageOptions are those of the Options that the page shows.
type pageOptions struct {
	Title                     string
	Writable, Zip, Thumbnails bool
}

// folderView is the page of a folder, but for its rows.
type folderView struct {
	pageOptions
	Name    string  // of this folder
	Crumbs  []crumb // the folders above it, from the root
	Columns []column
	Sort    listQuery
	Filter  string // as typed
	Summary string // what there is: "12 items, 3.4 MB"
	Items   int    // rows, of all pages
	Pages   pages
	None    string // why there are no rows
	Notes   []string
	Arrived string // that files of the form have

	items []item // of this page
}

type crumb struct{ Name, Href string }

// column is a heading of the table, and the link that sorts by it.
type column struct {
	Class, Label, Href string
	Sorted             string // aria-sort; "" when it is not sorted by this
}

// newView describes a folder. The listing is nil where none is shown.
func (f *Folder) newView(n name, l *listing, q listQuery) *folderView {
	v := &folderView{pageOptions: f.page, Sort: q, Filter: q.typed}
	if v.Title == "" {
		v.Title = "Shared files"
	}
	v.Name, v.Crumbs = crumbsOf(v.Title, segmentsOf(n.path))
	if q.arrived > 0 {
		v.Arrived = amount.Count(q.arrived, "file has", "files have") + " arrived."
	}
	if l == nil {
		return v
	}
	v.Items = len(l.items)
	v.items, v.Pages = l.page(q)
	v.Columns = columnsOf(q)
	v.Summary = l.summary(q)
	v.Notes = l.notes()
	switch {
	case v.Items > 0:
	case q.filter != "":
		v.None = "Nothing here has that in its name."
	default:
		v.None = "This folder is empty."
	}
	return v
}

// crumbsOf returns the name of the folder and the ways up from it.
func crumbsOf(title string, segments []string) (name string, above []crumb) {
	name = title
	href := "/"
	for _, segment := range segments {
		above = append(above, crumb{name, href})
		name = segment
		href += url.PathEscape(segment) + "/"
	}
	return name, above
}

func columnsOf(q listQuery) []column {
	columns := []column{{Class: "n", Label: "Name"}, {Class: "s", Label: "Size"}, {Class: "d", Label: "Date"}}
	for i, key := range []string{"name", "size", "date"} {
		descending := key != "name" // the largest and the latest are what is looked for
		if key == q.sort {
			descending = !q.descending
			columns[i].Sorted = map[bool]string{false: "ascending", true: "descending"}[q.descending]
		}
		columns[i].Href = listQuery{sort: key, descending: descending, typed: q.typed}.href()
	}
	return columns
}

func (l *listing) summary(q listQuery) string {
	lendable := len(l.items) - l.withheld
	text := amount.Count(lendable, "item", "items")
	if q.filter != "" {
		text = amount.Number(lendable) + " of " + amount.Count(l.total, "item", "items")
	}
	if l.size > 0 {
		text += ", " + amount.Bytes(l.size)
	}
	return text
}

// notes tell what is not as one would expect.
func (l *listing) notes() []string {
	var notes []string
	if l.withheld > 0 {
		notes = append(notes, amount.Count(l.withheld, "item is", "items are")+" not shared; each says why.")
	}
	if l.cut {
		notes = append(notes, "This folder is too large to be listed whole: the first "+amount.Number(mostItems)+" entries were looked at.")
	}
	return notes
}

// write writes the page: its head, the rows in groups, its end.
func (v *folderView) write(w io.Writer) error {
	if err := listingTemplate().ExecuteTemplate(w, "head", v); err != nil {
		return err
	}
	t := rows{page: v.pageOptions}
	var group []byte
	for i := range v.items {
		if i%groupRows == 0 {
			group = append(group, groupStart...)
		}
		group = t.append(group, &v.items[i])
		if (i+1)%groupRows == 0 || i+1 == len(v.items) {
			if _, err := w.Write(group); err != nil {
				return err
			}
			group = group[:0]
		}
	}
	return listingTemplate().ExecuteTemplate(w, "end", v)
}

func (v *folderView) writeInbox(w io.Writer) error {
	return listingTemplate().ExecuteTemplate(w, "inbox", v)
}
