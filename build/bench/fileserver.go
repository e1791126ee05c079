// SPDX-License-Identifier: MIT

package bench

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// ServeFiles serves the folder root on address by what the standard library
// has for it, until ctx ends.
func ServeFiles(ctx context.Context, root, address string) error {
	s := &http.Server{
		Addr: address, Handler: http.FileServer(http.Dir(root)),
		ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 5 * time.Minute,
	}
	defer context.AfterFunc(ctx, func() { _ = s.Close() })() // the connections have nobody any more who listens
	if err := s.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve %s: %w", root, err)
	}
	return nil
}
