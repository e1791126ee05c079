// SPDX-License-Identifier: MIT

package desktop

import (
	"encoding/xml"
	"fmt"
	"strings"
)

const agentLabel = "porchlight.tray"

// agentList is a property list for launchd of macOS: start at login, in the
// person's session with a screen, with the priority of what they see.
const agentList = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>%s</string>
	<key>ProgramArguments</key>
	<array>
		<string>%s</string>
	</array>
	<key>RunAtLoad</key>
	<true/>
	<key>LimitLoadToSessionType</key>
	<string>Aqua</string>
	<key>ProcessType</key>
	<string>Interactive</string>
</dict>
</plist>
`

// agent returns the text of the file by which launchd starts program.
func agent(program string) (string, error) {
	var escaped strings.Builder
	if err := xml.EscapeText(&escaped, []byte(program)); err != nil {
		return "", err
	}
	return fmt.Sprintf(agentList, agentLabel, escaped.String()), nil
}
