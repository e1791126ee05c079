// SPDX-License-Identifier: MIT

package folder

import (
	"html/template"
	"net/url"
	"time"

	"porchlight/server/amount"
)

// rows writes the items as rows of the table. They are put together by hand, as
// html/template takes 20 times as long; every name goes through url.PathEscape
// or template.HTMLEscapeString, as those do nowhere else.
type rows struct{ page pageOptions }

const groupRows = 100 // rows that a browser lays out, or leaves out, together

// Pieces of a row. The roles are what a browser would give the elements if
// they were not laid out as a grid; not every browser does so then.
const (
	groupStart = "<tbody role=rowgroup>\n"
	nameCell   = "<th role=rowheader scope=row class=n>"
	sizeCell   = "<td role=cell class=s>"
	dateCell   = "<td role=cell class=d>"
	checkCell  = "<td role=cell class=c>"
	getCell    = "<td role=cell class=g>"
)

func (t *rows) append(b []byte, it *item) []byte {
	text := template.HTMLEscapeString(visible(it.name))
	if it.because != lent {
		return t.appendWithheld(b, it, text)
	}
	href := template.HTMLEscapeString(it.href())
	b = append(b, "<tr role=row>"...)
	if t.page.Zip {
		b = append(b, checkCell+`<input type=checkbox name=name value="`...)
		b = append(append(append(b, text...), `" aria-label="Choose `...), text...)
		b = append(b, `">`...)
	}
	b = append(append(append(b, nameCell+`<a href="`...), href...), `">`...)
	if t.page.Thumbnails && !it.folder && hasThumbnail(it.name) {
		b = append(append(b, `<img src="`...), href...)
		b = append(b, `?thumb" loading=lazy decoding=async width=40 height=40 alt="">`...)
	}
	b = append(append(append(b, "<bdi>"...), text...), "</bdi></a>"+sizeCell...)
	b = append(it.appendSize(b), dateCell...)
	if it.modified > 0 {
		when := time.Unix(it.modified, 0).UTC()
		b = when.AppendFormat(append(b, "<time datetime="...), time.RFC3339)
		b = append(when.AppendFormat(append(b, '>'), "2 Jan 2006, 15:04 UTC"), "</time>"...)
	}
	return append(t.appendGet(b, it, href, text), '\n')
}

func (it *item) appendSize(b []byte) []byte {
	if it.folder {
		return b
	}
	return amount.AppendBytes(b, it.size)
}

// appendWithheld writes a name that is no link, and why.
func (t *rows) appendWithheld(b []byte, it *item, text string) []byte {
	b = append(b, "<tr role=row class=x>"...)
	if t.page.Zip {
		b = append(b, checkCell...)
	}
	b = append(append(append(b, nameCell+"<span><bdi>"...), text...), "</bdi> <small>not shared: "...)
	return append(append(b, it.because.String()...), "</small></span>"+sizeCell+dateCell+getCell+"\n"...)
}

// appendGet writes the link for saving a file, or a folder as an archive.
func (t *rows) appendGet(b []byte, it *item, href, text string) []byte {
	b = append(b, getCell...)
	query := "?download"
	if it.folder {
		query = "?zip"
	}
	if it.folder && !t.page.Zip {
		return b
	}
	b = append(append(append(b, `<a href="`...), href...), query...)
	b = append(append(append(b, `" download aria-label="Download `...), text...), `"></a>`...)
	return b
}

// href returns the link from the folder to the item, which leads back to the
// same bytes: in no form but its own, and never to another host.
func (it *item) href() string {
	escaped := url.PathEscape(it.name)
	if it.folder {
		escaped += "/"
	}
	return escaped
}
