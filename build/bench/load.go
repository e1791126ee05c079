// SPDX-License-Identifier: MIT

package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// load has wrk ask a server for as long as a round of the row lasts. Where it
// takes a while to open the connections, a shorter run is taken off a longer
// one, so that what is left is of open connections.
func (o *Options) load(ctx context.Context, s *server, r *row) (sample, error) {
	long, err := o.press(ctx, s, r)
	if err != nil || !r.most {
		return long.sample(), err
	}
	briefly := *r
	briefly.length = r.length / 2
	short, err := o.press(ctx, s, &briefly)
	return long.minus(short).sample(), err
}

// pressed is what a run of wrk did, and what it cost the server.
type pressed struct {
	answers, faults int
	took            float64 // seconds
	cost            time.Duration
	others          float64
}

// minus takes off a shorter run. One that did more was disturbed, and says nothing.
func (p pressed) minus(short pressed) pressed {
	p.faults += short.faults
	if short.answers < p.answers && short.took < p.took && short.cost < p.cost {
		p.answers, p.took, p.cost = p.answers-short.answers, p.took-short.took, p.cost-short.cost
	}
	return p
}

func (p pressed) sample() sample {
	if p.answers == 0 {
		return sample{faults: p.faults}
	}
	return sample{
		rate: float64(p.answers) / p.took, cost: p.cost.Seconds() * 1e6 / float64(p.answers),
		faults: p.faults, others: p.others,
	}
}

func (o *Options) press(ctx context.Context, s *server, r *row) (pressed, error) {
	line, err := o.wrkLine(s, r)
	if err != nil {
		return pressed{}, err
	}
	cmd := exec.CommandContext(ctx, o.Wrk, line...)
	group(cmd)
	pids := family(s.cmd.Process.Pid)
	began, all, own := time.Now(), busy(), spent(pids)
	text, err := cmd.CombinedOutput()
	if err != nil {
		return pressed{}, fmt.Errorf("wrk: %w\n%s", err, text)
	}
	took, cost := time.Since(began), spent(pids)-own
	got, err := parseWrk(string(text), r.close)
	if err != nil {
		return got, fmt.Errorf("read what wrk says of %s: %w\n%s", s.name, err, text)
	}
	others := busy() - all - cost - cmd.ProcessState.UserTime() - cmd.ProcessState.SystemTime()
	got.cost, got.others = cost, max(0, others.Seconds()/took.Seconds()/float64(runtime.NumCPU()))
	return got, nil
}

func (o *Options) wrkLine(s *server, r *row) ([]string, error) {
	line := []string{
		"-t" + strconv.Itoa(min(2, r.connections, runtime.NumCPU())), "-c" + strconv.Itoa(r.connections),
		fmt.Sprintf("-d%ds", max(1, int(r.length.Seconds()))), "--timeout", "10s",
	}
	if r.close {
		line = append(line, "-H", "Connection: close")
	}
	if r.gzipped {
		line = append(line, "-H", "Accept-Encoding: gzip")
	}
	if r.files > 0 {
		script := filepath.Join(s.own, "random.lua")
		if err := os.WriteFile(script, []byte(randomScript(r.files)), 0o600); err != nil {
			return nil, err
		}
		line = append(line, "-s", script)
	}
	return append(line, "http://"+s.address()+r.path), nil
}

// randomScript has wrk ask for one of the many files each time. Its addresses
// are those of manyName.
func randomScript(files int) string {
	return fmt.Sprintf(`request = function()
  local i = math.random(0, %d)
  return wrk.format("GET", string.format("/many/%%03d/%%02d.html", math.floor(i / %[2]d), i %% %[2]d))
end
`, files-1, folderSize)
}

var (
	wrkAnswers = regexp.MustCompile(`(\d+) requests in `)
	wrkRate    = regexp.MustCompile(`Requests/sec:\s+([\d.]+)`)
	wrkRefused = regexp.MustCompile(`Non-2xx or 3xx responses: (\d+)`)
	wrkBroken  = regexp.MustCompile(`Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)`)
)

// parseWrk reads how many answers wrk got, in what time, and what went wrong.
// Where each answer ends its connection, wrk takes some of the ends for a
// fault of reading.
func parseWrk(text string, closed bool) (p pressed, err error) {
	count, rate := wrkAnswers.FindStringSubmatch(text), wrkRate.FindStringSubmatch(text)
	if count == nil || rate == nil {
		return p, errors.New("no number of requests")
	}
	if p.answers, err = strconv.Atoi(count[1]); err != nil {
		return p, err
	}
	each, err := strconv.ParseFloat(rate[1], 64)
	if err != nil {
		return p, err
	}
	if p.answers == 0 || each == 0 {
		return pressed{faults: 1}, nil // there is no ratio to nothing
	}
	p.took = float64(p.answers) / each
	if refused := wrkRefused.FindStringSubmatch(text); refused != nil {
		p.faults, _ = strconv.Atoi(refused[1]) // digits, by the pattern
	}
	if broken := wrkBroken.FindStringSubmatch(text); broken != nil {
		for i, kind := range strings.Fields("connect read write timeout") {
			if n, _ := strconv.Atoi(broken[i+1]); kind != "read" || !closed {
				p.faults += n
			}
		}
	}
	return p, nil
}
