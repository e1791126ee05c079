// SPDX-License-Identifier: MIT

package server

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"porchlight/server/config"
)

// The cases of PEERS §5 in which a request wants what is not lent, asked of the
// whole server: of a share, of its WebDAV, and of a web site.

// secretOutside stands in files that lie beside the folder that is lent.
const secretOutside = "outside of the folder"

// walled are servers whose folder has neighbours.
func walled(t *testing.T) map[string]*fixture {
	t.Helper()
	above := t.TempDir()
	writeFile(t, above, "secret.txt", secretOutside)
	writeFile(t, above, "root_evil/secret.txt", secretOutside)
	for _, name := range []string{"a.txt", "sub/b.txt", "index.html", ".hidden.txt", "sub/.git/config.txt", "-/in.txt"} {
		writeFile(t, above, "root/"+name, "inside: "+name)
	}
	root := filepath.Join(above, "root")
	share := start(t, func(c *config.Config) {
		c.Root, c.Mode, c.Access, c.Types, c.Listing, c.WebDAV = root, "share", "open", []string{"*"}, true, "read"
	})
	return map[string]*fixture{"": share, "/-/dav": share, "website": start(t, func(c *config.Config) { c.Root = root })}
}

// refusesAll asks for targets, each of which is to be refused without a byte of
// a file, and with nowhere else to go.
func refusesAll(t *testing.T, targets []string, may ...int) {
	t.Helper()
	for where, f := range walled(t) {
		prefix := strings.TrimPrefix(where, "website")
		for _, target := range targets {
			for _, method := range []string{"GET", "HEAD", "PROPFIND", "POST"} {
				if method == "PROPFIND" && prefix == "" {
					continue
				}
				a := f.ask(method+" "+prefix+target, "Depth: 1", "Content-Type: application/x-www-form-urlencoded")
				if a.StatusCode < 400 || a.StatusCode >= 500 || strings.Contains(a.body, "inside: ") || strings.Contains(a.body, secretOutside) {
					t.Errorf("%s %s%s = %d %.60q, want a refusal", method, prefix, target, a.StatusCode, a.body)
				}
				if a.Header.Get("Location") != "" {
					t.Errorf("%s %s%s leads to %q", method, prefix, target, a.Header.Get("Location"))
				}
			}
		}
	}
}

func TestPeers01Traversal(t *testing.T) {
	refusesAll(t, []string{
		"/../secret.txt", "/%2e%2e/secret.txt", "/.%2e/secret.txt", "/%2e./secret.txt", "/%2E%2E%2Fsecret.txt", "/..%2fsecret.txt",
		"/%252e%252e/secret.txt", "/.%252e/secret.txt", "/sub/../../secret.txt", "/sub/%2e%2e/%2e%2e/secret.txt", "/sub/..", "/.", "/..",
		"/..;/secret.txt", "/./a.txt", "/sub/./b.txt", "/../root/a.txt",
	})
}

// TestPeers01NoParameterIsAPath tries what a query says as the name of a file.
func TestPeers01NoParameterIsAPath(t *testing.T) {
	f := walled(t)[""]
	for _, key := range []string{"lang", "theme", "file", "name", "path", "zip", "thumb", "json", "download", "q", "filter", "sort", "next", "arrived"} {
		for _, target := range []string{"/", "/sub/", "/a.txt", "/-/page.css", "/-/healthz"} {
			if a := f.ask("GET " + target + "?" + key + "=../secret.txt"); strings.Contains(a.body, secretOutside) {
				t.Errorf("?%s= is taken for a path at %s", key, target)
			}
		}
	}
	form := "name=..%2Fsecret.txt&name=sub%2F..%2F..%2Fsecret.txt"
	a := f.post("/?zip", form, "Content-Type: application/x-www-form-urlencoded")
	if a.StatusCode < 400 || strings.Contains(a.body, secretOutside) {
		t.Errorf("a zip of %s = %d", form, a.StatusCode)
	}
}

// post sends a body.
func (f *fixture) post(target, body string, fields ...string) answer {
	f.t.Helper()
	return f.sendBody("POST", target, body, fields...)
}

func TestPeers02Backslashes(t *testing.T) {
	refusesAll(t, []string{
		`/..%5csecret.txt`, `/..\secret.txt`, `/sub%5c..%5c..%5csecret.txt`, `/sub%5cb.txt`, `/%5csecret.txt`, `/..%255csecret.txt`,
	})
}

