// SPDX-License-Identifier: MIT

package http1

import (
	"errors"
	"os"
	"time"
)

// rateGrace is how long a peer may be slow before its average rate counts.
const rateGrace = 30 * time.Second

// pace judges a peer that reads or writes slowly. A deadline for a whole body
// would cut an honest slow transfer, one for each piece would let a byte a
// minute live for ever; so each piece gets a fresh deadline, and the time spent
// waiting for the peer must buy a minimum rate.
type pace struct {
	limits *Limits
	moved  int64
	waited time.Duration
}

// deadline is when the next piece must have made some progress.
func (p *pace) deadline() time.Time { return time.Now().Add(p.limits.Stall) }

// add records that n bytes moved while the connection waited since a time, and
// that doing so ended in err. It returns nil when the transfer may go on: also
// after a deadline, if anything moved before it.
func (p *pace) add(n int64, since time.Time, err error) error {
	p.moved += n
	p.waited += time.Since(since)
	if p.waited > rateGrace && float64(p.moved) < p.waited.Seconds()*float64(p.limits.MinRate) {
		return errTooSlow
	}
	if n > 0 && errors.Is(err, os.ErrDeadlineExceeded) {
		return nil
	}
	return err
}

// earlier returns the earlier deadline; a zero one is none.
func earlier(set, t time.Time) time.Time {
	if !set.IsZero() && set.Before(t) {
		return set
	}
	return t
}

// errTooSlow ends a transfer below the minimum rate. It is a deadline, to
// handlers that test for one.
var errTooSlow error = slowError{}

type slowError struct{}

func (slowError) Error() string        { return "slower than the minimum rate" }
func (slowError) Is(target error) bool { return target == os.ErrDeadlineExceeded }
