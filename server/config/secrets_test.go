// SPDX-License-Identifier: MIT

package config

import (
	"regexp"
	"testing"
)

// TestPeers48NoSecretIsAFlag keeps secrets off the command line, where every
// account of the computer reads them: each key is a flag, so none is a secret.
func TestPeers48NoSecretIsAFlag(t *testing.T) {
	secret := regexp.MustCompile(`(?i)password|passwd|secret|token|credential|\bcode\b|\bkey\b`)
	for _, k := range Keys() {
		if secret.MatchString(k.Name) || secret.MatchString(k.Value) {
			t.Errorf("the key %s is a flag, and reads like a secret", k.Name)
		}
	}
}
