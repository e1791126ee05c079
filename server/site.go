// SPDX-License-Identifier: MIT

package server

import (
	"net/http"
	"sync/atomic"
	"time"

	"porchlight/server/config"
	"porchlight/server/dav"
	"porchlight/server/device"
	"porchlight/server/folder"
	"porchlight/server/http1"
)

// site is one immutable configuration being served. Requests hold a reference
// to the one they began with; the last one out closes the folder.
type site struct {
	folder   *folder.Folder
	config   config.Config
	dav      http.Handler // nil: no WebDAV
	visitors visitors
	spent    *folder.Spent
	refs     atomic.Int64 // the server's own, and one for each request
}

func (s *Server) newSite(c config.Config) (*site, error) {
	v := s.visitorsFor(c)
	o := s.folderOptions(c, v)
	o.Spent = s.spentFor(c)
	f, err := folder.Open(c.Root, o)
	if err != nil {
		return nil, err
	}
	st := &site{folder: f, config: c, visitors: v, spent: o.Spent}
	if c.WebDAV != "off" && c.WebDAV != "" && c.Mode != "website" {
		st.dav = dav.New(f, dav.Options{
			Prefix: davPrefix, Write: c.WebDAV == "write", Log: s.journal.Logger(),
			Room:      func(n int64) error { return f.Room(n, int64(c.KeepFree)) },
			FileLimit: int64(c.FileLimit),
			Stored:    s.noteUpload,
			Spend:     func(n int64) error { return f.Spend(n, int64(c.SpaceLimit)) },
		})
	}
	st.refs.Store(1)
	return st, nil
}

// spentFor returns what the share that is on has taken, when c goes on with it:
// space_limit is that of a share, not of its settings. Else nothing is taken yet.
func (s *Server) spentFor(c config.Config) *folder.Spent {
	if on := s.site.Load(); on.lends(c) {
		return on.spent
	}
	return &folder.Spent{}
}

// lends reports whether a site, which may be nil, lends what c would, in the same
// mode: then c goes on with the share that is on.
func (st *site) lends(c config.Config) bool {
	return st != nil && st.config.Root == c.Root && st.config.Mode == c.Mode
}

// folderOptions are what a mode makes of a folder: a web site, whose pages are
// served as they are, or a share, which shows what it holds and takes any file.
func (s *Server) folderOptions(c config.Config, v visitors) folder.Options {
	share := c.Mode != "website"
	o := folder.Options{
		Types:        c.Types,
		Reserved:     reserved,
		CacheControl: c.CacheControl,
		Title:        c.Title(),
		Listing:      c.Listing,
		Inline:       share,
		Zip:          share && c.Listing,
		WriteOnly:    !c.Downloads,
		Uploads:      c.Uploads && !share,
		UploadLimit:  int64(c.UploadLimit),
		Memory:       int64(c.Memory),
		Stored:       s.noteUpload,
		Fail:         s.failFolder,
		Log:          s.journal.Logger(),
		ID:           func(r *http.Request) string { return http1.ID(r.Context()) },
		Began:        func(r *http.Request) time.Time { return http1.Began(r.Context()) },
	}
	if !share {
		o.Index = "index.html"
	}
	if share && c.Listing {
		o.Thumbs = s.thumbs
	}
	if share && c.Uploads {
		o.Take = takeOptions(c)
		o.Take.Ended = v.ended.Load
	}
	return o
}

func takeOptions(c config.Config) *folder.TakeOptions {
	o := &folder.TakeOptions{
		FileLimit: int64(c.FileLimit), SpaceLimit: int64(c.SpaceLimit), KeepFree: int64(c.KeepFree),
		Cut: func(r *http.Request) { http1.Cut(r.Context()) },
	}
	if c.Mode == "receive" {
		o.Inbox = sender
	}
	return o
}

// sender names the device that sends a file, so that each has a folder of its
// own: two of a kind differ by their address.
func sender(r *http.Request) string {
	return device.Name(r.UserAgent()) + " " + clientOf(r).String()
}

// swap puts a site in force, or none.
func (s *Server) swap(next *site) {
	before := s.site.Swap(next)
	if before == nil {
		return
	}
	if next == nil || next.visitors.ended != before.visitors.ended {
		before.visitors.end()
	}
	before.release()
}

// enter takes a reference to the site in force, or returns nil. A site whose
// last reference is gone is not revived: the one after it is in force by then.
func (s *Server) enter() *site {
	for {
		st := s.site.Load()
		if st == nil {
			return nil
		}
		if st.hold() {
			return st
		}
	}
}

// hold takes a reference, unless the last one is gone.
func (st *site) hold() bool {
	for refs := st.refs.Load(); refs > 0; refs = st.refs.Load() {
		if st.refs.CompareAndSwap(refs, refs+1) {
			return true
		}
	}
	return false
}

// leave has the door, whose addresses are about to close, go on with the site in
// force: what comes after it may be for other people than those who are here. The
// reference is the caller's to release.
func (d *door) leave() *site {
	st := d.server.enter()
	d.left.Store(st)
	return st
}

// enter is that of the server, or takes a reference to the site that the door
// has been left with.
func (d *door) enter() *site {
	if d.left.Load() == nil {
		st := d.server.enter()
		if d.left.Load() == nil || st == nil { // else the site may have changed in between
			return st
		}
		st.release()
	}
	if left := d.left.Load(); left.hold() {
		return left
	}
	return nil
}

// atHand reports whether the answer to a request is in memory. It takes no
// reference: what a folder remembers outlives it.
func (d *door) atHand(r *http.Request) bool {
	st := d.left.Load()
	if st == nil {
		st = d.server.site.Load()
	}
	return st != nil && st.folder.AtHand(r)
}

func (st *site) release() {
	if st.refs.Add(-1) == 0 {
		_ = st.folder.Close() // a folder that was only read has nothing to lose
	}
}
