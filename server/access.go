// SPDX-License-Identifier: MIT

package server

import (
	"sync/atomic"

	"porchlight/server/gate"
	"porchlight/server/http1"
	"porchlight/server/journal"
)

// counts are the totals since the program began.
type counts struct{ requests, bytes atomic.Uint64 }

// served counts, logs and remembers an exchange.
func (s *Server) served(x *http1.Exchange) {
	target := gate.Redact(x.Target)
	s.counts.requests.Add(1)
	s.counts.bytes.Add(uint64(x.Bytes))
	e := journal.Entry{
		Time: x.Began.Add(x.Took), Worker: x.Worker, ID: x.ID, Remote: x.Remote, Method: x.Method, Target: target,
		Status: x.Status, Bytes: x.Bytes, Took: x.Took, Err: x.Err,
	}
	s.journal.Access(&e)
	s.visits.add(Visit{Time: x.Began, Remote: x.Remote, Method: x.Method, Target: target, Status: x.Status, Bytes: x.Bytes, Took: x.Took})
}
