// SPDX-License-Identifier: MIT

package server

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"porchlight/server/config"
	"porchlight/server/journal"
	"porchlight/server/lobby"
	"porchlight/server/pool"
	"porchlight/server/thumb"
)

// Server serves one site. Its methods may be called from any goroutine.
type Server struct {
	journal *journal.Journal
	pool    *pool.Pool
	lobby   *lobby.Lobby
	site    atomic.Pointer[site]
	counts  counts
	gauge   gauge
	meter   *meter
	visits  latest[Visit]
	uploads latest[Upload]
	thumbs  *thumb.Maker

	mu     sync.Mutex // held by Start, Stop and Apply, one at a time
	config config.Config
	state  atomic.Pointer[runState]
	old    sync.WaitGroup       // doors that are drained after Apply
	cuts   []context.CancelFunc // one for each of them; no harm once it has drained
	names  []string             // that AnswerTo has given
}

// runState is what Start and Stop change, as one value for readers.
type runState struct {
	door  *door // nil while stopped
	since time.Time
	err   error // why the server is not running, when it should be

	stopping bool // door drains
}

// New returns a stopped server. c must be valid. Small pictures are kept in the
// folder cache; "" keeps few, in memory.
func New(c config.Config, j *journal.Journal, cache string) *Server {
	s := &Server{config: c, journal: j, pool: pool.New(poolLimits(c)), meter: newMeter()}
	s.lobby = lobby.New(func() int { return s.pool.Load().Waiting })
	s.visits.most, s.uploads.most = mostVisits, mostUploads
	s.thumbs = thumb.New(thumb.Options{Dir: cache, Limit: thumbSpace, Log: j.Logger()})
	s.state.Store(&runState{})
	return s
}

// thumbSpace is how many bytes of small pictures are kept.
const thumbSpace = 64 << 20

// Close lets go of what outlives a Stop. The server must have been stopped.
func (s *Server) Close() error { return s.thumbs.Close() }

// ErrRunning is the error of Start on a server that runs.
var ErrRunning = errors.New("server is running")

// Start opens the folder and the address. Its error says in one line what to
// do; nothing is left open then.
func (s *Server) Start() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state.Load().door != nil {
		return ErrRunning
	}
	err := s.open(s.config)
	if err != nil {
		s.enterState(runState{err: err})
	}
	return err
}

// enterState makes a state the one that readers see.
func (s *Server) enterState(state runState) {
	s.state.Store(&state)
	s.meter.stir()
}

func (s *Server) open(c config.Config) error {
	st, err := s.newSite(c)
	if err != nil {
		return err
	}
	d, err := s.newDoor(c)
	if err != nil {
		st.release()
		return err
	}
	s.swap(st)
	s.enterState(runState{door: d, since: time.Now()})
	d.open()
	return nil
}

// Stop closes the address and drains: running requests may finish until ctx
// ends, then they are cut. On a stopped server it does nothing.
func (s *Server) Stop(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	state := *s.state.Load()
	if state.door == nil {
		s.enterState(runState{})
		return nil
	}
	cuts := s.cuts
	defer context.AfterFunc(ctx, func() {
		for _, cut := range cuts {
			cut()
		}
	})()
	state.stopping = true
	s.enterState(state)
	if st := s.site.Load(); st != nil {
		st.visitors.ended.Store(true) // who may finish what they send is told that there is nothing after it
	}
	err := state.door.close(ctx)
	s.old.Wait()
	s.cuts = nil
	s.enterState(runState{})
	s.swap(nil)
	return err
}

// Apply puts c in force; c must be valid. On a running server the new folder
// and the new address are opened first: if that fails nothing has changed.
func (s *Server) Apply(c config.Config) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.state.Load()
	if before.door != nil {
		if err := s.change(c, before); err != nil {
			return err
		}
	}
	s.config = c
	s.pool.Resize(poolLimits(c))
	s.meter.stir()
	return nil
}

func (s *Server) change(c config.Config, before *runState) error {
	st, err := s.newSite(c)
	if err != nil {
		return err
	}
	if c.Port == s.config.Port && c.Host == s.config.Host {
		c.Port = before.door.at.Port // the one that it found, if any free one will do
	}
	if c.Host == s.config.Host && c.LAN == s.config.LAN && c.Port == before.door.at.Port {
		s.swap(st)
		before.door.set(c)
		return nil
	}
	d, err := s.moveDoor(c, before.door)
	if err != nil {
		st.release()
		return err
	}
	left := before.door.leave()
	s.swap(st)
	s.enterState(runState{door: d, since: before.since})
	d.open()
	ctx, cancel := context.WithTimeout(context.Background(), s.config.Drain)
	s.cuts = append(s.cuts, cancel)
	s.old.Go(func() {
		defer cancel()
		defer left.release()
		if err := before.door.close(ctx); err != nil {
			s.journal.Logger().Error("drain the old address", "err", err)
		}
	})
	return nil
}

// AnswerTo makes the server take further names for its own in Host: those that it
// is found by, beside the configured ones. Names that were given before go.
func (s *Server) AnswerTo(names []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.names = names; s.state.Load().door != nil {
		s.state.Load().door.set(s.config)
	}
}

// Config returns the configuration in force.
func (s *Server) Config() config.Config {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.config
}

func poolLimits(c config.Config) pool.Limits {
	return pool.Limits{Workers: c.Workers, Queue: c.Queue, PerClient: c.WorkersPerClient, Patience: c.Patience}
}
