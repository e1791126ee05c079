// SPDX-License-Identifier: MIT

package bench

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// enoughDescriptors is what ten thousand connections need, with room.
const enoughDescriptors = 65536

// raiseDescriptors lets this process, and those that it starts, open as many
// files as are needed, or as many as it may.
func raiseDescriptors() {
	var l syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l) != nil {
		return
	}
	for _, most := range []uint64{max(l.Max, enoughDescriptors), l.Max} { // the first is for root only
		if syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: min(most, enoughDescriptors), Max: most}) == nil {
			return
		}
	}
}

// descriptors is how many files a process may have open.
func descriptors() int {
	var l syscall.Rlimit
	_ = syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l) // no limit is known then, so none is met
	return int(min(l.Cur, enoughDescriptors))
}

// group puts what cmd starts in a group of its own, which is asked to end when
// the context of cmd does, and when this process dies.
func group(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
}

// sweep ends what is left of the group of a process that has ended.
func sweep(cmd *exec.Cmd) {
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // as a rule there is nobody
}

// family is a process and all that came from it.
func family(pid int) []int {
	children := map[int][]int{}
	files, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is well formed
	for _, file := range files {
		if fields := statOf(file); len(fields) > 1 {
			child, _ := strconv.Atoi(strings.Split(file, "/")[2])
			parent, _ := strconv.Atoi(fields[1])
			children[parent] = append(children[parent], child)
		}
	}
	all := []int{pid}
	for i := 0; i < len(all); i++ {
		all = append(all, children[all[i]]...)
	}
	return all
}

// statOf are the fields of a stat file of proc(5) after the name, which may hold
// blanks: state, parent, and so on.
func statOf(file string) []string {
	text, _ := os.ReadFile(file) // a process that has gone has no fields
	_, rest, _ := bytes.Cut(text, []byte(") "))
	return strings.Fields(string(rest))
}

// spent is the processor time that the threads of processes have had so far
// (schedstat, in ns).
func spent(pids []int) (total time.Duration) {
	for _, pid := range pids {
		files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid)) // the pattern is well formed
		for _, file := range files {
			text, _ := os.ReadFile(file) // a thread that has gone counts no more
			first, _, _ := strings.Cut(string(text), " ")
			ns, _ := strconv.ParseInt(first, 10, 64)
			total += time.Duration(ns)
		}
	}
	return total
}

// busy is the processor time of all programs so far, and of other guests of the
// same host.
func busy() time.Duration {
	text, _ := os.ReadFile("/proc/stat") // without it nobody else is known of
	line, _, _ := strings.Cut(string(text), "\n")
	ticks := int64(0)
	for i, field := range strings.Fields(line) {
		if n, err := strconv.ParseInt(field, 10, 64); err == nil && i != 4 && i != 5 && i < 9 { // neither idle nor iowait
			ticks += n
		}
	}
	return time.Duration(ticks) * (time.Second / 100) // USER_HZ
}

// memoryUse is the memory of processes in bytes; pages that several share are
// split between them (PSS).
func memoryUse(pids []int) (total int64) {
	for _, pid := range pids {
		text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid)) // a process that has gone takes none
		for line := range strings.Lines(string(text)) {
			if rest, found := strings.CutPrefix(line, "Pss:"); found {
				kib, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
				total += kib << 10
			}
		}
	}
	return total
}

// hardware is the processor and the kernel.
func hardware() (model, kernel string) {
	model = runtime.GOARCH
	text, _ := os.ReadFile("/proc/cpuinfo") // then the architecture has to do
	for line := range strings.Lines(string(text)) {
		if name, value, _ := strings.Cut(line, ":"); strings.TrimSpace(name) == "model name" {
			model = strings.TrimSpace(value)
			break
		}
	}
	release, _ := os.ReadFile("/proc/sys/kernel/osrelease") // then it has no name
	return model, "Linux " + strings.TrimSpace(string(release))
}
