// SPDX-License-Identifier: MIT

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestPage has the control page in a real browser, by the tests in the folder
// page. With PORCHLIGHT_SHOTS=DIR in the environment they leave pictures there.
func TestPage(t *testing.T) {
	browser := browserOf(t)
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS("page")); err != nil {
		t.Fatal(err)
	}
	install := exec.Command("npm", "ci", "--prefer-offline")
	install.Dir = folder
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm ci: %v\n%s", err, out)
	}
	tests := exec.Command("node", "--test", "--test-reporter=spec", "--test-timeout=300000")
	tests.Dir = folder
	tests.Env = append(os.Environ(), "PWD="+folder, "CHROMIUM="+browser, "PORCHLIGHT="+filepath.Join(build(t), "porchlight"))
	out, err := tests.CombinedOutput()
	if err != nil {
		t.Fatalf("node --test: %v\n%s", err, out)
	}
	t.Logf("%s", out)
}

// browserOf returns a browser that the tests can drive. A machine without one,
// or without what drives it, has no use for them.
func browserOf(t *testing.T) string {
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is missing, which drives the browser", tool)
		}
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if browser, err := exec.LookPath(name); err == nil {
			return browser
		}
	}
	t.Skip("no Chromium is there to open the control page")
	return ""
}
