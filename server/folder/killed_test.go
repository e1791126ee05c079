// SPDX-License-Identifier: MIT

package folder

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// serveVariable names the folder for a child process that serves it.
const serveVariable = "PORCHLIGHT_SERVE_UNTIL_KILLED"

// serveUntilKilled is that child: it prints its address.
func serveUntilKilled(dir string) {
	f, err := Open(dir, Options{Types: []string{"*"}, Reserved: "-", Fail: failPlainly, Take: &TakeOptions{
		Client: func(r *http.Request) string { return r.Header.Get("Client") },
	}})
	if err != nil {
		_, _ = io.WriteString(os.Stdout, err.Error()+"\n")
		os.Exit(1)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		os.Exit(1)
	}
	_, _ = io.WriteString(os.Stdout, listener.Addr().String()+"\n")
	_ = http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { //nolint:gosec // it lives for a second
		if strings.HasPrefix(r.URL.Path, "/-/upload/") {
			f.ServeUpload(w, r)
			return
		}
		f.ServeHTTP(w, r)
	}))
}

// mortal is a server that is killed and started again.
type mortal struct {
	t       *testing.T
	root    string
	address atomic.Pointer[string]
	child   *exec.Cmd
	moved   atomic.Int64 // bytes that clients have sent
	dies    atomic.Int64 // at so many of them
	due     chan struct{}
	unsent  atomic.Int64 // files
}

// done counts a file that is sent; the last one wakes whoever waits to kill.
func (m *mortal) done() {
	if m.unsent.Add(-1) == 0 {
		m.wake()
	}
}

func (m *mortal) wake() {
	select {
	case m.due <- struct{}{}:
	default:
	}
}

func (m *mortal) start() {
	m.child = exec.Command(os.Args[0])
	m.child.Env = append(os.Environ(), serveVariable+"="+m.root)
	stdout, err := m.child.StdoutPipe()
	if err != nil {
		m.t.Fatal(err)
	}
	if err := m.child.Start(); err != nil {
		m.t.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		m.t.Fatalf("the server says %q, %v", line, err)
	}
	address := "http://" + strings.TrimSpace(line)
	m.address.Store(&address)
}

func (m *mortal) kill() {
	_ = m.child.Process.Kill()
	_ = m.child.Wait() // which says that it was killed
}

// do sends a request to the server of the moment. nil means that it died.
func (m *mortal) do(method, target string, content []byte, fields ...string) *http.Response {
	r, err := http.NewRequest(method, *m.address.Load()+target, &countedBytes{bytes.NewReader(content), m})
	if err != nil {
		m.t.Error(err)
		return nil
	}
	r.ContentLength = int64(len(content))
	for _, f := range fields {
		name, value, _ := strings.Cut(f, ": ")
		r.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil
	}
	answer, err := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if err != nil {
		return nil
	}
	res.Body = io.NopCloser(bytes.NewReader(answer))
	return res
}

type countedBytes struct {
	*bytes.Reader
	m *mortal
}

func (c *countedBytes) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if c.m.moved.Add(int64(n)) >= c.m.dies.Load() {
		c.m.wake()
	}
	return n, err
}

// upload sends a file until the server has acknowledged it, and returns its path.
func (m *mortal) upload(i int, content []byte) string {
	name := "/to/" + strconv.Itoa(i) + ".bin"
	client := "Client: " + strconv.Itoa(i)
	address := ""
	for {
		if i%2 == 0 { // in one request
			if res := m.do("PUT", name, content); res != nil && res.StatusCode == 201 {
				return acknowledged(m.t, res)
			}
			continue
		}
		if address == "" {
			res := m.do("POST", name, nil, "Upload-Complete: ?0", "Upload-Length: "+strconv.Itoa(len(content)), client)
			if res == nil {
				continue
			}
			address = res.Header.Get("Location")
		}
		head := m.do("HEAD", address, nil)
		switch {
		case head == nil:
			continue
		case head.Header.Get("Upload-Complete") == "?1":
			return head.Header.Get("Content-Location")
		case head.StatusCode != 204:
			m.t.Errorf("HEAD of an upload = %d", head.StatusCode)
			return ""
		}
		offset, err := strconv.Atoi(head.Header.Get("Upload-Offset"))
		if err != nil {
			m.t.Error(err)
			return ""
		}
		res := m.do("PATCH", address, content[offset:], "Content-Type: application/partial-upload",
			"Upload-Offset: "+strconv.Itoa(offset), "Upload-Complete: ?1")
		if res != nil && res.StatusCode == 201 {
			return acknowledged(m.t, res)
		}
	}
}

func acknowledged(t *testing.T, res *http.Response) string {
	var answer struct{ Files []taken }
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil || len(answer.Files) != 1 {
		t.Errorf("201 tells of %v, %v", answer.Files, err)
		return ""
	}
	return answer.Files[0].Path
}

// TestServerKilled holds that of 50 uploads at once, while 20 clients download
// and the server is killed ten times, each that was acknowledged is whole, and
// that nothing else stands under a final name.
func TestServerKilled(t *testing.T) {
	const uploads, downloads, kills, size = 50, 20, 10, 2 << 20
	m := &mortal{t: t, root: t.TempDir(), due: make(chan struct{}, 1)}
	if err := os.WriteFile(filepath.Join(m.root, "down.bin"), make([]byte, size), 0o600); err != nil {
		t.Fatal(err)
	}
	m.unsent.Store(uploads)
	m.start()
	contents := make([][]byte, uploads)
	wholes := map[[32]byte]bool{}
	for i := range contents {
		contents[i] = bytes.Repeat([]byte(fmt.Sprintf("%07d\n", i)), size/8)
		wholes[sha256.Sum256(contents[i])] = true
	}
	var sending, fetching sync.WaitGroup
	stop := make(chan struct{})
	for range downloads {
		fetching.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					m.do("GET", "/down.bin", nil)
				}
			}
		})
	}
	for i, content := range contents {
		sending.Go(func() {
			defer m.done()
			path := m.upload(i, content)
			got, err := os.ReadFile(filepath.Join(m.root, filepath.FromSlash(path)))
			if err != nil || !bytes.Equal(got, content) {
				t.Errorf("%s was acknowledged, and has %d bytes, %v", path, len(got), err)
			}
		})
	}
	for range kills {
		m.dies.Store(m.moved.Load() + rand.Int64N(uploads*size/kills)) //nolint:gosec // any moment will do
		select {
		case <-m.due: // from the moment before
		default:
		}
		if m.unsent.Load() > 0 {
			<-m.due
		}
		m.kill()
		m.start()
	}
	sending.Wait()
	close(stop)
	fetching.Wait()
	m.kill()
	http.DefaultClient.CloseIdleConnections()
	t.Logf("%d MiB sent for %d", m.moved.Load()>>20, uploads*size>>20)
	m.wantWhole(wholes)
}

// wantWhole holds that each final name has a whole file.
func (m *mortal) wantWhole(wholes map[[32]byte]bool) {
	err := filepath.WalkDir(filepath.Join(m.root, "to"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if !wholes[sha256.Sum256(content)] {
			m.t.Errorf("%s has %d bytes that nobody sent as a file", path, len(content))
		}
		return err
	})
	if err != nil {
		m.t.Error(err)
	}
}
