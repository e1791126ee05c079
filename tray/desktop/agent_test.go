// SPDX-License-Identifier: MIT

package desktop

import (
	"encoding/xml"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAgent(t *testing.T) {
	for _, program := range []string{
		"/Applications/Porchlight.app/Contents/MacOS/porchlight",
		`/Users/ada/<string>&amp; "5" > 'é' %s]]>/porch light`,
	} {
		t.Run(program, func(t *testing.T) {
			text, err := agent(program)
			if err != nil {
				t.Fatal(err)
			}
			var list struct {
				Dict struct {
					Keys      []string `xml:"key"`
					Strings   []string `xml:"string"`
					Arguments []string `xml:"array>string"`
				} `xml:"dict"`
			}
			if err := xml.Unmarshal([]byte(text), &list); err != nil {
				t.Fatalf("agent(%q): %v in\n%s", program, err, text)
			}
			wantKeys := []string{"Label", "ProgramArguments", "RunAtLoad", "LimitLoadToSessionType", "ProcessType"}
			if diff := cmp.Diff(wantKeys, list.Dict.Keys); diff != "" {
				t.Errorf("keys differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]string{"porchlight.tray", "Aqua", "Interactive"}, list.Dict.Strings); diff != "" {
				t.Errorf("texts differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]string{program}, list.Dict.Arguments); diff != "" {
				t.Errorf("arguments differ (-want +got):\n%s", diff)
			}
		})
	}
}
