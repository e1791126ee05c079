// SPDX-License-Identifier: MIT

package http1

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestClock(t *testing.T) {
	east := time.FixedZone("east", 2*60*60)
	var c clock
	for _, row := range []struct {
		name string
		now  time.Time
		want string
	}{
		{"example of the RFC", time.Date(1994, 11, 6, 8, 49, 37, 0, time.UTC), "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"},
		{"end of the second", time.Date(1994, 11, 6, 8, 49, 37, 999999999, time.UTC), "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"},
		{"next second", time.Date(1994, 11, 6, 8, 49, 38, 0, time.UTC), "Date: Sun, 06 Nov 1994 08:49:38 GMT\r\n"},
		{"clock set back", time.Date(1994, 11, 6, 8, 49, 37, 0, time.UTC), "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"},
		{"another zone", time.Date(2026, 2, 28, 1, 0, 0, 0, east), "Date: Fri, 27 Feb 2026 23:00:00 GMT\r\n"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := string(c.line(row.now)); got != row.want {
				t.Errorf("line(%v) = %q, want %q", row.now, got, row.want)
			}
		})
	}
}

// The line is made once a second, and one that was given out stays as it was.
func TestClockKeepsItsLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c clock
		first := c.line(time.Now())
		text := string(first)
		<-time.After(time.Second - 1)
		if again := c.line(time.Now()); &again[0] != &first[0] {
			t.Errorf("line within the second = %q, want the one made before", again)
		}
		<-time.After(1)
		if next := c.line(time.Now()); string(next) == text || string(first) != text {
			t.Errorf("line of the next second = %q, the one before has become %q, want two, the first still %q", next, first, text)
		}
	})
}
