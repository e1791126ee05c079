// SPDX-License-Identifier: MIT

package gate

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestPageStates shows each state once. None needs a script or breaks the policy.
func TestPageStates(t *testing.T) {
	for _, c := range []struct {
		visit visit
		says  []string
	}{
		{visit{verdict: verdict{state: nobody}, next: "/a"}, []string{"<h1>Type the code</h1>", `value="/a"`, "autofocus", `aria-describedby="hint"`}},
		{visit{verdict: verdict{state: wrong, left: 3}}, []string{"3 tries left", `aria-describedby="fault hint" aria-invalid="true"`}},
		{visit{verdict: verdict{state: wrong, left: 1}}, []string{"1 try left"}},
		{visit{verdict: verdict{state: wrong, wait: 11500 * time.Millisecond}}, []string{"Wait 12 seconds before"}},
		{visit{verdict: verdict{state: limited, wait: time.Second}}, []string{"Wait 1 second, then"}},
		{visit{verdict: verdict{state: stale}}, []string{"That link is not valid any more", "<form"}},
		{visit{verdict: verdict{state: waiting, number: "0427"}}, []string{"<h1>Waiting to be let in</h1>", `content="4"`, `data-state="waiting 0427" data-again="4"`, "0427<"}},
		{visit{verdict: verdict{state: unanswered, wait: time.Minute}, next: "/a b"}, []string{"After 60 seconds", `href="/a%20b"`}},
		{visit{verdict: verdict{state: crowded, wait: crowdedFor}}, []string{`content="15"`}},
		{visit{verdict: verdict{state: blocked}}, []string{"<h1>You are not let in</h1>"}},
		{visit{verdict: verdict{state: foreign}}, []string{`href="/-/gate"`}},
		{visit{verdict: verdict{state: ended}}, []string{"<h1>This share has ended</h1>"}},
	} {
		g, _ := newGate(Code)
		w := httptest.NewRecorder()
		g.answer(w, browser(g, "10.0.0.1").request("GET", "/", nil), c.visit)
		page := w.Body.String()
		for _, says := range append(c.says, "<bdi>Photos</bdi>", "· Photos</title>", "</html>") {
			if !strings.Contains(page, says) {
				t.Errorf("page %q = %s, want %q in it", c.visit.state, page, says)
			}
		}
		for _, not := range []string{"<script>", "<style", " style=", " onload", "http://", "https://", "ZgotmplZ", "<no value>"} {
			if strings.Contains(page, not) {
				t.Errorf("page %q = %s, want no %q in it", c.visit.state, page, not)
			}
		}
	}
}

func TestMethods(t *testing.T) {
	g, _ := newGate(Code)
	v := browser(g, "10.0.0.1")
	for _, c := range []struct {
		method, target string
		status         int
		allow          string
	}{
		{"OPTIONS", pageRoute, http.StatusNoContent, "GET, HEAD, POST, OPTIONS"},
		{"OPTIONS", g.Path(), http.StatusNoContent, "GET, HEAD, OPTIONS"},
		{"POST", g.Path(), http.StatusMethodNotAllowed, "GET, HEAD, OPTIONS"},
		{"PUT", pageRoute, http.StatusMethodNotAllowed, "GET, HEAD, POST, OPTIONS"},
		{"POST", styleRoute, http.StatusMethodNotAllowed, "GET, HEAD, OPTIONS"},
		{"PROPFIND", pageRoute, http.StatusMethodNotAllowed, "GET, HEAD, POST, OPTIONS"},
		{"HEAD", pageRoute, http.StatusOK, ""},
		{"HEAD", styleRoute, http.StatusOK, ""},
	} {
		answer := v.do(c.method, c.target, nil)
		if answer.StatusCode != c.status || answer.Header.Get("Allow") != c.allow || len(answer.Cookies()) > 0 {
			t.Errorf("%s %s = %d, Allow %q, want %d, %q, and no cookie", c.method, c.target, answer.StatusCode, answer.Header.Get("Allow"), c.status, c.allow)
		}
	}
	w := httptest.NewRecorder()
	g.ServeHTTP(w, v.request("GET", "/a", nil))
	is(t, "what is not the gate's", w.Result(), reply{http.StatusNotFound, "nothing here"})
}
