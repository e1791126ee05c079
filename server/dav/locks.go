// SPDX-License-Identifier: MIT

package dav

import (
	"errors"
	"sync"
	"time"

	"golang.org/x/net/webdav"
)

// Limits of what is remembered for visitors. With largestLock this is at most
// 4 MB of owners.
const (
	mostLocks   = 1000
	longestLock = time.Hour
)

// locks are those of x/net/webdav, with a bound on how many there are and how
// long each lasts. It is safe for concurrent use.
type locks struct {
	webdav.LockSystem

	mu   sync.Mutex
	ends map[string]time.Time // by token
}

func newLocks() *locks {
	return &locks{LockSystem: webdav.NewMemLS(), ends: make(map[string]time.Time)}
}

// Create makes a lock. When there are too many, the file counts as locked: the
// client tells that to its user, who tries again later. The lock that
// x/net/webdav takes for the time of one request, which it asks for without a
// time limit, is not counted: there are no more of them than workers.
func (l *locks) Create(now time.Time, details webdav.LockDetails) (string, error) {
	if details.Duration < 0 {
		return l.LockSystem.Create(now, details)
	}
	details.Duration = min(details.Duration, longestLock)
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.ends) >= mostLocks {
		l.dropEnded(now)
	}
	if len(l.ends) >= mostLocks {
		return "", webdav.ErrLocked
	}
	token, err := l.LockSystem.Create(now, details)
	if err == nil {
		l.ends[token] = now.Add(details.Duration)
	}
	return token, err
}

func (l *locks) dropEnded(now time.Time) {
	for token, end := range l.ends {
		if !now.Before(end) {
			delete(l.ends, token)
		}
	}
}

// Refresh makes a lock last from now on.
func (l *locks) Refresh(now time.Time, token string, duration time.Duration) (webdav.LockDetails, error) {
	if duration < 0 || duration > longestLock {
		duration = longestLock
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	details, err := l.LockSystem.Refresh(now, token, duration)
	if err == nil {
		l.ends[token] = now.Add(duration)
	}
	return details, err
}

// Unlock ends a lock.
func (l *locks) Unlock(now time.Time, token string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	err := l.LockSystem.Unlock(now, token)
	if err == nil || errors.Is(err, webdav.ErrNoSuchLock) {
		delete(l.ends, token)
	}
	return err
}