func TestPeers03DrivesAndShares(t *testing.T) {
	refusesAll(t, []string{
		"/C:/secret.txt", "/C:secret.txt", "/c%3a/secret.txt", "//host/share/secret.txt", "/%5c%5chost%5cshare", "/%2f%2fhost/share",
		"/a.txt/../C:/secret.txt", "/%3f%3f/C:/secret.txt", `/\??\C:\secret.txt`, "/a/../c:/b",
	})
}

func TestPeers04DeviceNames(t *testing.T) {
	refusesAll(t, []string{"/CON", "/nul", "/COM1.txt", "/COM%C2%B9", "/com1%20", "/sub/LPT9.tar.gz", "/AUX.html", "/CONIN$", "/PRN%20.txt"})
}

func TestPeers05StreamsAndShortNames(t *testing.T) {
	refusesAll(t, []string{
		"/a.txt::$DATA", "/a.txt%3a%3a$DATA", "/sub:$i30:$INDEX_ALLOCATION", "/a.txt.", "/a.txt%20", "/sub./b.txt", "/sub%20/b.txt", "/PROGRA~1",
		"/A~1.TXT",
	})
}

// TestPeers06NeighbourOfTheSameBeginning lies beside the folder, under a name that
// begins as that of the folder does.
func TestPeers06NeighbourOfTheSameBeginning(t *testing.T) {
	refusesAll(t, []string{"/../root_evil/secret.txt", "/..%2froot_evil/secret.txt", "/%2e%2e/root_evil/secret.txt"})
}

// TestPeers07EncodedSlash has a slash that is one to some and none to others: it
// opens neither a file nor a room that its plain form would.
func TestPeers07EncodedSlash(t *testing.T) {
	refusesAll(t, []string{"/sub%2fb.txt", "/sub%2Fb.txt", "/%2fa.txt", "/sub%2f", "/-%2fin.txt", "/%2d/in.txt", "/sub%252fb.txt"})
}

// TestPeers08Case asks for what is refused in another case: on some systems the
// file is the same.
func TestPeers08Case(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"a.php", "A.PHP", ".Env", ".ENV", "sub/.GIT/x"} {
		writeFile(t, root, name, "inside: "+name)
	}
	f := start(t, func(c *config.Config) { c.Root = root })
	for _, target := range []string{"/a.php", "/A.PHP", "/a.pHp", "/.env", "/.ENV", "/.Env", "/sub/.git/x", "/sub/.GIT/x"} {
		if a := f.ask("GET " + target); a.StatusCode < 400 || strings.Contains(a.body, "inside") {
			t.Errorf("GET %s = %d, want a refusal", target, a.StatusCode)
		}
	}
}

// TestPeers09Bytes has what no path has. The server answers on.
func TestPeers09Bytes(t *testing.T) {
	refusesAll(t, []string{
		"/a.txt%00", "/%00", "/a.txt%00.html", "/a%0ab", "/a%0d%0aX-Evil:%201", "/%7f", "/%", "/%2", "/%zz", "/%ff%fe", "/%c0%ae%c0%ae/secret.txt",
		"/%ed%a0%80", "/" + strings.Repeat("a", 300), "/" + strings.Repeat("a/", 2000), "/" + strings.Repeat("%2e%2e/", 900),
	})
	f := start(t)
	for _, target := range []string{"/" + strings.Repeat("a", 64<<10), "/" + strings.Repeat("%", 8000), "/\x00", "/\xff\xfe"} {
		if a := f.ask("GET " + target); a.StatusCode < 400 || a.StatusCode >= 500 {
			t.Errorf("GET of %d bytes = %d, want a refusal", len(target), a.StatusCode)
		}
	}
	if a := f.ask("GET /a.txt"); a.StatusCode != 200 {
		t.Errorf("GET /a.txt after it = %d, want 200", a.StatusCode)
	}
}

// TestPeers10NoWayOut asks for addresses of which a redirect could be made that
// leads to another site.
func TestPeers10NoWayOut(t *testing.T) {
	for where, f := range walled(t) {
		if where == "/-/dav" {
			continue
		}
		for _, target := range []string{
			"//evil.example/..", "//evil.example/%2e%2e", "//sub", "/%2fsub", "/%5cevil.example/sub", `/\evil.example`, "/sub//", "/sub", "/sub?//evil.example",
			"/-/gate?next=//evil.example", "/-/gate?next=https://evil.example", "/-/gate?next=/%5cevil.example", "/-/gate?next=%09//evil.example",
		} {
			to := f.ask("GET " + target).Header.Get("Location")
			if to != "" && (to[0] != '/' || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t")) {
				t.Errorf("GET %s leads to %q", target, to)
			}
		}
	}
}

