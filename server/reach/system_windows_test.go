// SPDX-License-Identifier: MIT

package reach

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/windows/registry"
)

// newKey makes a key for a test below those of the user, and removes it again.
func newKey(t *testing.T, path string) registry.Key {
	t.Helper()
	key, _, err := registry.CreateKey(registry.CURRENT_USER, path, registry.ALL_ACCESS)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		key.Close()
		if err := registry.DeleteKey(registry.CURRENT_USER, path); err != nil {
			t.Errorf("DeleteKey(%s) = %v, want nil", path, err)
		}
	})
	return key
}

func set(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestFirewallRules(t *testing.T) {
	const path = `Software\porchlight-test-rules`
	key := newKey(t, path)
	set(t, key.SetStringValue("{1}", `v2.31|Action=Block|Active=TRUE|Dir=In|App=%SystemRoot%\porchlight.exe|`))
	set(t, key.SetDWordValue("{2}", 7))
	want := []rule{{blocks: true, active: true, incoming: true, program: os.Getenv("SystemRoot") + `\porchlight.exe`}}
	if diff := cmp.Diff(want, firewallRules(registry.CURRENT_USER, path), cmp.AllowUnexported(rule{})); diff != "" {
		t.Errorf("firewallRules differs (-want +got):\n%s", diff)
	}
	if got := firewallRules(registry.CURRENT_USER, path+"-gone"); got != nil {
		t.Errorf("firewallRules of no key = %+v, want none", got)
	}
}

func TestCurrentProfile(t *testing.T) {
	const path = `Software\porchlight-test-networks`
	newKey(t, path)
	if got := currentProfile(registry.CURRENT_USER, path); got != privateNetwork {
		t.Errorf("currentProfile of no networks = %v, want private", got)
	}
	for name, network := range map[string]struct {
		category uint32
		year     byte // since 1792
	}{"{home}": {1, 233}, "{café}": {0, 234}, "{office}": {2, 200}} {
		key := newKey(t, path+`\`+name)
		set(t, key.SetDWordValue("Category", network.category))
		set(t, key.SetBinaryValue("DateLastConnected", []byte{network.year, 7, 11, 0, 2, 0, 24, 0, 9, 0, 8, 0, 7, 0, 0, 0}))
	}
	newKey(t, path+`\{broken}`)
	if got := currentProfile(registry.CURRENT_USER, path); got != publicNetwork {
		t.Errorf("currentProfile = %v, want that of the network joined last, public", got)
	}
}

// TestAskWall asks the machine that runs the tests, whatever it is.
func TestAskWall(t *testing.T) {
	if got := askWall(t.Context()); got.blocks && !strings.HasSuffix(got.program, ".exe") {
		t.Errorf("askWall = %+v, want the program that is blocked", got)
	}
}
