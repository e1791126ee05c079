// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"porchlight/build/packaging"
)

// newFakePacker packs v1.2.3 with tools that are fakes.
func newFakePacker(t *testing.T, tools ...string) (*packer, fakes) {
	t.Helper()
	f := newFakes(t, tools...)
	t.Setenv("SOURCE_DATE_EPOCH", "1000000000")
	p, err := newPacker(t.Context(), f.workshop, "v1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(p.temp) })
	return p, f
}

func TestPackOptions(t *testing.T) {
	w := newFakes(t).workshop
	elsewhere := t.TempDir()
	tests := []struct {
		name string
		args []string
		want packOptions
		err  error
	}{
		{"none", nil, packOptions{out: filepath.Join(w.root, "dist"), only: "*"}, nil},
		{"all", []string{"-out", elsewhere, "-only", "*.deb", "-version", "v1", "-allow-missing"}, packOptions{elsewhere, "*.deb", "v1", true}, nil},
		{"word", []string{"deb"}, packOptions{}, errUsage},
		{"unknown", []string{"-deb"}, packOptions{}, errUsage},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parsePack(w, tt.args)
			if !errors.Is(err, tt.err) || err == nil && got != tt.want {
				t.Errorf("parsePack(%q) = %+v, %v, want %+v, %v", tt.args, got, err, tt.want, tt.err)
			}
		})
	}
}

func TestProducts(t *testing.T) {
	p, _ := newFakePacker(t)
	p.Stamp = "v1.2.3-rc.1"
	tests := []struct {
		pattern string
		want    []string
	}{
		{"*", []string{
			"porchlight-1.2.3-rc.1-linux-amd64.tar.gz", "porchlight_1.2.3~rc.1-1_amd64.deb", "porchlight-1.2.3~rc.1-1.x86_64.rpm",
			"porchlight-1.2.3-rc.1-linux-arm64.tar.gz", "porchlight_1.2.3~rc.1-1_arm64.deb", "porchlight-1.2.3~rc.1-1.aarch64.rpm",
			"porchlight-1.2.3-rc.1-windows-amd64.zip", "porchlight-1.2.3-rc.1-windows-arm64.zip",
			"porchlight-1.2.3-rc.1-darwin-arm64-headless.tar.gz", "porchlight-1.2.3-rc.1-darwin-amd64-headless.tar.gz",
			"porchlight-1.2.3-rc.1-windows-setup.exe",
		}},
		{"*_arm64.deb", []string{"porchlight_1.2.3~rc.1-1_arm64.deb"}},
		{"*.exe", []string{"porchlight-1.2.3-rc.1-windows-setup.exe"}},
		{"*.msi", nil},
		{"[", nil},
	}
	for _, tt := range tests {
		chosen, err := choose(p.products(), tt.pattern)
		if (err == nil) != (tt.want != nil) {
			t.Errorf("choose(%q) = %v", tt.pattern, err)
		}
		var got []string
		for _, product := range chosen {
			got = append(got, product.name)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("choose(%q) differs (-want +got):\n%s", tt.pattern, diff)
		}
	}
}

func TestMissingToolLeavesItsPackageOut(t *testing.T) {
	writes := func(_ context.Context, file string) error { return os.WriteFile(file, []byte("abc"), 0o600) }
	products := []product{{"a.tar.gz", "", writes}, {"setup.exe", "makensis", writes}}
	tests := []struct {
		name          string
		tools         []string
		made, lacking []string
	}{
		{"missing", nil, []string{"a.tar.gz"}, []string{"setup.exe for want of makensis"}},
		{"there", []string{"makensis"}, []string{"a.tar.gz", "setup.exe"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, f := newFakePacker(t, tt.tools...)
			folder := filepath.Join(t.TempDir(), "new")
			made, lacking, err := p.makeAll(t.Context(), products, folder)
			if diff := cmp.Diff([][]string{tt.made, tt.lacking}, [][]string{made, lacking}); diff != "" || err != nil {
				t.Errorf("makeAll (%v) differs (-want +got):\n%s", err, diff)
			}
			if said := strings.Contains(f.said.String(), "missing: makensis"); said != (tt.lacking != nil) {
				t.Errorf("makeAll said %q", f.said)
			}
			want, err := packaging.Sums(folder, tt.made)
			if err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(filepath.Join(folder, "SHA256SUMS"))
			if string(got) != want || err != nil {
				t.Errorf("SHA256SUMS = %q, %v, want %q", got, err, want)
			}
		})
	}
}

