// SPDX-License-Identifier: MIT

package desktop

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// toast is a notification of Windows, by the schema of ToastGeneric: the
// first text is the title. It makes no sound.
type toast struct {
	XMLName  xml.Name `xml:"toast"`
	Duration string   `xml:"duration,attr"`
	Launch   string   `xml:"launch,attr,omitempty"`
	Launched string   `xml:"activationType,attr,omitempty"`
	Visual   struct {
		Binding struct {
			Template string   `xml:"template,attr"`
			Text     []string `xml:"text"`
		} `xml:"binding"`
	} `xml:"visual"`
	Audio struct {
		Silent bool `xml:"silent,attr"`
	} `xml:"audio"`
}

// toastXML makes a toast that opens the address launch when it is clicked; "" is
// for none.
func toastXML(title, text, launch string) (string, error) {
	t := toast{Duration: "short", Launch: launch}
	if launch != "" {
		t.Launched = "protocol"
	}
	t.Visual.Binding.Template = "ToastGeneric"
	t.Visual.Binding.Text = []string{title, text}
	t.Audio.Silent = true
	b, err := xml.Marshal(t)
	return inOneUnit(string(b)), err
}

// inOneUnit refers to the characters that are two units of UTF-16 by their
// numbers. The library that hands the message to Windows counts them as one
// each, and cuts off as much at its end.
func inOneUnit(message string) string {
	var b strings.Builder
	for _, r := range message {
		if r > 0xFFFF {
			fmt.Fprintf(&b, "&#%d;", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
