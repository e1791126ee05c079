// SPDX-License-Identifier: MIT

package assets

import _ "embed"

//go:embed amount.js
var amountScript string

// AmountScript words sizes and counts. The scripts of the visitors' pages and of
// the control page import it from amount.js beside them.
func AmountScript() string { return amountScript }
