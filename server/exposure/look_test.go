// SPDX-License-Identifier: MIT

package exposure

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func look(t *testing.T, dir string) Report {
	t.Helper()
	r, err := Look(t.Context(), dir)
	if err != nil {
		t.Fatalf("Look(%q) = %v, want nil", dir, err)
	}
	return r
}

// key is no key, but begins like one. It is put together, so that nobody takes
// this file for one.
var key = "-----BEGIN OPENSSH PRIVATE" + " KEY-----\nnot really\n"

func TestLookCounts(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.txt", "12345")
	write(t, dir, "sub/b.txt", "123")
	write(t, dir, "sub/deep/er/c.txt", "1")
	write(t, dir, ".well-known/security.txt", "1")
	write(t, dir, "sub/.well-known/x", "hidden down here")
	write(t, dir, ".env", "SECRET=1")
	write(t, dir, ".git/config", "x")
	write(t, dir, ".ssh/id_rsa", key)
	want := Report{Files: 4, Folders: 4, Bytes: 10, Hidden: 4}
	if diff := cmp.Diff(want, look(t, dir), cmpopts.IgnoreUnexported(Secrets{})); diff != "" {
		t.Errorf("Look differs (-want +got):\n%s", diff)
	}
}

func TestLookFindsSecrets(t *testing.T) {
	long := key + strings.Repeat("x", mostSniffed)
	for _, tt := range []struct{ path, text, want string }{
		{"id_rsa", key, "private key"},
		{"keys/ID_ED25519", key, "private key"},
		{"id_rsa", "the public half", ""},
		{"id_rsa.pub", "ssh-rsa AAAA", ""},
		{"server.pem", "-----BEGIN CERTIFICATE-----\n", ""},
		{"server.pem", "-----BEGIN CERTIFICATE-----\n" + key, "private key"},
		{"TLS.KEY", key, "private key"},
		{"talk.key", "a presentation", ""},
		{"large.key", long, ""},
		{"readme.txt", key, ""},
		{"wg0.conf", "[Interface]\nPrivateKey = abc\n", "private key"},
		{"nginx.conf", "server {}", ""},
		{"me.asc", "-----BEGIN PGP PRIVATE" + " KEY BLOCK-----", "private key"},
		{"putty.ppk", "PuTTY-User-Key-File-3: ssh-ed25519", "private key"},
		{"store.p12", "binary", "private key"},
		{"Passwords.kdbx", "binary", "password file"},
		{"etc/shadow", "root:$6$x:19000::\n", "password file"},
		{"shadow", "a picture of a shadow", ""},
		{"coin/wallet.dat", "binary", "wallet"},
		{"Profile/logins.json", "{}", "browser profile"},
		{"Default/Login Data", "SQLite", "browser profile"},
		{"prod.env", "API_KEY=1", "file with access keys"},
		{"prod.env", "COLOUR=red", ""},
		{"aws/credentials", "aws_secret_access_key = x", "file with access keys"},
		{"wp-config.php", "define('DB_PASSWORD', 'x');", "file with access keys"},
		{"terraform.tfstate", "{}", "file with access keys"},
		{".env", "API_KEY=1", ""},
		{".ssh/id_rsa", key, ""},
	} {
		t.Run(tt.path, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, tt.path, tt.text)
			var want []Finding
			if tt.want != "" {
				want = []Finding{{tt.path, tt.want}}
			}
			got := look(t, dir).Secrets
			if diff := cmp.Diff(want, got.First); diff != "" || got.Count != len(want) {
				t.Errorf("Look finds %d secrets, differs (-want +got):\n%s", got.Count, diff)
			}
		})
	}
}

func TestLookNamesFew(t *testing.T) {
	dir := t.TempDir()
	for i := range 3 * mostNamed {
		write(t, dir, strconv.Itoa(i)+".kdbx", "x")
	}
	if got := look(t, dir).Secrets; got.Count != 3*mostNamed || len(got.First) != mostNamed {
		t.Errorf("Look counts %d secrets and names %d, want %d and %d", got.Count, len(got.First), 3*mostNamed, mostNamed)
	}
}

