// SPDX-License-Identifier: MIT

// Package thumb makes thumbnails of pictures and keeps them.
//
//	key ─▶ memory ─▶ cache folder ─▶ decode ─▶ shrink ─▶ turn ─▶ encode
//
// A picture comes from anybody, so its head is read first (picture.go,
// jpeg.go) and what would take too much memory is refused before a pixel is
// decoded. At most two are decoded at once, each for all who ask for it
// (thumb.go). What comes out are pixels alone: EXIF, colour profiles and
// comments stay behind. cache.go keeps thumbnails in a folder with a limit,
// recent.go in memory.
//
// The package knows no HTTP. Only server/folder and those who hand it a Maker
// may import it.
package thumb
