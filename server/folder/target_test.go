// SPDX-License-Identifier: MIT

package folder

import (
	"net/http"
	"testing"
)

func TestOriginForm(t *testing.T) {
	for _, row := range []struct{ target, path, query string }{
		{"/", "/", ""},
		{"/a%2fb?c=%2f", "/a%2fb", "?c=%2f"},
		{"/a?", "/a", "?"},
		{"/a?b?c", "/a", "?b?c"},
		{"//host/a", "//host/a", ""},
		{"/http://host/a", "/http://host/a", ""},
		{"http://host/a%20b?c", "/a%20b", "?c"},
		{"HTTP://host:80", "/", ""},
		{"http://host?q", "/", "?q"},
		{"http://host//a", "//a", ""},
		{"*", "*", ""},
		{"host:80", "host:80", ""},
	} {
		r := newRequest("GET", row.target, nil)
		if path, query := rawPath(r), rawQuery(r); path != row.path || query != row.query {
			t.Errorf("target %q is %q and %q, want %q and %q", row.target, path, query, row.path, row.query)
		}
	}
}

// TestUnreadRequest holds that a request which never was on a wire works too.
func TestUnreadRequest(t *testing.T) {
	r, err := http.NewRequest("GET", "http://host/a%2Fb?c", nil)
	if err != nil {
		t.Fatal(err)
	}
	if path, query := rawPath(r), rawQuery(r); path != "/a%2Fb" || query != "?c" {
		t.Errorf("request for %v is %q and %q", r.URL, path, query)
	}
}
