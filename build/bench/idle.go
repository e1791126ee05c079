// SPDX-License-Identifier: MIT

package bench

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// calm is how long a server is left alone before its memory is looked at.
const calm = time.Second

// idle opens the connections of a row, has one answer on each, and tells what
// the server's memory has grown by while they wait.
func (o *Options) idle(ctx context.Context, s *server, r *row) (sample, error) {
	ask := []byte("GET " + r.path + " HTTP/1.1\r\nHost: " + s.address() + "\r\n\r\n")
	for range 2 * usual { // what the first requests ever take is no connection's
		conn, err := s.visit(ask)
		if err != nil {
			return sample{}, err
		}
		conn.Close()
	}
	before, err := s.memoryAfter(ctx, o.calm)
	if err != nil {
		return sample{}, err
	}
	for range r.connections {
		conn, err := s.visit(ask)
		if err != nil {
			return sample{}, err
		}
		defer conn.Close()
	}
	after, err := s.memoryAfter(ctx, o.calm)
	if err != nil {
		return sample{}, err
	}
	return sample{memory: float64(after-before) / float64(r.connections)}, nil
}

// visit opens a connection and has one answer.
func (s *server) visit(ask []byte) (net.Conn, error) {
	conn, err := net.DialTimeout("tcp", s.address(), patience)
	if err != nil {
		return nil, err
	}
	conn.SetDeadline(time.Now().Add(patience))
	if err := converse(conn, ask); err != nil {
		conn.Close()
		return nil, fmt.Errorf("visit %s: %w", s.name, err)
	}
	return conn, nil
}

func converse(conn net.Conn, ask []byte) error {
	if _, err := conn.Write(ask); err != nil {
		return err
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("answered %s", answer.Status)
	}
	return nil
}

// memoryAfter is the memory of a server that has been left alone for a while.
func (s *server) memoryAfter(ctx context.Context, calm time.Duration) (int64, error) {
	select {
	case <-ctx.Done():
		return 0, ctx.Err()
	case <-time.After(calm):
		return memoryUse(family(s.cmd.Process.Pid)), nil
	}
}
