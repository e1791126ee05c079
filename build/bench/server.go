// SPDX-License-Identifier: MIT

package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// server is a contender that runs.
type server struct {
	contender
	place
	cmd   *exec.Cmd
	end   context.CancelFunc
	ended chan struct{} // closed when the process has been waited for
}

// patience is how long a server may take to start, and an answer to come.
const patience = 15 * time.Second

// start runs a contender in a folder of its own below folder, until it answers.
func (c contender) start(ctx context.Context, root, folder string, logged bool) (*server, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	own, err := os.MkdirTemp(folder, "server-")
	if err != nil {
		return nil, fmt.Errorf("make folder: %w", err)
	}
	s := &server{contender: c, place: place{root: root, own: own, port: port, logged: logged}, ended: make(chan struct{})}
	if err := os.Chmod(own, 0o755); err != nil { // the workers of nginx are another user
		return nil, err
	}
	if err := s.launch(ctx); err != nil {
		return nil, err
	}
	if err := s.await(ctx); err != nil {
		said, _ := os.ReadFile(s.errors()) // then it said nothing
		s.stop()
		return nil, fmt.Errorf("start %s: %w\n%s", c.name, err, said)
	}
	return s, nil
}

func (s *server) errors() string { return filepath.Join(s.own, "stderr") }

func (s *server) launch(ctx context.Context) error {
	line, err := s.line(s.place)
	if err != nil {
		return err
	}
	said, err := os.Create(s.errors())
	if err != nil {
		return err
	}
	defer said.Close()
	ctx, s.end = context.WithCancel(ctx)
	s.cmd = exec.CommandContext(ctx, line[0], line[1:]...)
	s.cmd.Env, s.cmd.Stderr = s.env, said
	group(s.cmd)
	if err := s.cmd.Start(); err != nil {
		s.end()
		return fmt.Errorf("start %s: %w", s.name, err)
	}
	go func() {
		defer close(s.ended)
		_ = s.cmd.Wait() // it is asked to end, or does not answer
	}()
	return nil
}

// await waits until the server gives each kind of file as it is, and coded.
func (s *server) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		err := s.check(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-tick.C:
		case <-s.ended:
			return errors.New("it has ended")
		case <-ctx.Done():
			return err
		}
	}
}

func (s *server) check(ctx context.Context) error {
	for name := range single() {
		if err := s.wantFile(ctx, name, "identity", name); err != nil {
			return err
		}
	}
	if !s.able {
		return nil
	}
	return s.wantFile(ctx, codedPath, "gzip", codedPath+".gz")
}

// visitor asks for files as they come.
var visitor = &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DisableCompression: true}}

// wantFile asks for a name, and reports whether it is answered with a file.
func (s *server) wantFile(ctx context.Context, name, coding, file string) error {
	want, err := os.ReadFile(filepath.Join(s.root, file))
	if err != nil {
		return err
	}
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.address()+name, http.NoBody)
	if err != nil {
		return err
	}
	ask.Header.Set("Accept-Encoding", coding)
	answer, err := visitor.Do(ask)
	if err != nil {
		return err
	}
	got, err := io.ReadAll(answer.Body)
	answer.Body.Close()
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK || !bytes.Equal(got, want) {
		return fmt.Errorf("get %s: status %d and %d bytes, want the %d of %s", name, answer.StatusCode, len(got), len(want), file)
	}
	return nil
}

func (s *server) address() string { return "127.0.0.1:" + strconv.Itoa(s.port) }

// stop ends the server and all that it has started, and waits for it.
func (s *server) stop() {
	s.end()
	<-s.ended
	sweep(s.cmd)
	os.RemoveAll(s.own)
}

// freePort is a port that nobody listens on.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find port: %w", err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
