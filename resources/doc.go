// SPDX-License-Identifier: MIT

// Package resources holds the built-in web site: three pages that explain what
// is being seen, and four files to download.
//
// The site is compiled into the program and unpacked once into the data folder,
// where it is an ordinary folder of a person's own: it can be edited, and takes
// uploads. From then on the program never touches it again. A page that was
// deleted stays deleted, a page that was changed stays changed; whoever wants
// the first state back removes the whole folder.
//
// The pages need nothing but themselves. In website mode pictures are sent as
// downloads, and style sheets are not sent at all, so each page carries its own
// style and draws what it shows as inline SVG. The pictures are painted by
// build/art.
//
// Imported by main and tray; imports only the standard library.
package resources
