// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCrossCompilesForEveryTarget(t *testing.T) {
	f := newFakes(t, "go")
	if word, err := cross(t.Context(), f.workshop, nil); word != "" || err != nil {
		t.Fatalf("cross() = %q, %v, want passed", word, err)
	}
	vetted := map[string]bool{}
	var built []string
	for _, call := range f.calls(t) {
		settings, line, _ := strings.Cut(call, " go ")
		system, rest, _ := strings.Cut(strings.TrimPrefix(settings, "GOOS="), " ")
		machine, rest, _ := strings.Cut(strings.TrimPrefix(rest, "GOARCH="), " ")
		if rest != "CGO_ENABLED=0" {
			t.Errorf("cross called %q, want it without C", call)
		}
		switch verb, _, _ := strings.Cut(line, " "); verb {
		case "build":
			built = append(built, system+"/"+machine)
		case "vet":
			vetted[system] = true
		}
	}
	want := []string{"linux/amd64", "linux/arm64", "windows/amd64", "windows/arm64", "darwin/arm64", "darwin/amd64"}
	if diff := cmp.Diff(want, built); diff != "" {
		t.Errorf("targets that are built differ (-want +got):\n%s", diff)
	}
	for _, system := range []string{"linux", "windows", "darwin"} {
		if vetted[system] == (system == runtime.GOOS) {
			t.Errorf("cross vets %s: %v on %s, want the other systems only", system, vetted[system], runtime.GOOS)
		}
	}
	if _, err := cross(t.Context(), f.with(fakeFail+"=vet"), nil); err == nil {
		t.Error("cross() with a vet that finds something passed, want its error")
	}
}

func TestLintToleratesNothing(t *testing.T) {
	tests := []struct {
		name, set, want string // want: part of the error, or nothing
	}{
		{"clean", "", ""},
		{"unformatted", fakePrint + "=gofumpt=server/server.go", "gofumpt -w"},
		{"linted", fakeFail + "=golangci-lint", "exit status 3"},
		{"linted elsewhere", fakeFail + "=GOOS=", "exit status 3"},
		{"dead", fakePrint + "=deadcode=unreachable func: f", "nothing calls"},
		{"tool that does not build", fakeFail + "=deadcode", "exit status 3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFakes(t, "go", "env")
			_, err := lint(t.Context(), f.with(tt.set), nil)
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("lint() with %s = %v, want %q", tt.set, err, tt.want)
			}
		})
	}
}

func TestFuzzDrivesEachTarget(t *testing.T) {
	const code = "package head\nimport \"testing\"\nfunc FuzzHead(f *testing.F) {}\n"
	other := map[string]string{"linux": "windows"}[runtime.GOOS]
	if other == "" {
		other = "linux"
	}
	tests := []struct {
		name  string
		files map[string]string
		args  []string
		want  []string // calls; none if it is an error
	}{
		{"with corpus", map[string]string{
			"head/head_test.go":                  code,
			"head/testdata/fuzz/FuzzHead/plain":  "go test fuzz v1\n[]byte(\"\")\n",
			"head/head_" + other + "_test.go":    strings.ReplaceAll(code, "FuzzHead", "FuzzOther"),
			"head/testdata/fuzz/FuzzOther/plain": "go test fuzz v1\n[]byte(\"\")\n",
		}, []string{"-time", "3s"}, []string{"go test -run=^$ -fuzz=^FuzzHead$ -fuzztime=3s -fuzzminimizetime=5s ./head"}},
		{"without corpus", map[string]string{"head/head_test.go": code}, nil, nil},
		{"without target", map[string]string{"head/head.go": "package head"}, nil, nil},
		{"bad time", map[string]string{"head/head_test.go": code}, []string{"-time", "soon"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFakes(t, "go")
			for name, text := range tt.files {
				write(t, filepath.Join(f.root, filepath.FromSlash(name)), text)
			}
			_, err := fuzz(t.Context(), f.workshop, tt.args)
			if (err == nil) != (tt.want != nil) {
				t.Errorf("fuzz(%q) = %v, want an error: %v", tt.args, err, tt.want == nil)
			}
			if diff := cmp.Diff(tt.want, f.calls(t)); diff != "" {
				t.Errorf("calls of fuzz(%q) differ (-want +got):\n%s", tt.args, diff)
			}
		})
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestConformance(t *testing.T) {
	f := newFakes(t, "go", "python3")
	word, err := conformance(t.Context(), f.workshop, nil)
	if err != nil || !strings.HasPrefix(word, "LEFT OUT: there is no ../shared") {
		t.Errorf("conformance() without a suite = %q, %v, want that it is left out", word, err)
	}
	if _, err := conformance(t.Context(), f.workshop, []string{"a", "b"}); !errors.Is(err, errUsage) {
		t.Errorf("conformance(a, b) = %v, want %v", err, errUsage)
	}

	python := filepath.Join(filepath.SplitList(os.Getenv("PATH"))[0], "python3")
	suite := filepath.Join(t.TempDir(), "suite.py")
	w := f.with(fakePrint+"=sys.executable="+python, "PORCHLIGHT_PORT=1", "HOME=/home/a")
	w.env, w.set = slices.Concat(w.env, w.set), nil
	if word, err := conformance(t.Context(), w, []string{suite}); word != "" || err != nil {
		t.Errorf("conformance(suite) = %q, %v, want passed", word, err)
	}
	calls := f.calls(t)
	last := calls[len(calls)-1]
	home, last, _ := strings.Cut(last, " ")
	if !strings.HasPrefix(home, "HOME="+os.TempDir()) {
		t.Errorf("conformance(suite) called the suite with %q, want an empty home and no setting", home)
	}
	if !strings.HasPrefix(last, "python3 "+suite+" --cmd '") || !strings.HasSuffix(last, "porchlight' serve --root {root} --host {host} --port {port}") {
		t.Errorf("conformance(suite) called %q, want the suite with the program", last)
	}
	if _, err := conformance(t.Context(), w.with(fakeFail+"=--cmd"), []string{suite}); exitCode(err) != 3 {
		t.Errorf("conformance(suite that exits with 3) = %v, want its exit code", err)
	}
}

func TestConformanceWithoutPython(t *testing.T) {
	f := newFakes(t, "go")
	if _, err := conformance(t.Context(), f.workshop, []string{"suite.py"}); err == nil {
		t.Error("conformance(suite) without Python passed, want an error, as the suite was asked for")
	}
}

func TestEmptyHomeHidesSettings(t *testing.T) {
	w := workshop{env: []string{"HOME=/home/a", "PORCHLIGHT_PORT=1", "LANG=C"}}
	home, err := emptyHome(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w = w.without("PORCHLIGHT_").with(home...)
	env := w.command(t.Context(), "true").Environ()
	if slices.Contains(env, "PORCHLIGHT_PORT=1") || slices.Contains(env, "HOME=/home/a") || !slices.Contains(env, "LANG=C") {
		t.Errorf("environment of the suite = %q, want neither settings nor the home of the caller", env)
	}
	for _, name := range []string{"XDG_CONFIG_HOME=", "XDG_STATE_HOME=", "XDG_DATA_HOME="} {
		if !slices.ContainsFunc(env, func(v string) bool { return strings.HasPrefix(v, name) && len(v) > len(name) }) {
			t.Errorf("environment of the suite = %q, want %s", env, name)
		}
	}
}
