// SPDX-License-Identifier: MIT

package assets

import _ "embed"

//go:embed listing.html
var listingPage string

//go:embed page.css
var pageStyle string

//go:embed page.js
var pageScript string

//go:embed icon.svg
var pageIcon string

//go:embed icons.svg
var pageIcons string

// ListingPage is the html/template source of the pages of a shared folder: of a
// listing "head" and "end", between which the rows stand, and "inbox". Their
// data is the view of package folder; the function "asset" gives the address of
// a style, a script or a picture.
func ListingPage() string { return listingPage }

// PageStyle is their one style sheet. It names icons.svg, which lies beside it.
func PageStyle() string { return pageStyle }

// PageIcons are the icons of the entries, 24 pixels square, side by side.
func PageIcons() string { return pageIcons }

// PageIcon is the icon of the pages in a browser's tabs.
func PageIcon() string { return pageIcon }