func TestLookAtLinks(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	write(t, dir, "a/file.txt", "x")
	write(t, dir, ".secret/x", "x")
	write(t, outside, "big/file.txt", "x")
	for name, to := range map[string]string{
		"inside": "a", "a/up": "../a/file.txt", "dangling": "nowhere", "loop": "loop", "hidden": ".secret/x",
		"out": outside, "a/etc": "../../../../../../../../../etc", "absolute": filepath.Join(dir, "a"),
	} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skip("no links here: ", err)
		}
	}
	got := look(t, dir)
	slices.Sort(got.LinksOut)
	if diff := cmp.Diff([]string{"a/etc", "absolute", "out"}, got.LinksOut); diff != "" || got.Links != 3 {
		t.Errorf("Look finds %d links out, differs (-want +got):\n%s", got.Links, diff)
	}
	if diff := cmp.Diff([]Finding{{"hidden", "link to a hidden file"}}, got.Secrets.First); diff != "" {
		t.Errorf("Look finds secrets, differs (-want +got):\n%s", diff)
	}
	if got.Files != 1 || got.Folders != 1 {
		t.Errorf("Look = %d files and %d folders, want 1 of each: links are not followed", got.Files, got.Folders)
	}
}

func TestLookIsBounded(t *testing.T) {
	dir := t.TempDir()
	for i := range 10 {
		write(t, dir, "sub"+strconv.Itoa(i)+"/file.txt", "x")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err := Look(ended, dir); err != nil || !got.More || got.Files != 0 {
		t.Errorf("Look in no time = %+v, %v, want More and nothing else", got, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for left, want := range map[int]Report{
		0:   {More: true},
		4:   {Folders: 4, More: true},
		15:  {Folders: 10, Files: 5, Bytes: 5, More: true},
		100: {Folders: 10, Files: 10, Bytes: 10},
	} {
		got := walkThrough(t.Context(), root, left)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Secrets{})); diff != "" {
			t.Errorf("a look at %d entries differs (-want +got):\n%s", left, diff)
		}
	}
}

func TestLookFails(t *testing.T) {
	if _, err := Look(t.Context(), filepath.Join(t.TempDir(), "gone")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Look(no folder) = %v, want fs.ErrNotExist", err)
	}
}

func TestSentence(t *testing.T) {
	secrets := func(found ...kind) (s Secrets) {
		for _, k := range found {
			s.add("x", k)
		}
		return s
	}
	for _, tt := range []struct {
		name   string
		report Report
		want   string
	}{
		{"nothing", Report{}, "no files"},
		{"one", Report{Files: 1, Bytes: 1}, "1 file, 1 B"},
		{"many", Report{Files: 1284, Folders: 3, Bytes: 3_100_000_000, Links: 2, Secrets: secrets(privateKey)}, "1,284 files, 3.1 GB · 2 links lead out · 1 private key"},
		{"all", Report{Files: 2, Bytes: 999, Links: 1, Unreadable: 3, Hidden: 9, Secrets: secrets(wallet, passwords, passwords)}, "2 files, 999 B · 1 link leads out · 2 password files · 1 wallet · 3 not readable"},
		{"keys", Report{Files: 2, Bytes: 999_499, Secrets: secrets(accessKeys, accessKeys, hiddenTarget, hiddenTarget)}, "2 files, 999 kB · 2 files with access keys · 2 links to hidden files"},
		{"more", Report{Files: 1_200_000, Bytes: 999_960, More: true}, "more than 1,200,000 files, 1.0 MB"},
		{"more, and none yet", Report{More: true}, "too large to look through"},
		{"huge", Report{Files: 9, Bytes: 12_300_000_000_000}, "9 files, 12 TB"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.report.Sentence(); got != tt.want {
				t.Errorf("Sentence() = %q, want %q", got, tt.want)
			}
		})
	}
}
