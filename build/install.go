// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
)

// tool is a program that some tests want to have.
type tool struct {
	name   string
	why    string
	debian []string // packages of Debian and Ubuntu
	other  string   // how to get it elsewhere

	there func(context.Context, workshop) bool
}

// testTools are what the tests need beyond Go. A test that misses its tool
// skips itself, so that `go test ./...` passes on a bare machine.
func testTools() []tool {
	return []tool{
		{
			"a C compiler", "the race detector is linked by it",
			[]string{"gcc", "libc6-dev"},
			"macOS: xcode-select --install; Fedora: dnf install gcc; Alpine: apk add gcc musl-dev; Windows: MinGW-w64", compilesC,
		},
		{
			"curl", "downloads are resumed and uploads sent as people do it",
			[]string{"curl"},
			"https://curl.se/download.html", inPath("curl"),
		},
		{
			"dbus-daemon", "a session bus of its own, for tests of the tray (Linux only)",
			[]string{"dbus-daemon"},
			"Fedora: dnf install dbus-daemon; Alpine: apk add dbus", onLinux(inPath("dbus-daemon")),
		},
		{
			"chromium", "the control page is used in a browser",
			[]string{"chromium"},
			"https://www.chromium.org/getting-involved/download-chromium", inPath("chromium"),
		},
		{
			"npm", "gets what drives the browser, and checks the page for accessibility",
			[]string{"nodejs", "npm"},
			"https://nodejs.org/en/download", inPath("npm"),
		},
		{
			"avahi-browse", "a share is found by the mDNS of another vendor, on a network of two hosts (Linux only)",
			[]string{"avahi-daemon", "avahi-utils", "iproute2", "iputils-ping"},
			"Fedora: dnf install avahi avahi-tools iproute iputils", onLinux(inPath("avahi-browse")),
		},
		{
			"litmus", "a suite of questions to WebDAV servers",
			[]string{"litmus"},
			"http://www.webdav.org/neon/litmus", inPath("litmus"),
		},
		{
			"unzip", "archives are unpacked as people do it",
			[]string{"unzip"},
			"https://infozip.sourceforge.net", inPath("unzip"),
		},
		{
			"zbarimg", "QR codes are read as a phone does it",
			[]string{"zbar-tools"},
			"https://github.com/mchehab/zbar", inPath("zbarimg"),
		},
	}
}

// python is what the conformance suite is written in.
func python() tool {
	return tool{
		"python3", "the conformance suite is written in it",
		[]string{"python3"},
		"https://www.python.org/downloads/", inPath("python3"),
	}
}

func inPath(program string) func(context.Context, workshop) bool {
	return func(context.Context, workshop) bool {
		_, err := exec.LookPath(program)
		return err == nil
	}
}

// onLinux takes a tool for present where it does not exist.
func onLinux(there func(context.Context, workshop) bool) func(context.Context, workshop) bool {
	return func(ctx context.Context, w workshop) bool {
		return runtime.GOOS != "linux" || there(ctx, w)
	}
}

// compilesC asks for more than the compiler's name: without the headers of
// the C library it is of no use.
func compilesC(ctx context.Context, w workshop) bool {
	compiler, err := w.output(ctx, "go", "env", "CC")
	words := strings.Fields(compiler) // CC may hold flags as well
	if err != nil || len(words) == 0 {
		return false
	}
	cmd := w.command(ctx, slices.Concat(words, []string{"-x", "c", "-fsyntax-only", "-"})...)
	cmd.Stdin = strings.NewReader("#include <stdlib.h>\n#include <pthread.h>\n")
	return cmd.Run() == nil
}

// install gets the tools that are not there, where it may, and says how to
// get those that are still missing. It returns their names.
func install(ctx context.Context, w workshop, tools []tool) (missing []string) {
	absent := missingOf(ctx, w, tools)
	if len(absent) == 0 {
		return nil
	}
	if apt, may := aptGet(ctx, w); may {
		installDebian(ctx, w, apt, absent)
		absent = missingOf(ctx, w, absent)
	}
	for _, t := range absent {
		missing = append(missing, t.name)
		w.sayf("missing: %s: %s\n  Debian and Ubuntu: apt-get install %s; %s\n",
			t.name, t.why, strings.Join(t.debian, " "), t.other)
	}
	return missing
}

func missingOf(ctx context.Context, w workshop, tools []tool) (absent []tool) {
	for _, t := range tools {
		if !t.there(ctx, w) {
			absent = append(absent, t)
		}
	}
	return absent
}

// aptGet returns the command line that apt-get is called by, and whether it
// may be called without asking anybody for a password.
func aptGet(ctx context.Context, w workshop) (line []string, may bool) {
	if !inPath("apt-get")(ctx, w) {
		return nil, false
	}
	line = []string{"env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=600"}
	if os.Geteuid() == 0 {
		return line, true
	}
	return slices.Concat([]string{"sudo", "-n"}, line), w.command(ctx, "sudo", "-n", "true").Run() == nil
}

// installDebian installs the packages of the tools. That it went wrong shows
// in its output, and in the tools being missing still.
func installDebian(ctx context.Context, w workshop, apt []string, tools []tool) {
	packages := []string{"install", "-y", "--no-install-recommends"}
	for _, t := range tools {
		packages = append(packages, t.debian...)
	}
	call := func(args ...string) error {
		return w.run(ctx, slices.Concat(apt, args)...)
	}
	if call(packages...) == nil {
		return
	}
	// The lists of packages are old or were never fetched.
	if err := patiently(ctx, func() error { return call("update") }); err != nil {
		w.sayf("%v\n", err)
	}
	if err := call(packages...); err != nil {
		w.sayf("%v\n", err)
	}
}

// patiently tries again for about a minute: apt-get update has a lock that it
// does not wait for by itself.
func patiently(ctx context.Context, try func() error) error {
	err := try()
	for wait := 5 * time.Second; err != nil && wait <= 20*time.Second; wait += 5 * time.Second {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
			err = try()
		}
	}
	return err
}
