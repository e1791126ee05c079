// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// suite is where the HTTP/1.1 suite stands, when it has been put beside the
// repository.
const suite = "../shared/conformance/http1_suite.py"

// conformance builds the program and hands it to the suite in args, or to the
// one beside the repository. It is left out where that one, or Python, is not
// to be had; a suite that was asked for by name must be there.
func conformance(ctx context.Context, w workshop, args []string) (string, error) {
	script := filepath.Join(w.root, filepath.FromSlash(suite))
	switch len(args) {
	case 0:
		if _, err := os.Stat(script); errors.Is(err, fs.ErrNotExist) {
			return "LEFT OUT: there is no " + suite, nil
		}
	case 1:
		script = args[0]
	default:
		return "", errUsage
	}
	script, err := filepath.Abs(script)
	if err != nil {
		return "", fmt.Errorf("find suite: %w", err)
	}
	if len(install(ctx, w, []tool{python()})) > 0 {
		if len(args) == 0 {
			return "LEFT OUT: python3 is missing", nil
		}
		return "", errors.New("python3 is missing")
	}
	return "", judge(ctx, w, script)
}

// judge runs the suite on the program in a home of its own, so that no
// setting of whoever runs it plays a part, and none of theirs is changed.
func judge(ctx context.Context, w workshop, script string) error {
	folder, err := os.MkdirTemp("", "porchlight-conformance-")
	if err != nil {
		return fmt.Errorf("make folder for program: %w", err)
	}
	defer os.RemoveAll(folder)
	// Found before HOME changes: where Python is chosen by a wrapper, the
	// wrapper looks there.
	interpreter, err := w.output(ctx, "python3", "-c", "import sys; print(sys.executable)")
	if err != nil {
		return err
	}
	program := filepath.Join(folder, "porchlight")
	if err := w.run(ctx, "go", "build", "-buildvcs=false", "-o", program, "."); err != nil {
		return err
	}
	home, err := emptyHome(folder)
	if err != nil {
		return err
	}
	serve := "'" + program + "' serve --root {root} --host {host} --port {port}"
	return w.without("PORCHLIGHT_").with(home...).run(ctx, interpreter, script, "--cmd", serve)
}

// emptyHome makes the folders that settings, logs and data would go to, and
// returns the variables that lead there.
func emptyHome(folder string) ([]string, error) {
	var env []string
	for _, name := range []string{
		"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR",
	} {
		place := filepath.Join(folder, strings.ToLower(name))
		if err := os.Mkdir(place, 0o700); err != nil {
			return nil, fmt.Errorf("make home: %w", err)
		}
		env = append(env, name+"="+place)
	}
	return env, nil
}
