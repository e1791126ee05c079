// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"porchlight/build/source"
)

func TestDispatch(t *testing.T) {
	boom := errors.New("boom")
	known := []command{
		{"well", "", "goes well", func(context.Context, workshop, []string) (string, error) { return "", nil }},
		{"word", "", "has a word", func(context.Context, workshop, []string) (string, error) { return "LEFT OUT", nil }},
		{"ill", "", "goes ill", func(context.Context, workshop, []string) (string, error) { return "", boom }},
	}
	tests := []struct {
		name string
		args []string
		want error
		says string // a pattern that the output matches
	}{
		{"passed", []string{"well"}, nil, `(?s)^== well: goes well\n== well: passed \(.*s\)\n\n$`},
		{"word", []string{"word"}, nil, `== word: LEFT OUT \(.*s\)\n\n$`},
		{"failed", []string{"ill"}, boom, `== ill: FAILED: boom \(.*s\)\n\n$`},
		{"unknown", []string{"nix"}, errUsage, `(?s)^there is no command "nix"\n.*usage: .*\n  word .*has a word\n`},
		{"nothing", nil, errUsage, `^usage: `},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFakes(t)
			if err := dispatch(t.Context(), f.workshop, known, tt.args); !errors.Is(err, tt.want) {
				t.Errorf("dispatch(%q) = %v, want %v", tt.args, err, tt.want)
			}
			if !regexp.MustCompile(tt.says).MatchString(f.said.String()) {
				t.Errorf("dispatch(%q) says %q, want %q", tt.args, f.said, tt.says)
			}
		})
	}
}

func TestExitCode(t *testing.T) {
	f := newFakes(t, "go")
	exited := f.with(fakeFail+"=go vet").run(t.Context(), "go", "vet")
	missing := f.run(t.Context(), "nix")
	tests := []struct {
		err  error
		want int
	}{
		{nil, 0},
		{errors.New("boom"), 1},
		{missing, 1},
		{fmt.Errorf("fuzz: %w", errUsage), 2},
		{fmt.Errorf("stopped at test: %w", exited), 3},
	}
	for _, tt := range tests {
		if got := exitCode(tt.err); got != tt.want {
			t.Errorf("exitCode(%v) = %d, want %d", tt.err, got, tt.want)
		}
	}
}

// TestRunnerHasTheStepsOfCI holds the list in .ci/run to the one in ci.
func TestRunnerHasTheStepsOfCI(t *testing.T) {
	root, err := source.Root()
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile(filepath.Join(root, ".ci", "run"))
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for line := range strings.Lines(string(script)) {
		line, _, _ = strings.Cut(line, "#")
		if step, ok := strings.CutPrefix(line, "go run ./build "); ok {
			got = append(got, strings.TrimSpace(step))
		}
	}
	for _, c := range checks() {
		want = append(want, strings.Join(append([]string{c.name}, ciArgs()[c.name]...), " "))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("steps of .ci/run differ from those of ci (-want +got):\n%s", diff)
	}
	info, err := os.Stat(filepath.Join(root, ".ci", "run"))
	if err != nil || runtime.GOOS != "windows" && info.Mode()&0o111 == 0 {
		t.Errorf("Stat(.ci/run) = %v, %v, want a file that can be executed", info.Mode(), err)
	}
}

func TestCIStopsAtFirstFailure(t *testing.T) {
	f := newFakes(t, "go", "cc", "curl", "dbus-daemon", "chromium", "npm")
	w := f.with(fakePrint+"=env CC=cc", fakeFail+"=go build")
	err := dispatch(t.Context(), w, commands(), []string{"ci"})
	if got := exitCode(err); got != 3 {
		t.Errorf("exit code of ci = %d (%v), want that of the failing program, 3", got, err)
	}
	lines := strings.Split(strings.TrimSpace(f.said.String()), "\n")
	if last := lines[len(lines)-1]; !strings.HasPrefix(last, "== ci: FAILED: stopped at cross: go: exit status 3") {
		t.Errorf("last line of ci = %q, want the step it stopped at", last)
	}
	for _, call := range f.calls(t) {
		if strings.Contains(call, "go run") || strings.Contains(call, "-fuzz") {
			t.Errorf("ci called %q after cross had not passed", call)
		}
	}
}
