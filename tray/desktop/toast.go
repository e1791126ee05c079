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

func toastXML(title, text string) (string, error) {
	t := toast{Duration: "short"}
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
