// SPDX-License-Identifier: MIT

package instance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// holderVariable makes the test binary hold an instance until it is killed.
const holderVariable = "PORCHLIGHT_TEST_HOLDER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(holderVariable); dir != "" {
		hold(dir)
	}
	goleak.VerifyTestMain(m)
}

func release(t *testing.T, i *Instance) {
	t.Helper()
	if err := i.Release(); err != nil {
		t.Errorf("Release() = %v", err)
	}
}

func hold(dir string) {
	i, err := Take(dir)
	if err == nil {
		err = i.Publish("http://127.0.0.1:1", "secret")
	}
	if err != nil {
		os.Exit(1)
	}
	fmt.Println("held")
	select {}
}

func TestTake(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	if _, err := Find(t.Context(), dir); !errors.Is(err, ErrNone) {
		t.Errorf("Find() without an instance = %v, want ErrNone", err)
	}
	i, err := Take(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Take(dir); !errors.Is(err, ErrTaken) {
		t.Errorf("the second Take() = %v, want ErrTaken", err)
	}
	if err := i.Publish("http://127.0.0.1:4711", "secret"); err != nil {
		t.Fatal(err)
	}
	got, err := Find(t.Context(), dir)
	if want := (Record{"http://127.0.0.1:4711", "secret", os.Getpid()}); err != nil || got != want {
		t.Errorf("Find() = %v, %v, want %v", got, err, want)
	}
	info, err := os.Stat(filepath.Join(dir, recordName))
	if runtime.GOOS != "windows" && (err != nil || info.Mode() != 0o600) {
		t.Errorf("the record has mode %v, %v, want 0600", info.Mode(), err)
	}
	if err := i.Release(); err != nil {
		t.Fatal(err)
	}
	if _, err := Find(t.Context(), dir); !errors.Is(err, ErrNone) {
		t.Errorf("Find() after Release = %v, want ErrNone", err)
	}
	again, err := Take(dir)
	if err != nil {
		t.Fatalf("Take() after Release = %v", err)
	}
	if err := again.Release(); err != nil {
		t.Error(err)
	}
}

// TestKilled has a record that its process could not take away.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), holderVariable+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 16)); err != nil {
		t.Fatal(err)
	}
	if got, err := Find(t.Context(), dir); err != nil || got.PID != cmd.Process.Pid {
		t.Errorf("Find() = %v, %v, want process %d", got, err, cmd.Process.Pid)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed
	if _, err := Find(t.Context(), dir); !errors.Is(err, ErrNone) {
		t.Errorf("Find() after a kill = %v, want ErrNone", err)
	}
	i, err := Take(dir)
	if err != nil {
		t.Fatalf("Take() after a kill = %v", err)
	}
	if err := i.Release(); err != nil {
		t.Error(err)
	}
}

// TestFindWaits has an instance that begins: it has the lock, and no record yet.
func TestFindWaits(t *testing.T) {
	dir := t.TempDir()
	i, err := Take(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer release(t, i)
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := Find(ctx, dir); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), lockName) {
		t.Errorf("Find() = %v, want the deadline and the lock", err)
	}
	found := make(chan error, 1)
	go func() {
		_, err := Find(t.Context(), dir)
		found <- err
	}()
	if err := i.Publish("http://127.0.0.1:1", "x"); err != nil {
		t.Fatal(err)
	}
	if err := <-found; err != nil {
		t.Errorf("Find() = %v after Publish", err)
	}
}

func TestDamagedRecord(t *testing.T) {
	dir := t.TempDir()
	i, err := Take(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer release(t, i)
	if err := os.WriteFile(filepath.Join(dir, recordName), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Find(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "is damaged") {
		t.Errorf("Find() = %v, want that the record is damaged", err)
	}
}

func TestAsk(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://192.0.2.1:9")
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer secret" {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		switch r.Method + r.URL.Path {
		case "GET/api/status":
			w.Write([]byte(`{"level":"calm"}`))
		case "POST/api/share":
			var question map[string]string
			if err := json.NewDecoder(r.Body).Decode(&question); err != nil || question["dir"] != "/a" {
				w.WriteHeader(http.StatusTeapot)
			}
		default:
			w.WriteHeader(http.StatusBadRequest)
			w.Write([]byte(`{"message":"There is no such folder."}`))
		}
	}))
	defer s.Close()
	r := Record{Address: s.URL, Token: "secret"}
	var answer struct{ Level string }
	if err := r.Get(t.Context(), "/api/status", &answer); err != nil || answer.Level != "calm" {
		t.Errorf("Get() = %v, %v, want calm", answer, err)
	}
	if err := r.Post(t.Context(), "/api/share", map[string]string{"dir": "/a"}, nil); err != nil {
		t.Errorf("Post() = %v", err)
	}
	if err := r.Post(t.Context(), "/api/other", nil, nil); err == nil || err.Error() != "There is no such folder." {
		t.Errorf("Post() = %v, want the reason", err)
	}
	r.Token = "guessed"
	if err := r.Get(t.Context(), "/api/status", &answer); err == nil || !strings.Contains(err.Error(), "403") {
		t.Errorf("Get() with another token = %v, want 403", err)
	}
}