func TestOutcome(t *testing.T) {
	made, lacking := []string{"a", "b"}, []string{"c for want of makensis"}
	strict, lenient := packOptions{out: "dist"}, packOptions{out: "dist", allowMissing: true}
	if word, err := strict.outcome(made, nil); word != "2 packages in dist" || err != nil {
		t.Errorf("outcome(a b) = %q, %v", word, err)
	}
	if word, err := lenient.outcome(made, lacking); word != "2 packages in dist, without c for want of makensis" || err != nil {
		t.Errorf("outcome(a b, c) with -allow-missing = %q, %v", word, err)
	}
	if word, err := strict.outcome(made, lacking); err == nil || !strings.Contains(err.Error(), "left out c for want of makensis") {
		t.Errorf("outcome(a b, c) = %q, %v, want an error", word, err)
	}
}

func TestFailureEndsPacking(t *testing.T) {
	p, _ := newFakePacker(t)
	boom := errors.New("boom")
	later := func(context.Context, string) error {
		t.Error("packing went on")
		return nil
	}
	products := []product{{"a", "", func(context.Context, string) error { return boom }}, {"b", "", later}}
	if _, _, err := p.makeAll(t.Context(), products, t.TempDir()); !errors.Is(err, boom) {
		t.Errorf("makeAll = %v, want %v", err, boom)
	}
}

func TestReleaseTime(t *testing.T) {
	tests := []struct {
		name, epoch, git string
		want             time.Time
		ok               bool
	}{
		{"told", "1000000000", "", time.Unix(1000000000, 0), true},
		{"of the commit", "", "git log=1700000000", time.Unix(1700000000, 0), true},
		{"not a number", "yesterday", "", time.Time{}, false},
		{"no git", "", "", time.Time{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFakes(t)
			if tt.git != "" {
				f = newFakes(t, "git")
			}
			t.Setenv("SOURCE_DATE_EPOCH", tt.epoch)
			got, err := releaseTime(t.Context(), f.with(fakePrint+"="+tt.git))
			if !got.Equal(tt.want) || (err == nil) != tt.ok {
				t.Errorf("releaseTime = %v, %v, want %v", got, err, tt.want)
			}
		})
	}
}

func TestVersionComesFromGit(t *testing.T) {
	f := newFakes(t, "git")
	t.Setenv("SOURCE_DATE_EPOCH", "0")
	p, err := newPacker(t.Context(), f.with(fakePrint+"=git describe=v1.2.3-4-gabc1234-dirty"), "")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(p.temp)
	if p.Stamp != "v1.2.3-4-gabc1234-dirty" {
		t.Errorf("stamp = %q, want what git describe said", p.Stamp)
	}
}

func TestProgramsAreCompiledForRelease(t *testing.T) {
	const flags = " go build -trimpath -buildvcs=false -o FILE -ldflags -s -w -X main.stamped=v1.2.3"
	tests := []struct {
		target [2]string
		want   []string
	}{
		{[2]string{"linux", "arm64"}, []string{"GOOS=linux GOARCH=arm64 CGO_ENABLED=0" + flags + " ."}},
		{[2]string{"windows", "amd64"}, []string{
			"GOOS=windows GOARCH=amd64 CGO_ENABLED=0" + flags + " -H=windowsgui .",
			"go run " + goWinres + " patch --in " + resourceList + " --delete --no-backup --file-version 1.2.3.0 --product-version 1.2.3 FILE",
		}},
	}
	for _, tt := range tests {
		p, f := newFakePacker(t, "go")
		if err := p.compile(t.Context(), tt.target, "FILE", "CGO_ENABLED=0"); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, f.calls(t)); diff != "" {
			t.Errorf("compile(%v) calls differ (-want +got):\n%s", tt.target, diff)
		}
	}
}

func TestWinres(t *testing.T) {
	f := newFakes(t, "go")
	if _, err := winres(t.Context(), f.workshop, nil); err != nil {
		t.Fatal(err)
	}
	want := []string{"go run " + goWinres + " make --in " + resourceList + " --out " + filepath.Join(f.root, "rsrc") + " --arch amd64,arm64"}
	if diff := cmp.Diff(want, f.calls(t)); diff != "" {
		t.Errorf("winres calls differ (-want +got):\n%s", diff)
	}
}

func TestPackagesOfOtherSystemsAreMadeThere(t *testing.T) {
	f := newFakes(t)
	if runtime.GOOS != "darwin" {
		if _, err := app(t.Context(), f.workshop, nil); !errors.Is(err, errNoMac) {
			t.Errorf("app on %s = %v, want %v", runtime.GOOS, err, errNoMac)
		}
	}
	if runtime.GOOS != "linux" {
		if _, err := pack(t.Context(), f.workshop, nil); !errors.Is(err, errNoLinux) {
			t.Errorf("pack on %s = %v, want %v", runtime.GOOS, err, errNoLinux)
		}
	}
}
