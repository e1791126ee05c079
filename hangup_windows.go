// SPDX-License-Identifier: MIT

package main

import "os"

// notifyHangup never delivers: Windows has no such signal. The file is watched.
func notifyHangup() chan os.Signal { return make(chan os.Signal) }
