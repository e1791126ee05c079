// SPDX-License-Identifier: MIT

package bench

import (
	"strconv"
	"strings"
)

// inside is a benchmark of Go: a request without a socket.
type inside struct {
	name        string
	ns          float64
	allocations int
}

// AddInside adds the rows of the benchmark named name in what go test -bench
// prints.
func (r *Report) AddInside(text, name string) {
	r.inside = append(r.inside, parseGo(text, name+"/")...)
}

// parseGo reads the lines that begin with prefix.
func parseGo(text, prefix string) (all []inside) {
	for line := range strings.Lines(text) {
		name, ours := strings.CutPrefix(line, prefix)
		fields := strings.Fields(name)
		if !ours || len(fields) < 4 {
			continue
		}
		found := inside{name: fields[0]}
		if at := strings.LastIndex(found.name, "-"); at > 0 { // the number of processors
			found.name = found.name[:at]
		}
		for i := 2; i+1 < len(fields); i += 2 {
			switch fields[i+1] {
			case "ns/op":
				found.ns, _ = strconv.ParseFloat(fields[i], 64) // as go test writes it
			case "allocs/op":
				found.allocations, _ = strconv.Atoi(fields[i])
			}
		}
		all = append(all, found)
	}
	return all
}
