// SPDX-License-Identifier: MIT

package reach

import (
	"context"
	"os/exec"
)

// askWall asks the application firewall for its state, which everybody may.
func askWall(ctx context.Context) wall {
	out, err := exec.CommandContext(ctx, "/usr/libexec/ApplicationFirewall/socketfilterfw", "--getglobalstate").Output()
	if err != nil {
		return wall{}
	}
	return macWall(string(out))
}
