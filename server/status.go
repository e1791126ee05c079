// SPDX-License-Identifier: MIT

package server

import (
	"net"
	"time"
)

// Status is a snapshot of the server.
type Status struct {
	Level       Level     `json:"level"`
	Text        string    `json:"text"`
	Address     string    `json:"address,omitempty"` // http://HOST:PORT in force
	Root        string    `json:"root,omitempty"`
	Since       time.Time `json:"since,omitzero"`
	Workers     int       `json:"workers"`
	Busy        int       `json:"busy"`
	Queue       int       `json:"queue"`
	Waiting     int       `json:"waiting"`
	Refused     uint64    `json:"refused"`
	Connections int       `json:"connections"`
	Requests    uint64    `json:"requests"`
	Bytes       uint64    `json:"bytes"` // of content sent
}

// Status returns a snapshot of the moment.
func (s *Server) Status() Status {
	load, state := s.pool.Load(), s.state.Load()
	st := Status{
		Workers: load.Workers, Busy: load.Busy, Queue: load.Queue, Waiting: load.Waiting, Refused: load.Refused,
		Since: state.since, Requests: s.counts.requests.Load(), Bytes: s.counts.bytes.Load(),
	}
	switch {
	case state.err != nil:
		st.Level, st.Text = Failed, state.err.Error()
	case state.door == nil:
		st.Level, st.Text = Off, "Off"
	default:
		st.Level, st.Text = s.gauge.read(load, time.Now()), textOf(load)
		st.Address = address(state.door.at)
		st.Connections = state.door.engine.Connections()
	}
	if site := s.site.Load(); site != nil {
		st.Root = site.config.Root
	}
	return st
}

// address is what a person types: a listener on every address is reached on
// this machine by the loopback one.
func address(at *net.TCPAddr) string {
	if at.IP.IsUnspecified() {
		at = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: at.Port}
	}
	return "http://" + at.String()
}
