// SPDX-License-Identifier: MIT

package desktop

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestSoon(t *testing.T) {
	fault := errors.New("no browser")
	for _, tt := range []struct {
		name  string
		takes time.Duration
		ends  error
		ended bool
		want  error
	}{
		{"done at once", 0, nil, true, nil},
		{"fails at once", 0, fault, true, fault},
		{"fails within patience", 999 * time.Millisecond, fault, true, fault},
		{"lives on", time.Hour, nil, false, nil},
		{"fails later", time.Hour, fault, false, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begin := time.Now()
				ended, err := soon(time.Second, func() error {
					time.Sleep(tt.takes)
					return tt.ends
				})
				if ended != tt.ended || !errors.Is(err, tt.want) {
					t.Errorf("soon(1s) of %v = %v, %v, want %v, %v", tt.takes, ended, err, tt.ended, tt.want)
				}
				if took := time.Since(begin); took != min(tt.takes, time.Second) {
					t.Errorf("soon(1s) of %v took %v", tt.takes, took)
				}
				time.Sleep(tt.takes) // lets act end
			})
		})
	}
}

func TestCopyDoesNotWaitForADeadDisplay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		err := copyBy(func(string) error { time.Sleep(time.Hour); return nil }, "text")
		if err == nil || time.Since(begin) != copying {
			t.Errorf("copy = %v after %v, want a failure after %v", err, time.Since(begin), copying)
		}
		time.Sleep(time.Hour) // lets the write end
	})
}
