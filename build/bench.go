// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"

	"porchlight/build/bench"
)

// hotPath is the benchmark of a request without a socket, in ./server.
const hotPath = "BenchmarkHotPath"

// fileServer, as the first argument of bench, makes it one of the servers that
// are measured: a folder and an address follow.
const fileServer = "-fileserver"

// measure runs the benchmarks of Go and, on Linux, the built program beside
// others. It prints the figures, and with -readme puts them into README.md.
func measure(ctx context.Context, w workshop, args []string) (string, error) {
	if len(args) == 3 && args[0] == fileServer {
		return "", bench.ServeFiles(ctx, args[1], args[2])
	}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(w.out)
	quick := flags.Bool("quick", false, "take three minutes, not twelve")
	readme := flags.Bool("readme", false, "put table and picture into README.md")
	only := flags.String("only", "", "measure only the rows whose name matches the `pattern`, such as 'idle|files'")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return "", errUsage
	}
	pattern, err := regexp.Compile(*only)
	if err != nil || *readme && *only != "" {
		w.sayf("-only takes a regular expression, and goes without -readme, which wants all rows\n")
		return "", errUsage
	}
	each := map[bool]string{false: "1s", true: "100ms"}[*quick]
	text, err := w.output(ctx, "go", "test", "-run=^$", "-bench=^"+hotPath+"$", "-benchtime="+each, "./server")
	if err != nil {
		return "", err
	}
	report, err := measureLoad(ctx, w, bench.Options{Quick: *quick, Only: pattern, Out: w.out})
	if err != nil {
		return "", err
	}
	report.AddInside(text, hotPath)
	w.sayf("\n%s\n", report.Markdown())
	if *readme {
		return "", report.WriteReadme(w.root)
	}
	return "", nil
}

// measureLoad builds the program and has it measured, in a home of its own.
func measureLoad(ctx context.Context, w workshop, o bench.Options) (*bench.Report, error) {
	folder, err := os.MkdirTemp("", "porchlight-bench-")
	if err != nil {
		return nil, fmt.Errorf("make folder for files: %w", err)
	}
	defer os.RemoveAll(folder)
	o.Folder, o.Program = folder, filepath.Join(folder, "porchlight")
	if runtime.GOOS != "linux" {
		return bench.Run(ctx, o)
	}
	install(ctx, w, loadTools())
	o.Nginx, o.Wrk = programAt("nginx"), programAt("wrk")
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	o.FileServer = []string{self, "bench", fileServer}
	if err := w.run(ctx, "go", "build", "-buildvcs=false", "-o", o.Program, "."); err != nil {
		return nil, err
	}
	home, err := emptyHome(folder)
	if err != nil {
		return nil, err
	}
	o.Env = slices.Concat(w.without("PORCHLIGHT_").env, home)
	return bench.Run(ctx, o)
}

// loadTools are what the load run wants; without one it measures less.
func loadTools() []tool {
	found := func(program string) func(context.Context, workshop) bool {
		return func(context.Context, workshop) bool { return programAt(program) != "" }
	}
	return []tool{
		{
			"wrk", "it generates the load",
			[]string{"wrk"},
			"https://github.com/wg/wrk", found("wrk"),
		},
		{
			"nginx", "the server that all are compared with",
			[]string{"nginx"},
			"https://nginx.org/en/linux_packages.html", found("nginx"),
		},
	}
}

// programAt returns where a program is, "" when it is nowhere. Servers are
// installed where only root's path leads.
func programAt(name string) string {
	for _, place := range []string{name, "/usr/sbin/" + name, "/usr/local/sbin/" + name} {
		if path, err := exec.LookPath(place); err == nil {
			return path
		}
	}
	return ""
}
