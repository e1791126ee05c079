// SPDX-License-Identifier: MIT

//go:build !linux

package http1

import "net"

// lounge is where connections wait without a goroutine; there is none here.
type lounge struct{}

func newLounges(*Engine) []*lounge { return nil }

func fitsLounge(net.Conn) bool { return false }

func (*lounge) attend() {}

func (*lounge) park(*connection) bool { return false }

func (*lounge) leave(*connection) {}

func (*lounge) call(*connection) {}

func (*lounge) close() {}
