// SPDX-License-Identifier: MIT

package bench

import "testing"

func rates(values ...float64) (all []sample) {
	for _, v := range values {
		all = append(all, sample{rate: v})
	}
	return all
}

func TestRatio(t *testing.T) {
	for _, tt := range []struct {
		name       string
		own, other []sample
		want       spread
		ok         bool
	}{
		{"of each round, not of the medians", rates(100, 10, 1), rates(100, 5, 0.1), spread{2, 1, 10}, true},
		{"even number", rates(1, 2, 3, 4), rates(1, 1, 1, 1), spread{2.5, 1, 4}, true},
		{"one", rates(3), rates(2), spread{1.5, 1.5, 1.5}, true},
		{"a round short", rates(3, 9), rates(2), spread{1.5, 1.5, 1.5}, true},
		{"base without an answer", rates(3, 4), rates(0, 2), spread{2, 2, 2}, true},
		{"no base", rates(3), nil, spread{}, false},
		{"none of ours", nil, rates(3), spread{}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := result{samples: map[string][]sample{ours: tt.own, nginx: tt.other}}
			if got, ok := r.ratio(ours); got != tt.want || ok != tt.ok {
				t.Errorf("ratio() = %v, %v, want %v, %v", got, ok, tt.want, tt.ok)
			}
		})
	}
}

func TestSpreadOf(t *testing.T) {
	got, ok := spreadOf([]float64{5, 1, 4, 2, 30})
	if want := (spread{4, 1, 30}); got != want || !ok {
		t.Errorf("spreadOf() = %v, %v, want %v", got, ok, want)
	}
}

func TestTicks(t *testing.T) {
	for _, tt := range []struct{ most, step, last float64 }{
		{0, 1, 1}, {0.9, 0.25, 1}, {4, 1, 4}, {4.1, 2, 6}, {10, 2.5, 10}, {19.3, 5, 20}, {39, 10, 40}, {81, 25, 100}, {999, 250, 1000},
	} {
		got := ticks(tt.most)
		if got[0] != 0 || got[1] != tt.step || got[len(got)-1] != tt.last || len(got) > 5 {
			t.Errorf("ticks(%v) = %v, want 0 to %v by %v", tt.most, got, tt.last, tt.step)
		}
	}
}

func TestPlan(t *testing.T) {
	full, quick := plan(false), plan(true)
	seconds := func(rows []row) (total float64) {
		for _, r := range rows {
			each := r.length.Seconds() + 0.2
			switch {
			case r.idle:
				each = 3
			case r.most:
				each = 1.5*r.length.Seconds() + 2
			}
			total += 3 * float64(r.rounds) * each
		}
		return total
	}
	if s := seconds(full); s > 660 {
		t.Errorf("a full run measures for %.0f s, want 11 minutes at most", s)
	}
	if s := seconds(quick); s > 150 {
		t.Errorf("a quick run measures for %.0f s, want 2.5 minutes at most", s)
	}
	for _, r := range full {
		if r.path != "" && single()[r.path] == 0 || r.path == "" && r.files == 0 || r.rounds == 0 {
			t.Errorf("row %+v asks for nothing", r)
		}
	}
}
