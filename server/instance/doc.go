// SPDX-License-Identifier: MIT

// Package instance keeps porchlight single: a lock says that one runs, and a
// file beside it, readable by this user only, says where its control page
// listens and with which token it is asked (DESIGN §6). The lock is the truth:
// it goes with its process, however that ends, and a file without it is stale.
//
//	first start    Take ─▶ Publish ─▶ … ─▶ Release
//	second start   Take: ErrTaken ─▶ Find ─▶ Client asks the first one
//
// Importers: main.
package instance
