// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// The variables by which a fake tool is told what to do.
const (
	fakeLog    = "BUILD_FAKE_LOG"    // the file to which it adds how it was called
	fakeFail   = "BUILD_FAKE_FAIL"   // exit with 3 if the call contains this
	fakePrint  = "BUILD_FAKE_PRINT"  // CALL=TEXT: print the text if the call contains this
	fakeCreate = "BUILD_FAKE_CREATE" // CALL=FILE: make this tool if the call contains this
)

// shown are the variables that a fake notes with its call, where they are set.
func shown() []string {
	return []string{"CGO_ENABLED", "GOARCH", "GOOS", "HOME", "PORCHLIGHT_PORT"}
}

// TestMain lets the test program stand in for the tools that a command runs:
// under another name it only notes how it was called.
func TestMain(m *testing.M) {
	name := strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")
	if os.Getenv(fakeLog) == "" || strings.HasSuffix(name, ".test") {
		os.Exit(m.Run())
	}
	os.Exit(actFake(name))
}

func actFake(name string) int {
	call := name + " " + strings.Join(os.Args[1:], " ")
	line := call
	for _, variable := range shown() {
		if value := os.Getenv(variable); value != "" {
			line = variable + "=" + value + " " + line
		}
	}
	log, err := os.OpenFile(os.Getenv(fakeLog), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return 4
	}
	defer log.Close()
	fmt.Fprintln(log, line)
	if about, text, _ := strings.Cut(os.Getenv(fakePrint), "="); about != "" && strings.Contains(call, about) {
		fmt.Println(text)
	}
	if about, tool, _ := strings.Cut(os.Getenv(fakeCreate), "="); about != "" && strings.Contains(call, about) {
		if err := copyProgram(filepath.Join(filepath.Dir(log.Name()), tool)); err != nil {
			return 4
		}
	}
	if about := os.Getenv(fakeFail); about != "" && strings.Contains(call, about) {
		return 3
	}
	return 0
}

// fakes is a workshop whose only tools are fakes.
type fakes struct {
	workshop
	said *bytes.Buffer
	log  string
}

// newFakes makes fakes of the named tools, in a PATH that holds nothing else.
func newFakes(t *testing.T, tools ...string) fakes {
	t.Helper()
	folder := t.TempDir()
	for _, tool := range tools {
		if err := copyProgram(filepath.Join(folder, tool)); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", folder)
	for _, variable := range shown() {
		t.Setenv(variable, "")
	}
	said := new(bytes.Buffer)
	f := fakes{workshop{root: t.TempDir(), out: said}, said, filepath.Join(folder, "log")}
	// Under the race detector a program waits a second before it ends.
	f.env = append(os.Environ(), fakeLog+"="+f.log, "GORACE=atexit_sleep_ms=0")
	return f
}

// copyProgram copies the running program.
func copyProgram(name string) error {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if os.Link(self, name) == nil {
		return nil
	}
	from, err := os.Open(self)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o700)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return errors.Join(err, to.Close())
}

// calls returns how the fakes were called, in order, without the calls that
// contain one of the words.
func (f fakes) calls(t *testing.T, except ...string) []string {
	t.Helper()
	text, err := os.ReadFile(f.log)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	var calls []string
	for line := range strings.Lines(string(text)) {
		contains := func(word string) bool { return strings.Contains(line, word) }
		if !slices.ContainsFunc(except, contains) {
			calls = append(calls, strings.TrimSpace(line))
		}
	}
	return calls
}
