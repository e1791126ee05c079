// SPDX-License-Identifier: MIT

package pool

import (
	"context"
	"errors"
	"maps"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// callers are named calls of Acquire in a synctest bubble, so that tests read as a story.
type callers struct {
	t    *testing.T
	pool *Pool

	mu      sync.Mutex
	order   []string
	workers map[string]*Worker
	errs    map[string]error
}

func newCallers(t *testing.T, p *Pool) *callers {
	return &callers{t: t, pool: p, workers: map[string]*Worker{}, errs: map[string]error{}}
}

// join starts a caller under a name of its own; what it gets is to be seen after the next synctest.Wait.
func (c *callers) join(ctx context.Context, name string, client netip.Addr) {
	go func() {
		w, err := c.pool.Acquire(ctx, client)
		c.mu.Lock()
		defer c.mu.Unlock()
		if err != nil {
			c.errs[name] = err
			return
		}
		c.order = append(c.order, name)
		c.workers[name] = w
	}()
	synctest.Wait()
}

func (c *callers) release(name string) {
	c.t.Helper()
	c.mu.Lock()
	w := c.workers[name]
	delete(c.workers, name)
	c.mu.Unlock()
	if w == nil {
		c.t.Fatalf("%s holds no worker", name)
	}
	c.pool.Release(w)
	synctest.Wait()
}

// wantServed compares who was served so far, in order; only for those who were not served at one blow.
func (c *callers) wantServed(names ...string) {
	c.t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if diff := cmp.Diff(names, c.order); diff != "" {
		c.t.Errorf("served (-want +got):\n%s", diff)
	}
}

func (c *callers) wantHolding(names ...string) {
	c.t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if diff := cmp.Diff(names, slices.Sorted(maps.Keys(c.workers))); diff != "" {
		c.t.Errorf("holding a worker (-want +got):\n%s", diff)
	}
}

func (c *callers) wantError(name string, want error) {
	c.t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.errs[name]; !errors.Is(err, want) {
		c.t.Errorf("Acquire of %s: error = %v, want %v", name, err, want)
	}
}

func (c *callers) number(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.workers[name].Number
}
