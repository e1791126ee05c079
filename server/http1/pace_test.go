// SPDX-License-Identifier: MIT

package http1

import (
	"errors"
	"fmt"
	"io"
	"os"
	"testing"
	"testing/synctest"
	"time"
)

// piece is one read or write: how long it waited, what it moved, how it ended.
type piece struct {
	took  time.Duration
	moved int64
	err   error
}

func TestPace(t *testing.T) {
	timeout := fmt.Errorf("read: %w", os.ErrDeadlineExceeded)
	for _, row := range []struct {
		name    string
		minRate int64
		pieces  []piece
		want    error // of the last piece; those before it go on
	}{
		{"progress", 100, []piece{{time.Second, 100, nil}}, nil},
		{"end", 100, []piece{{time.Second, 100, io.EOF}}, io.EOF},
		{"end with nothing", 100, []piece{{0, 0, io.EOF}}, io.EOF},
		{"stall", 100, []piece{{20 * time.Second, 0, timeout}}, timeout},
		{"stall after progress", 100, []piece{{time.Second, 100, nil}, {20 * time.Second, 0, timeout}}, timeout},
		{"a deadline after some progress", 100, []piece{{20 * time.Second, 1, timeout}}, nil},
		{"broken after some progress", 100, []piece{{time.Second, 1, io.ErrUnexpectedEOF}}, io.ErrUnexpectedEOF},
		{"slow at first", 100, []piece{{20 * time.Second, 1, nil}, {10 * time.Second, 1, nil}}, nil},
		{"slow for longer than the grace", 100, []piece{{20 * time.Second, 1, nil}, {10*time.Second + 1, 1, nil}}, errTooSlow},
		{"just the rate", 100, []piece{{20 * time.Second, 2000, nil}, {20 * time.Second, 2000, nil}}, nil},
		{"just below the rate", 100, []piece{{20 * time.Second, 2000, nil}, {20 * time.Second, 1999, nil}}, errTooSlow},
		{"what came fast buys time", 100, []piece{{time.Second, 4000, nil}, {20 * time.Second, 1, nil}, {19 * time.Second, 1, nil}}, nil},
		{
			"what came fast is used up", 100,
			[]piece{{time.Second, 4000, nil}, {20 * time.Second, 1, nil}, {20 * time.Second, 1, nil}},
			errTooSlow,
		},
		{"slow up to a deadline", 100, []piece{{20 * time.Second, 1, timeout}, {20 * time.Second, 1, timeout}}, errTooSlow},
		{"slow, and broken", 100, []piece{{40 * time.Second, 1, io.ErrUnexpectedEOF}}, errTooSlow},
		{"no rate asked for", 0, []piece{{time.Hour, 1, nil}, {time.Hour, 0, nil}}, nil},
		{"no rate asked for, and a stall", 0, []piece{{time.Hour, 1, nil}, {time.Hour, 0, timeout}}, timeout},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := pace{limits: &Limits{Stall: 20 * time.Second, MinRate: row.minRate}}
				for i, piece := range row.pieces {
					began := time.Now()
					<-time.After(piece.took)
					want := error(nil)
					if i == len(row.pieces)-1 {
						want = row.want
					}
					if err := p.add(piece.moved, began, piece.err); !errors.Is(err, want) {
						t.Errorf("add of %+v = %v, want %v", piece, err, want)
					}
				}
			})
		})
	}
}

// Time that the connection does not wait for its peer costs the peer nothing.
func TestPaceCountsWaitingOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := pace{limits: &Limits{MinRate: 100}}
		<-time.After(time.Hour)
		began := time.Now()
		<-time.After(time.Second)
		if err := p.add(1, began, nil); err != nil {
			t.Errorf("add after an hour elsewhere = %v, want nil", err)
		}
	})
}

func TestPaceDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := pace{limits: &Limits{Stall: 20 * time.Second}}
		for range 2 { // it moves on
			if got, want := p.deadline(), time.Now().Add(20*time.Second); !got.Equal(want) {
				t.Errorf("deadline() = %v, want %v", got, want)
			}
			<-time.After(time.Second)
		}
	})
}

func TestEarlier(t *testing.T) {
	at := time.Unix(1000, 0)
	for _, row := range []struct {
		name         string
		set, t, want time.Time
	}{
		{"none set", time.Time{}, at, at},
		{"set before", at.Add(-1), at, at.Add(-1)},
		{"set after", at.Add(1), at, at},
		{"the same", at, at, at},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := earlier(row.set, row.t); !got.Equal(row.want) {
				t.Errorf("earlier(%v, %v) = %v, want %v", row.set, row.t, got, row.want)
			}
		})
	}
}

// Handlers that test for a deadline find one.
func TestTooSlowIsADeadline(t *testing.T) {
	if err := fmt.Errorf("read body: %w", errTooSlow); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("%v is no os.ErrDeadlineExceeded", err)
	}
}
