// SPDX-License-Identifier: MIT

package folder

import "os"

// openFlags are plain: names of devices and pipes never come this far.
const openFlags = os.O_RDONLY