// TestPeers11OneRuleForLinks has links of all kinds in a folder that is lent in
// every way there is: what one way refuses, no other gives.
func TestPeers11OneRuleForLinks(t *testing.T) {
	above := t.TempDir()
	writeFile(t, above, "secret.txt", secretOutside)
	writeFile(t, above, "folder/secret.txt", secretOutside)
	root := filepath.Join(above, "root")
	writeFile(t, root, "a.txt", "inside")
	for name, to := range map[string]string{
		"file.txt": "../secret.txt", "folder": "../folder", "absolute.txt": filepath.Join(above, "secret.txt"), "dangling.txt": "../none.txt",
		"round": "round", "over": "folder/../../secret.txt",
	} {
		if err := os.Symlink(to, filepath.Join(root, name)); err != nil {
			t.Skip("this system lets us make no links")
		}
	}
	f := start(t, func(c *config.Config) {
		c.Root, c.Mode, c.Access, c.Types, c.Listing, c.WebDAV = root, "share", "open", []string{"*"}, true, "write"
		c.Uploads, c.KeepFree = true, 0
	})
	for _, target := range []string{"/file.txt", "/folder/", "/folder/secret.txt", "/absolute.txt", "/dangling.txt", "/round", "/over", "/?zip", "/folder/?zip"} {
		for _, prefix := range []string{"", "/-/dav"} {
			if a := f.ask("GET " + prefix + target); strings.Contains(a.body, secretOutside) {
				t.Errorf("GET %s%s gives a file that is outside", prefix, target)
			}
		}
	}
	for _, name := range []string{"file.txt", "folder/new.txt", "folder/secret.txt", "absolute.txt", "dangling.txt", "over"} {
		for _, prefix := range []string{"/", "/-/dav/"} {
			f.sendBody("PUT", prefix+name, "written through")
			f.ask("MKCOL /-/dav/" + name + ".d")
			f.ask("COPY /-/dav/a.txt", "Destination: /-/dav/"+name)
			f.ask("MOVE /-/dav/"+name, "Destination: /-/dav/moved-"+strings.ReplaceAll(name, "/", "-"))
		}
	}
	f.ask("DELETE /-/dav/folder")
	for name, want := range map[string]string{"secret.txt": secretOutside, "folder/secret.txt": secretOutside, "none.txt": "", "folder/new.txt": ""} {
		got, _ := os.ReadFile(filepath.Join(above, name))
		if string(got) != want {
			t.Errorf("%s, outside of the folder, holds %q, want %q", name, got, want)
		}
	}
}

// TestPeers31NothingForOtherSites looks at the fields by which a browser keeps
// what is lent from pages of other sites, also where everybody may come in.
func TestPeers31NothingForOtherSites(t *testing.T) {
	root := authoriseRoot(t)
	writeFile(t, root, "page.html", "<script>alert(1)</script>")
	writeFile(t, root, "drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
	f := start(t, func(c *config.Config) {
		c.Root, c.Mode, c.Access, c.Types, c.Listing, c.WebDAV = root, "share", "open", []string{"*"}, true, "read"
	})
	for _, target := range []string{
		"/", "/?json", "/file", "/pic.png", "/pic.png?thumb", "/page.html", "/drawing.svg", "/?zip", "/-/dav/page.html", "/-/dav/drawing.svg",
	} {
		a := f.ask("GET " + target)
		if a.StatusCode != 200 || a.Header.Get("Cross-Origin-Resource-Policy") != "same-origin" || a.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("GET %s = %d %v, want it to be for this site alone", target, a.StatusCode, a.Header)
		}
		if policy := a.Header.Get("Content-Security-Policy"); strings.Contains(target, ".html") != strings.Contains(policy, "sandbox") && !strings.Contains(target, ".svg") {
			t.Errorf("GET %s has the policy %q", target, policy)
		} else if strings.Contains(target, ".svg") && !strings.Contains(policy, "sandbox") {
			t.Errorf("GET %s runs outside of a sandbox: %q", target, policy)
		}
	}
}
