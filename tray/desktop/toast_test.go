// SPDX-License-Identifier: MIT

package desktop

import (
	"encoding/xml"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestToastXML(t *testing.T) {
	const want = `<toast duration="short"><visual><binding template="ToastGeneric">` +
		`<text>Porchlight</text><text>]]&gt;&lt;/text&gt;&lt;action arguments=&#34;calc&#34;/&gt; $(calc) &amp; more</text>` +
		`</binding></visual><audio silent="true"></audio></toast>`
	got, err := toastXML("Porchlight", `]]></text><action arguments="calc"/> $(calc) & more`, "")
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("toastXML: %v (-want +got):\n%s", err, diff)
	}
}

func TestToastThatOpens(t *testing.T) {
	const want = `<toast duration="short" launch="file:///C:/a%20&amp;%20b" activationType="protocol"><visual>`
	got, err := toastXML("a", "b", fileURI(`C:\a & b`))
	if !strings.HasPrefix(got, want) || err != nil {
		t.Errorf("toastXML = %q, %v, want it to begin with %q", got, err, want)
	}
}

// Whatever the words are, they come out as the two texts that they were.
func TestToastKeepsItsWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("a é漢😀👩‍💻𝄞&<"))))
		want := []string{titleOf(words.Draw(t, "title")), plain(words.Draw(t, "text"), textLimit)}
		message, err := toastXML(want[0], want[1], "")
		if err != nil {
			t.Fatal(err)
		}
		var got toast
		if err := xml.Unmarshal([]byte(message), &got); err != nil {
			t.Fatalf("toastXML(%q) = %q: %v", want, message, err)
		}
		if diff := cmp.Diff(want, got.Visual.Binding.Text); diff != "" {
			t.Errorf("toastXML(%q) = %q says (-want +got):\n%s", want, message, diff)
		}
		if units, characters := len(utf16.Encode([]rune(message))), utf8.RuneCountInString(message); units != characters {
			t.Errorf("toastXML(%q) has %d characters in %d units", want, characters, units)
		}
	})
}
