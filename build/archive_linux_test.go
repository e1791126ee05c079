// SPDX-License-Identifier: MIT

package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"porchlight/build/source"
)

// TestArchiveForThisMachine makes the real archive twice and compares its
// checksums, then runs what is in it.
func TestArchiveForThisMachine(t *testing.T) {
	root, err := source.Root()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("SOURCE_DATE_EPOCH", "1000000000")
	var sums [2]string
	var folder string
	for i := range sums {
		folder = t.TempDir()
		said := new(bytes.Buffer)
		w := workshop{root: root, env: os.Environ(), out: said}
		only := "*-" + here()[0] + "-" + here()[1] + ".tar.gz"
		if _, err := pack(t.Context(), w, []string{"-version", "v9.8.7", "-only", only, "-out", folder}); err != nil {
			t.Fatalf("pack(%s) = %v\n%s", only, err, said)
		}
		text, err := os.ReadFile(filepath.Join(folder, "SHA256SUMS"))
		if err != nil {
			t.Fatal(err)
		}
		sums[i] = string(text)
	}
	if sums[0] != sums[1] {
		t.Errorf("the same archive differs:\n%s%s", sums[0], sums[1])
	}
	program, manual := unpackProgram(t, folder)
	version, err := exec.CommandContext(t.Context(), program, "version").Output()
	if string(version) != "porchlight v9.8.7\n" || err != nil {
		t.Errorf("version = %q, %v, want the stamped one", version, err)
	}
	manualTellsAll(t, program, manual)
}

// manualTellsAll compares the manual with what completion offers.
func manualTellsAll(t *testing.T, program, manual string) {
	t.Helper()
	offered, err := exec.CommandContext(t.Context(), program, "__complete", "").Output()
	if err != nil {
		t.Fatal(err)
	}
	commands := regexp.MustCompile(`(?m)^([a-z]+)\t`).FindAllStringSubmatch(string(offered), -1)
	if len(commands) < 5 {
		t.Fatalf("__complete offers %q, want the commands", offered)
	}
	for _, command := range commands {
		if heading := `.SS "porchlight ` + command[1] + `"`; command[1] != "help" && !strings.Contains(manual, heading+"\n") {
			t.Errorf("the manual has no %s", heading)
		}
	}
	if home, err := os.UserHomeDir(); err == nil && strings.Contains(manual, home+"/.config") || !strings.Contains(manual, "~/.config/porchlight") {
		t.Error("the manual names folders of the person who has built it")
	}
}

// unpackProgram takes the program and its manual out of the archive in folder.
func unpackProgram(t *testing.T, folder string) (program, manual string) {
	t.Helper()
	archives, err := filepath.Glob(filepath.Join(folder, "*.tar.gz"))
	if err != nil || len(archives) != 1 {
		t.Fatalf("Glob(*.tar.gz) = %q, %v, want one", archives, err)
	}
	f, err := os.Open(archives[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	program = filepath.Join(folder, "porchlight")
	for archive := tar.NewReader(unzipped); ; {
		head, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return program, manual
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		switch path.Base(head.Name) {
		case "porchlight.1":
			manual = string(text)
		case "porchlight":
			if path.Base(path.Dir(head.Name)) != "bin" {
				continue
			}
			if err := os.WriteFile(program, text, head.FileInfo().Mode()); err != nil {
				t.Fatal(err)
			}
		}
	}
}
