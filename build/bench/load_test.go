// SPDX-License-Identifier: MIT

package bench

import (
	"math"
	"strings"
	"testing"
	"time"
)

const wrkSays = `Running 2s test @ http://127.0.0.1:36221/k1.html
  2 threads and 64 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.02ms  311.52us  14.62ms   91.03%
    Req/Sec    31.52k     2.32k   36.04k    67.50%
  125467 requests in 2.00s, 152.31MB read
Requests/sec:  62716.42
Transfer/sec:     76.13MB
`

func TestParseWrk(t *testing.T) {
	said := func(more string) string { return strings.Replace(wrkSays, "Requests/sec", more+"Requests/sec", 1) }
	for _, tt := range []struct {
		name, text string
		closed     bool
		answers    int
		rate       float64
		faults     int
	}{
		{"well", wrkSays, false, 125467, 62716.42, 0},
		{"refused", said("  Non-2xx or 3xx responses: 17\n"), false, 125467, 62716.42, 17},
		{"broken", said("  Socket errors: connect 1, read 20, write 300, timeout 4000\n"), false, 125467, 62716.42, 4321},
		{"closed", said("  Socket errors: connect 1, read 20, write 300, timeout 4000\n"), true, 125467, 62716.42, 4301},
		{"both", said("  Socket errors: connect 0, read 2, write 0, timeout 0\n  Non-2xx or 3xx responses: 3\n"), false, 125467, 62716.42, 5},
		{"nothing", "unable to connect to 127.0.0.1:36221 Connection refused\n", false, -1, 0, 0},
		{"no answer", "  0 requests in 2.00s, 0.00B read\nRequests/sec:      0.00\n", false, 0, 0, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := parseWrk(tt.text, tt.closed)
			if (err != nil) != (tt.answers < 0) || err == nil && (p.answers != tt.answers || math.Abs(p.sample().rate-tt.rate) > 0.01 || p.faults != tt.faults) {
				t.Errorf("parseWrk(%q) = %+v, %v, want %d, %v a second, %d faults", tt.text, p, err, tt.answers, tt.rate, tt.faults)
			}
		})
	}
}

func TestShorterRunIsTakenOff(t *testing.T) {
	long := pressed{answers: 1000, faults: 1, took: 5, cost: 11 * time.Millisecond, others: 0.1}
	for _, tt := range []struct {
		name  string
		short pressed
		want  sample
	}{
		{"half", pressed{answers: 400, faults: 2, took: 2, cost: 5 * time.Millisecond, others: 0.5}, sample{rate: 200, cost: 10, faults: 3, others: 0.1}},
		{"more answers", pressed{answers: 1001, took: 2, cost: 5 * time.Millisecond}, sample{rate: 200, cost: 11, faults: 1, others: 0.1}},
		{"dearer", pressed{answers: 400, took: 2, cost: 12 * time.Millisecond}, sample{rate: 200, cost: 11, faults: 1, others: 0.1}},
	} {
		if got := long.minus(tt.short).sample(); math.Abs(got.cost-tt.want.cost) > 1e-6 || got.rate != tt.want.rate || got.faults != tt.want.faults || got.others != tt.want.others {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

func TestParseGo(t *testing.T) {
	const text = `goos: linux
BenchmarkHotPath/curl-2         	  100000	      4005 ns/op	      37 B/op	       0 allocs/op
BenchmarkHotPath/range-of-it-2  	  100000	      41.25 ns/op	     103 B/op	       8 allocs/op
BenchmarkOther/curl-2         	  100000	      4005 ns/op	      37 B/op	       0 allocs/op
PASS
`
	got := parseGo(text, "BenchmarkHotPath/")
	want := []inside{{"curl", 4005, 0}, {"range-of-it", 41.25, 8}}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("parseGo(%q) = %v, want %v", text, got, want)
	}
}

// TestRandomScript holds that wrk asks for the names that makeTree makes.
func TestRandomScript(t *testing.T) {
	if got := manyName(4217); got != "/many/042/17.html" {
		t.Errorf("manyName(4217) = %q, want folder 042 and file 17", got)
	}
	want := `  local i = math.random(0, 9999)
  return wrk.format("GET", string.format("/many/%03d/%02d.html", math.floor(i / 100), i % 100))`
	if got := randomScript(10_000); !strings.Contains(got, want) {
		t.Errorf("randomScript(10000) = %q, want it to contain %q", got, want)
	}
}
