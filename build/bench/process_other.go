// SPDX-License-Identifier: MIT

//go:build !linux

package bench

import (
	"os/exec"
	"runtime"
	"time"
)

// Where there is no /proc nothing is run, so there is nothing to look at.

func raiseDescriptors() {}

func descriptors() int { return 0 }

func group(*exec.Cmd) {}

func sweep(*exec.Cmd) {}

func family(pid int) []int { return []int{pid} }

func spent([]int) time.Duration { return 0 }

func busy() time.Duration { return 0 }

func memoryUse([]int) int64 { return 0 }

func hardware() (model, kernel string) { return runtime.GOARCH, runtime.GOOS }
