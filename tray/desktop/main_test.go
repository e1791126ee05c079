// SPDX-License-Identifier: MIT

package desktop

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"
)

// copyVariable holds the text that the test program copies, instead of testing.
const copyVariable = "PORCHLIGHT_TEST_COPY"

func TestMain(m *testing.M) {
	if text, ok := os.LookupEnv(copyVariable); ok {
		err := Copy(text)
		fmt.Print(errors.Is(err, ErrNoClipboard), " ", err)
		os.Exit(0)
	}
	// No test may come to the desktop of the person who runs it.
	for _, name := range []string{"DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "DISPLAY", "WAYLAND_DISPLAY"} {
		if err := os.Unsetenv(name); err != nil {
			panic(err)
		}
	}
	goleak.VerifyTestMain(m)
}

// put writes a file into a folder and returns its path.
func put(t *testing.T, folder, name, text string) string {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
