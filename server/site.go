// SPDX-License-Identifier: MIT

package server

import (
	"net/http"
	"sync/atomic"

	"porchlight/server/config"
	"porchlight/server/folder"
	"porchlight/server/http1"
)

// site is one immutable configuration being served. Requests hold a reference
// to the one they began with; the last one out closes the folder.
type site struct {
	folder *folder.Folder
	config config.Config
	refs   atomic.Int64 // the server's own, and one for each request
}

func (s *Server) newSite(c config.Config) (*site, error) {
	f, err := folder.Open(c.Root, folder.Options{
		Types:        c.Types,
		Index:        "index.html",
		Reserved:     reserved,
		CacheControl: c.CacheControl,
		WriteOnly:    !c.Downloads,
		Uploads:      c.Uploads,
		UploadLimit:  int64(c.UploadLimit),
		Memory:       int64(c.Memory),
		Stored:       s.noteUpload,
		Fail:         s.failFolder,
		Log:          s.journal.Logger(),
		ID:           func(r *http.Request) string { return http1.ID(r.Context()) },
	})
	if err != nil {
		return nil, err
	}
	st := &site{folder: f, config: c}
	st.refs.Store(1)
	return st, nil
}

// swap puts a site in force, or none.
func (s *Server) swap(next *site) {
	if before := s.site.Swap(next); before != nil {
		before.release()
	}
}

// enter takes a reference to the site in force, or returns nil. A site whose
// last reference is gone is not revived: the one after it is in force by then.
func (s *Server) enter() *site {
	for {
		st := s.site.Load()
		if st == nil {
			return nil
		}
		for refs := st.refs.Load(); refs > 0; refs = st.refs.Load() {
			if st.refs.CompareAndSwap(refs, refs+1) {
				return st
			}
		}
	}
}

func (st *site) release() {
	if st.refs.Add(-1) == 0 {
		_ = st.folder.Close() // a folder that was only read has nothing to lose
	}
}
