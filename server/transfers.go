// SPDX-License-Identifier: MIT

package server

import (
	"cmp"
	"slices"
	"time"

	"porchlight/server/gate"
)

// Transfer is one request that is being answered now.
type Transfer struct {
	ID       uint64    `json:"id"`     // for Disconnect
	Remote   string    `json:"remote"` // address and port of the device
	Method   string    `json:"method"`
	Target   string    `json:"target"`
	Sent     int64     `json:"sent"`     // bytes of content so far
	Size     int64     `json:"size"`     // of the whole content; -1 when it is not known
	Received int64     `json:"received"` // bytes of the request's content so far
	Began    time.Time `json:"began"`
}

// Transfers returns what is being answered now, the oldest first.
func (s *Server) Transfers() []Transfer {
	d := s.state.Load().door
	if d == nil {
		return nil
	}
	var transfers []Transfer
	for _, t := range d.engine.Transfers() {
		transfers = append(transfers, Transfer{
			ID: t.Connection, Remote: t.Remote, Method: t.Method, Target: gate.Redact(t.Target),
			Sent: t.Sent, Size: t.Size, Received: t.Received, Began: t.Began,
		})
	}
	slices.SortFunc(transfers, func(a, b Transfer) int { return cmp.Or(a.Began.Compare(b.Began), cmp.Compare(a.ID, b.ID)) })
	return transfers
}

// Disconnect cuts the connection of a transfer. It reports false when that
// connection has gone already.
func (s *Server) Disconnect(id uint64) bool {
	d := s.state.Load().door
	return d != nil && d.engine.Disconnect(id)
}
