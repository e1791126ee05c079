// SPDX-License-Identifier: MIT

package desktop

import (
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a person or the network has named is an argument of its own, whole, and
// after what ends the options.
func TestOsascriptArguments(t *testing.T) {
	const nasty = `" & (do shell script "id") & "`
	for _, tt := range []struct {
		name      string
		got, want []string
	}{
		{"ask", askArguments("Share", "/Users/ada"), []string{"-", "Share", "/Users/ada"}},
		{"ask without a start", askArguments("Share", ""), []string{"-", "Share"}},
		{"ask by an option", askArguments("-e", "-e"), []string{"-", "-e", "-e"}},
		{"ask by a script", askArguments(nasty, "/"+nasty), []string{"-", nasty, "/" + nasty}},
		{"tell", tellArguments("Porchlight", "is on"), []string{"-", "Porchlight", "is on"}},
		{"tell a script", tellArguments(nasty, nasty), []string{"-", nasty, nasty}},
		{"tell nothing", tellArguments("", ""), []string{"-", "", ""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.got); diff != "" {
				t.Errorf("arguments differ (-want +got):\n%s", diff)
			}
		})
	}
}

// A script reads each of its arguments, and none that it does not get.
func TestScriptsReadTheirArguments(t *testing.T) {
	item := regexp.MustCompile(`item (\d+) of argv`)
	for _, tt := range []struct {
		name, script string
		arguments    []string
	}{
		{"ask", askScript, askArguments("prompt", "/start")},
		{"tell", tellScript, tellArguments("title", "text")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, match := range item.FindAllStringSubmatch(tt.script, -1) {
				got = append(got, match[1])
			}
			slices.Sort(got)
			var want []string
			for i := range tt.arguments[1:] { // after "-"
				want = append(want, strconv.Itoa(i+1))
			}
			if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
				t.Errorf("the script reads (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPrinted(t *testing.T) {
	for _, tt := range []struct{ name, output, want string }{
		{"a line", "/srv\n", "/srv"},
		{"no line break", "/srv", "/srv"},
		{"a line break of the path", "/srv\n\n", "/srv\n"},
		{"blanks of the path", " /srv \n", " /srv "},
		{"nothing", "\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := printed([]byte(tt.output)); got != tt.want {
				t.Errorf("printed(%q) = %q, want %q", tt.output, got, tt.want)
			}
		})
	}
}
