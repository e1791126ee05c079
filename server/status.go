// SPDX-License-Identifier: MIT

package server

import (
	"net"
	"path/filepath"
	"time"

	"porchlight/server/amount"
	"porchlight/server/folder"
)

// Status is a snapshot of the server.
type Status struct {
	Level       Level     `json:"level"`
	Text        string    `json:"text"`
	Address     string    `json:"address,omitempty"` // http://HOST:PORT in force; the one on the local network, where there is one
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
	Mode        string    `json:"mode,omitempty"`
	Uploads     string    `json:"uploads,omitempty"` // folder on the disk that uploads go to
	Stopping    bool      `json:"stopping,omitempty"`
	Left        int       `json:"left,omitempty"` // requests that still run while Stopping
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
		st.Address = address(state.door.shown())
		st.Connections = state.door.engine.Connections()
	}
	if state.stopping {
		st.Stopping, st.Left, st.Text = true, load.Busy, leftText(load.Busy)
	}
	if site := s.site.Load(); site != nil {
		st.Root, st.Mode = site.config.Root, site.config.Mode
		switch {
		case !site.config.Uploads:
		case site.config.Mode == "website":
			st.Uploads = filepath.Join(st.Root, folder.UploadsName)
		default:
			st.Uploads = st.Root
		}
	}
	return st
}

// shown is the address for others: that of the local network, where the door
// has one.
func (d *door) shown() *net.TCPAddr {
	if len(d.listeners) > 1 {
		return d.listeners[1].at
	}
	return d.at
}

// Port returns the port that is listened on, 0 while the server is off.
func (s *Server) Port() int {
	if d := s.state.Load().door; d != nil {
		return d.at.Port
	}
	return 0
}

// leftText says what a stop waits for.
func leftText(left int) string {
	return "Stopping, " + amount.Count(left, "transfer", "transfers") + " left"
}

// address is what a person types: a listener on every address is reached on
// this machine by the loopback one.
func address(at *net.TCPAddr) string {
	if at.IP.IsUnspecified() {
		at = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: at.Port}
	}
	return "http://" + at.String()
}
