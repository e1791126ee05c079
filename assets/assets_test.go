// SPDX-License-Identifier: MIT

package assets

import (
	"html/template"
	"strings"
	"testing"
)

// refusal is what the error page shows.
type refusal struct {
	Status            int
	Title, Reason, ID string
}

// show renders the page for a refusal.
func show(t *testing.T, r refusal) string {
	t.Helper()
	page, err := template.New("error").Option("missingkey=error").Parse(ErrorPage())
	if err != nil {
		t.Fatalf("Parse(ErrorPage()) = %v, want nil", err)
	}
	var b strings.Builder
	if err := page.Execute(&b, r); err != nil {
		t.Fatalf("Execute(%+v) = %v, want nil", r, err)
	}
	return b.String()
}

func TestErrorPage(t *testing.T) {
	got := show(t, refusal{404, "Not Found", "Nothing here. Check the address.", "3f9c"})
	for _, want := range []string{"<title>404 Not Found</title>", "<h1>404 Not Found</h1>", "<p>Nothing here. Check the address.</p>", "Request 3f9c"} {
		if !strings.Contains(got, want) {
			t.Errorf("page = %s, want it to have %q", got, want)
		}
	}
	if n := len(ErrorPage()); n >= 2<<10 {
		t.Errorf("len(ErrorPage()) = %d, want less than %d", n, 2<<10)
	}
}

func TestErrorPageWithoutID(t *testing.T) {
	if got := show(t, refusal{503, "Service Unavailable", "Busy.", ""}); strings.Contains(got, "Request") {
		t.Errorf("page without an ID = %s, want no word of it", got)
	}
}

func TestErrorPageEscapes(t *testing.T) {
	const bad = `"><script>alert(1)</script>`
	got := show(t, refusal{400, bad, bad, bad})
	if strings.Contains(got, "<script") {
		t.Errorf("page = %s, want every field escaped", got)
	}
}
