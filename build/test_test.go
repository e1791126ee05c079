// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"errors"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestTestRunsEverythingUnderRace(t *testing.T) {
	f := newFakes(t, "go", "cc", "curl", "dbus-daemon", "chromium", "npm")
	word, err := test(t.Context(), f.with(fakePrint+"=env CC=cc -m64"), nil)
	if err != nil || word != "" && noRace(runtime.GOOS, runtime.GOARCH, nil) == "" {
		t.Fatalf("test() = %q, %v, want passed; it says\n%s", word, err, f.said)
	}
	want := []string{"go env CC", "cc -m64 -x c -fsyntax-only -", "go vet ./...", "CGO_ENABLED=1 go test -race -timeout=20m ./...", "go test -run=AllocatesNothing|IsSmall ./..."}
	if diff := cmp.Diff(want, f.calls(t)); diff != "" {
		t.Errorf("calls of test differ (-want +got):\n%s", diff)
	}
}

func TestTestSaysThatRaceIsMissing(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only where a C compiler decides it, and dbus-daemon is wanted")
	}
	f := newFakes(t, "go")
	word, err := test(t.Context(), f.with(fakePrint+"=env CC=cc"), []string{"./tray"})
	if err != nil || !strings.Contains(word, "WITHOUT THE RACE DETECTOR: a C compiler is missing") {
		t.Errorf("test() without a C compiler = %q, %v, want a word about the race detector", word, err)
	}
	for _, name := range []string{"a C compiler", "curl", "dbus-daemon", "chromium", "npm"} {
		if !strings.Contains(f.said.String(), "missing: "+name+": ") {
			t.Errorf("test() says %q, want how to get %s", f.said, name)
		}
	}
	want := []string{"go env CC", "go vet ./tray", "go test ./tray"}
	if diff := cmp.Diff(want, f.calls(t)); diff != "" {
		t.Errorf("calls of test differ (-want +got):\n%s", diff)
	}
}

func TestTestPassesFailureOn(t *testing.T) {
	for _, failing := range []string{"go vet", "go test"} {
		f := newFakes(t, "go", "cc", "curl", "dbus-daemon", "chromium", "npm")
		_, err := test(t.Context(), f.with(fakePrint+"=env CC=cc", fakeFail+"="+failing), nil)
		if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 3 {
			t.Errorf("test() with %q exiting with 3 = %v, want its exit code", failing, err)
		}
	}
}

func TestInstallCallsAptOnce(t *testing.T) {
	f := newFakes(t, "go", "strace", "env", "sudo", "apt-get")
	tools := []tool{
		{name: "curl", debian: []string{"curl"}, there: inPath("curl")},
		{name: "strace", debian: []string{"strace"}, there: inPath("strace")},
	}
	w := f.with(fakeCreate + "=apt-get=curl")
	if missing := install(t.Context(), w, tools); missing != nil {
		t.Errorf("install(curl) misses %v, want nothing once apt-get has made it", missing)
	}
	calls := f.calls(t, "sudo -n true")
	if len(calls) != 1 || !strings.HasSuffix(calls[0], " apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends curl") {
		t.Errorf("install(curl) called %q, want one apt-get that waits for its lock", calls)
	}
	if missing := install(t.Context(), w, tools); missing != nil || len(f.calls(t, "sudo -n true")) != 1 {
		t.Errorf("install(curl) again misses %v and called %q, want no call", missing, f.calls(t))
	}
}

func TestInstallUpdatesOldLists(t *testing.T) {
	f := newFakes(t, "env", "sudo", "apt-get")
	tools := []tool{{name: "curl", why: "to download", debian: []string{"curl"}, other: "elsewhere", there: inPath("curl")}}
	missing := install(t.Context(), f.with(fakeFail+"=install"), tools)
	if !slices.Equal(missing, []string{"curl"}) {
		t.Errorf("install(curl) without success misses %q, want curl", missing)
	}
	var verbs []string
	for _, call := range f.calls(t, "sudo -n true") {
		_, rest, _ := strings.Cut(call, "Timeout=600 ")
		verb, _, _ := strings.Cut(rest, " ")
		verbs = append(verbs, verb)
	}
	if diff := cmp.Diff([]string{"install", "update", "install"}, verbs); diff != "" {
		t.Errorf("calls of apt-get differ (-want +got):\n%s", diff)
	}
	if want := "missing: curl: to download\n  Debian and Ubuntu: apt-get install curl; elsewhere\n"; !strings.Contains(f.said.String(), want) {
		t.Errorf("install(curl) says %q, want %q", f.said, want)
	}
}

func TestPatiently(t *testing.T) {
	boom := errors.New("boom")
	tests := []struct {
		name   string
		locked int // tries that find the lock taken
		want   error
		took   time.Duration
	}{
		{"free", 0, nil, 0},
		{"free after a while", 2, nil, 15 * time.Second},
		{"never free", 100, boom, 50 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start, tries := time.Now(), 0
				err := patiently(t.Context(), func() error {
					tries++
					if tries <= tt.locked {
						return boom
					}
					return nil
				})
				if took := time.Since(start); !errors.Is(err, tt.want) || took != tt.took {
					t.Errorf("patiently(locked %d times) = %v after %v, want %v after %v", tt.locked, err, took, tt.want, tt.took)
				}
			})
		})
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if err := patiently(ended, func() error { return boom }); !errors.Is(err, context.Canceled) {
		t.Errorf("patiently(interrupted) = %v, want %v", err, context.Canceled)
	}
}

func TestNoRace(t *testing.T) {
	compiler := []string{"curl", "a C compiler"}
	tests := []struct {
		system, machine string
		missing         []string
		want            string
	}{
		{"linux", "amd64", nil, ""},
		{"linux", "amd64", []string{"curl"}, ""},
		{"linux", "arm64", compiler, "a C compiler is missing"},
		{"darwin", "arm64", compiler, ""},
		{"windows", "amd64", compiler, "a C compiler is missing"},
		{"windows", "arm64", nil, "Go has none for windows/arm64"},
		{"linux", "386", nil, "Go has none for linux/386"},
	}
	for _, tt := range tests {
		if got := noRace(tt.system, tt.machine, tt.missing); got != tt.want {
			t.Errorf("noRace(%s, %s, %q) = %q, want %q", tt.system, tt.machine, tt.missing, got, tt.want)
		}
	}
}
