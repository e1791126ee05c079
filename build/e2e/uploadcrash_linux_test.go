// SPDX-License-Identifier: MIT

package e2e

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	kills       = 10
	senders     = 50
	fetchers    = 20
	mostContent = 2 << 20 // bytes of one upload
)

// TestUploadsSurviveKills has fifty devices send files while twenty fetch one,
// and kills the server ten times, whenever chance has it. What was acknowledged
// is there, whole; and nothing else goes by a final name than what somebody has
// sent.
func TestUploadsSurviveKills(t *testing.T) {
	r := newRush(t, filepath.Join(build(t), "porchlight"))
	ctx, stop := context.WithCancel(t.Context())
	var devices sync.WaitGroup
	for n := range senders {
		devices.Go(func() { r.sendAll(ctx, n) })
	}
	for range fetchers {
		devices.Go(func() { r.fetchAll(ctx) })
	}
	for n := range kills {
		r.awaitProgress(n + 1)
		r.restart()
	}
	r.awaitProgress(kills + 1)
	stop()
	devices.Wait()
	r.judge()
}

// rush is a server under load, and what has come of it.
type rush struct {
	t       *testing.T
	program string
	root    string
	home    string
	url     string
	large   [sha256.Size]byte // of the file that is fetched
	server  *program
	client  *http.Client

	mu           sync.Mutex
	sent         map[[sha256.Size]byte]bool   // of every upload that was begun
	acknowledged map[string][sha256.Size]byte // by the target that the answer named
	fetched      int                          // whole
	more         *sync.Cond
}

func newRush(t *testing.T, program string) *rush {
	r := &rush{
		t: t, program: program, root: t.TempDir(), home: t.TempDir(),
		sent: map[[sha256.Size]byte]bool{}, acknowledged: map[string][sha256.Size]byte{},
		client: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: patience},
	}
	r.more = sync.NewCond(&r.mu)
	large := bytesOf(rand.New(rand.NewPCG(1, 2)), 8<<20)
	r.large = sha256.Sum256(large)
	if err := os.WriteFile(filepath.Join(r.root, "large.bin"), large, 0o600); err != nil {
		t.Fatal(err)
	}
	r.launch("0")
	return r
}

// bytesOf returns so many bytes of chance.
func bytesOf(chance *rand.Rand, size int) []byte {
	content := make([]byte, size)
	for i := range content {
		content[i] = byte(chance.Uint32())
	}
	return content
}

func (r *rush) launch(port string) {
	r.t.Helper()
	cmd := exec.Command(r.program, "serve", "--mode", "share", "--lan", "off", "--access", "open", "--uploads",
		"--root", r.root, "--port", port, "--queue", "200", "--keep-free", "0", "--log-level", "warn")
	cmd.Env = append(os.Environ(), "HOME="+r.home, "XDG_CONFIG_HOME="+r.home, "XDG_STATE_HOME="+r.home, "XDG_DATA_HOME="+r.home, "XDG_CACHE_HOME="+r.home)
	p, err := launch(cmd)
	if err != nil {
		r.t.Fatal(err)
	}
	r.server = p
	r.t.Cleanup(func() { _ = p.cmd.Process.Kill(); <-p.done })
	if at := p.await(r.t, regexp.MustCompile(`started on (http://\S+)`))[1]; r.url == "" {
		r.url = at
	} else if at != r.url {
		r.t.Fatalf("started again at %s, want %s", at, r.url)
	}
}

// restart kills the server where it stands, and starts another at its address.
func (r *rush) restart() {
	if err := r.server.cmd.Process.Kill(); err != nil {
		r.t.Fatal(err)
	}
	<-r.server.done
	r.launch(r.url[strings.LastIndexByte(r.url, ':')+1:])
}

// awaitProgress waits until there are so many times ten acknowledged uploads,
// and as many downloads as that, so that a kill is always in the middle of some.
func (r *rush) awaitProgress(times int) {
	defer time.AfterFunc(2*patience, r.more.Broadcast).Stop()
	limit := time.Now().Add(2 * patience)
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(r.acknowledged) < 10*times || r.fetched < times {
		if time.Now().After(limit) {
			r.t.Fatalf("%d uploads and %d downloads in %v\n%s", len(r.acknowledged), r.fetched, 2*patience, r.server.log)
		}
		r.more.Wait()
	}
}

func (r *rush) sendAll(ctx context.Context, device int) {
	chance := rand.New(rand.NewPCG(uint64(device), 7))
	for n := 0; ctx.Err() == nil; n++ {
		body := bytesOf(chance, chance.IntN(mostContent))
		sum := sha256.Sum256(body)
		r.mu.Lock()
		r.sent[sum] = true
		r.mu.Unlock()
		req, err := http.NewRequestWithContext(ctx, http.MethodPut, fmt.Sprintf("%s/from-%d.bin", r.url, device%10), bytes.NewReader(body))
		if err != nil {
			r.t.Error(err)
			return
		}
		res, err := r.client.Do(req)
		if err != nil {
			continue // killed, or the test is over
		}
		_, _ = io.Copy(io.Discard, res.Body)
		res.Body.Close()
		switch res.StatusCode {
		case http.StatusCreated:
			r.note(res.Header.Get("Location"), sum)
		case http.StatusServiceUnavailable:
		default:
			r.t.Errorf("PUT = %s, want 201, or 503 when it is full", res.Status)
			return
		}
	}
}

func (r *rush) note(target string, sum [sha256.Size]byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, twice := r.acknowledged[target]; twice || target == "" {
		r.t.Errorf("two uploads are said to be at %q", target)
	}
	r.acknowledged[target] = sum
	r.more.Broadcast()
}

func (r *rush) fetchAll(ctx context.Context) {
	for ctx.Err() == nil {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url+"/large.bin", nil)
		if err != nil {
			r.t.Error(err)
			return
		}
		res, err := r.client.Do(req)
		if err != nil {
			continue
		}
		hash := sha256.New()
		_, err = io.Copy(hash, res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK {
			continue // cut, or it is full
		}
		r.mu.Lock()
		if [sha256.Size]byte(hash.Sum(nil)) != r.large {
			r.t.Error("a download that came to its end is not the file")
		}
		r.fetched++
		r.more.Broadcast()
		r.mu.Unlock()
	}
}

// judge looks at the disk, after a start that sweeps.
func (r *rush) judge() {
	r.restart()
	for target, sum := range r.acknowledged {
		name, err := url.PathUnescape(target)
		if err != nil {
			r.t.Errorf("%q is no target: %v", target, err)
			continue
		}
		content, err := os.ReadFile(filepath.Join(r.root, filepath.FromSlash(name)))
		if err != nil || sha256.Sum256(content) != sum {
			r.t.Errorf("%s was acknowledged, and is not whole: %v", target, err)
		}
	}
	files := 0
	err := filepath.WalkDir(r.root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			return nil
		}
		files++
		content, err := os.ReadFile(name)
		if sum := sha256.Sum256(content); err == nil && !r.sent[sum] && sum != r.large {
			r.t.Errorf("%s is nothing that was sent", name)
		}
		return err
	})
	if err != nil {
		r.t.Error(err)
	}
	r.t.Logf("%d uploads acknowledged, %d files, %d downloads", len(r.acknowledged), files, r.fetched)
}
