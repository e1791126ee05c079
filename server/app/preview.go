// SPDX-License-Identifier: MIT

package app

import (
	"context"

	"porchlight/server/exposure"
)

// Preview says what a folder would show to others, before it is lent. It looks
// through it no longer than Lend does. The error is why Lend would refuse the
// folder itself; where it is exposure.ErrInsist, the report is there all the same.
func (a *App) Preview(ctx context.Context, dir string) (exposure.Report, error) {
	dir, err := lendable(dir)
	if err != nil {
		return exposure.Report{}, err
	}
	refused := exposure.Refused(dir)
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	report, err := exposure.Look(ctx, dir)
	if err != nil {
		return exposure.Report{}, err
	}
	return report, refused
}
