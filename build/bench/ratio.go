// SPDX-License-Identifier: MIT

package bench

import "slices"

// sample is one round of a row on one server.
type sample struct {
	rate   float64 // answers a second
	cost   float64 // processor time of the server, µs an answer
	memory float64 // bytes a waiting connection
	faults int     // answers that were none, and broken connections
	others float64 // share of the machine that went to other programs
}

// result is a row with its samples, by the name of the server; those of one
// index are of one round.
type result struct {
	row     row
	samples map[string][]sample
}

// spread is a median with the least and the most beside it.
type spread struct{ median, least, most float64 }

// Quantities of a sample.
func rateOf(s sample) float64   { return s.rate }
func costOf(s sample) float64   { return s.cost }
func memoryOf(s sample) float64 { return s.memory }

// of returns the spread of a quantity of a server; ok is false when there is
// none.
func (r *result) of(server string, quantity func(sample) float64) (s spread, ok bool) {
	var values []float64
	for _, sample := range r.samples[server] {
		values = append(values, quantity(sample))
	}
	return spreadOf(values)
}

// ratio is how many times the rate of nginx a server had, round by round.
func (r *result) ratio(server string) (s spread, ok bool) {
	var values []float64
	for i, over := range r.samples[server] {
		if i < len(r.samples[nginx]) && r.samples[nginx][i].rate > 0 {
			values = append(values, over.rate/r.samples[nginx][i].rate)
		}
	}
	return spreadOf(values)
}

// spreadOf orders values. The median of an even number is the mean of the two
// in the middle.
func spreadOf(values []float64) (s spread, ok bool) {
	n := len(values)
	if n == 0 {
		return s, false
	}
	slices.Sort(values)
	return spread{(values[(n-1)/2] + values[n/2]) / 2, values[0], values[n-1]}, true
}

// faults counts what went wrong in a row.
func (r *result) faults() map[string]int {
	found := map[string]int{}
	for server, samples := range r.samples {
		for _, s := range samples {
			if s.faults > 0 {
				found[server] += s.faults
			}
		}
	}
	return found
}
