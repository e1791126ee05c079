// SPDX-License-Identifier: MIT

package instance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"porchlight/server/config"
)

// Record is what the file says of the instance that runs.
type Record struct {
	Address string `json:"address"` // of its control page: http://127.0.0.1:PORT
	Token   string `json:"token"`   // whoever has it may ask for anything
	PID     int    `json:"pid"`
}

// The files, in the folder of state.
const (
	lockName   = "instance.lock"
	recordName = "instance.json"
)

// ErrTaken is the error of Take while another instance runs.
var ErrTaken = errors.New("porchlight is running already")

// ErrNone is the error of Find when no instance runs.
var ErrNone = errors.New("porchlight is not running, start it with: porchlight")

// Instance is the right to be the one that others talk to.
type Instance struct {
	dir  string
	lock *flock.Flock
}

// Take takes that right in a folder of state, which is made when it is missing.
func Take(dir string) (*Instance, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make folder of state: %w", err)
	}
	lock := flock.New(filepath.Join(dir, lockName), flock.SetPermissions(0o600))
	taken, err := lock.TryLock()
	switch {
	case err != nil:
		return nil, fmt.Errorf("lock %q: %w", lock.Path(), err)
	case !taken:
		return nil, ErrTaken
	}
	return &Instance{dir: dir, lock: lock}, nil
}

// Publish tells others how to talk to this process.
func (i *Instance) Publish(address, token string) error {
	data, err := json.Marshal(Record{Address: address, Token: token, PID: os.Getpid()})
	if err != nil {
		return err
	}
	return config.WriteFile(filepath.Join(i.dir, recordName), data)
}

// Release gives the right back. The lock file stays: to remove it would let two
// hold locks on two files of one name.
func (i *Instance) Release() error {
	err := os.Remove(filepath.Join(i.dir, recordName))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, i.lock.Unlock())
}

// Find returns the record of the instance that runs. One that has just begun is
// waited for until ctx ends.
func Find(ctx context.Context, dir string) (Record, error) {
	for {
		record, err := read(dir)
		if err == nil || !errors.Is(err, errSilent) {
			return record, err
		}
		select {
		case <-ctx.Done():
			return record, fmt.Errorf("find the running porchlight: %w: it holds %q, and does not say where it is", context.Cause(ctx), filepath.Join(dir, lockName))
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// errSilent says that an instance runs and has not published its record.
var errSilent = errors.New("no record yet")

func read(dir string) (record Record, err error) {
	if !held(dir) {
		return record, ErrNone
	}
	data, err := os.ReadFile(filepath.Join(dir, recordName))
	if errors.Is(err, fs.ErrNotExist) {
		return record, errSilent
	}
	if err != nil {
		return record, fmt.Errorf("find the running porchlight: %w", err)
	}
	if err := json.Unmarshal(data, &record); err != nil || record.Address == "" {
		return record, fmt.Errorf("find the running porchlight: %q is damaged, end the program and start it again", filepath.Join(dir, recordName))
	}
	return record, nil
}

// held reports whether somebody has the lock. It asks by trying for a shared
// one, so that two who ask do not take each other for an instance.
func held(dir string) bool {
	path := filepath.Join(dir, lockName)
	if _, err := os.Stat(path); err != nil {
		return false
	}
	lock := flock.New(path)
	got, err := lock.TryRLock()
	if got {
		_ = lock.Unlock() // it was only a question
	}
	return err == nil && !got
}
