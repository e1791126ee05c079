// SPDX-License-Identifier: MIT

package gate

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// only returns the one who asks.
func only(t *testing.T, g *Gate) Asker {
	t.Helper()
	asking := g.Asking()
	if len(asking) != 1 {
		t.Fatalf("Asking() = %v, want one", asking)
	}
	return asking[0]
}

// asks makes a device ask, and returns how the faces see it.
func asks(t *testing.T, g *Gate, v *visitor) Asker {
	t.Helper()
	v.get("/")
	return only(t, g)
}

func TestAsking(t *testing.T) {
	g, log := newGate(Ask)
	v := browser(g, "192.168.1.40")
	answer := v.get("/holiday/")
	page := text(answer)
	one := only(t, g)
	if answer.StatusCode != http.StatusForbidden || !strings.Contains(page, `<noscript><meta http-equiv="refresh" content="4" /></noscript>`) || !strings.Contains(page, ">"+one.Number+"<") {
		t.Errorf("page = %d, %s, want 403, the number %s, and that it looks again", answer.StatusCode, page, one.Number)
	}
	if one.Device != "Android (Chrome)" || one.Address != "192.168.1.40" || !regexp.MustCompile(`^\d{4}$`).MatchString(one.Number) || one.Since.IsZero() {
		t.Errorf("Asker = %+v, want what the person has to know", one)
	}
	if strings.Contains(page, one.ID) || strings.Contains(v.cookies["porchlight_gate_8080"], one.Number) {
		t.Error("the number, or the id, is a secret that is shown")
	}
	is(t, "again", v.get("/holiday/"), reply{http.StatusForbidden, one.Number})
	is(t, "the gate's page", v.get(pageRoute+"?next=/holiday/"), reply{http.StatusOK, one.Number})
	is(t, "typed code", v.types(g.code, "/"), reply{http.StatusForbidden, one.Number})
	leads(t, "a link with a key", v.get(keyRoute+g.key), "/")
	if v.isIn() {
		t.Error("a key lets in, though a person is to be asked")
	}
	if again := only(t, g); again != one {
		t.Errorf("after more looks: %+v, want %+v", again, one)
	}
	if n := log.rings(); n != 1 {
		t.Errorf("rang %d times, want once", n)
	}
	if !g.Decide(one.ID, Allow) || log.rings() != 1 || len(g.Asking()) != 0 {
		t.Error("Decide(Allow): not decided, not rung, or still asking")
	}
	leads(t, "the gate's page, allowed", v.get(pageRoute+"?next=/holiday/"), "/holiday/")
	if !v.isIn() || browser(g, "192.168.1.40").isIn() {
		t.Error("allowed: want this browser in, and no other of the same address")
	}
	if g.Decide(one.ID, Block) || !v.isIn() {
		t.Error("decided twice")
	}
}

func TestDecideRefuses(t *testing.T) {
	g, _ := newGate(Ask)
	one := asks(t, g, browser(g, "10.0.0.1"))
	for _, c := range []struct {
		id      string
		verdict Verdict
	}{{"", Allow}, {one.Number, Allow}, {one.ID + "x", Allow}, {one.ID, ""}, {one.ID, "Allow"}} {
		if g.Decide(c.id, c.verdict) {
			t.Errorf("Decide(%q, %q) = true, want false", c.id, c.verdict)
		}
	}
	only(t, g)
	g.Revoke()
	if g.Decide(one.ID, Allow) || len(g.Asking()) > 0 {
		t.Error("revoked: somebody asks, or is allowed")
	}
	w := httptest.NewRecorder() // for one who came just before
	if v := g.ask(w, browser(g, "10.0.0.2").request("GET", "/", nil)); v.state != ended || len(w.Header()) > 0 || len(g.Asking()) > 0 {
		t.Errorf("ask, revoked = %+v, %v, want that it has ended", v, w.Header())
	}
}

func TestBlockIsFinal(t *testing.T) {
	g, _ := newGate(Ask)
	v := browser(g, "10.0.0.1")
	g.Decide(asks(t, g, v).ID, Block)
	moved := browser(g, "10.0.0.2")
	moved.cookies = v.cookies
	for what, v := range map[string]*visitor{"device": v, "its other browser": browser(g, "10.0.0.1"), "its browser at another address": moved} {
		is(t, what, v.get("/"), reply{http.StatusForbidden, "does not let this device in"})
		is(t, what+", page", v.get(pageRoute), reply{http.StatusForbidden, "does not let this device in"})
		is(t, what+", link", v.get(keyRoute+g.key), reply{http.StatusForbidden, "does not let this device in"})
		is(t, what+", form", v.types(g.code, "/"), reply{http.StatusForbidden, "does not let this device in"})
	}
	is(t, "its program", program(g, "10.0.0.1", g.code).get("/"), reply{http.StatusForbidden, "does not let you in"})
	if len(g.Asking()) > 0 {
		t.Errorf("Asking() = %v, want nobody", g.Asking())
	}
	asks(t, g, browser(g, "10.0.0.3"))
}

func TestToday(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, _ := newGate(Ask)
		v := browser(g, "10.0.0.1")
		g.Decide(asks(t, g, v).ID, Today)
		left := time.Until(midnight(time.Now()))
		if left <= 0 || left > 25*time.Hour {
			t.Fatalf("until midnight = %v, want less than a day", left)
		}
		time.Sleep(left - time.Nanosecond)
		if !v.isIn() {
			t.Error("just before midnight: not in")
		}
		time.Sleep(time.Nanosecond)
		is(t, "at midnight", v.get("/"), reply{http.StatusForbidden, "Waiting to be let in"})
		g.Revoke()
	})
}

// TestMidnight has days that are not 24 hours long, and the end of a year.
func TestMidnight(t *testing.T) {
	was := time.Local
	t.Cleanup(func() { time.Local = was })
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones here")
	}
	time.Local = berlin
	for from, want := range map[string]string{
		"2026-03-29T00:30:00+01:00": "2026-03-30T00:00:00+02:00", "2026-10-25T23:59:59+01:00": "2026-10-26T00:00:00+01:00",
		"2026-12-31T23:30:00Z": "2027-01-02T00:00:00+01:00", "2026-05-01T00:00:00+02:00": "2026-05-02T00:00:00+02:00",
	} {
		at, err := time.Parse(time.RFC3339, from)
		if got := midnight(at).Format(time.RFC3339); err != nil || got != want {
			t.Errorf("midnight(%s) = %s, want %s", from, got, want)
		}
	}
}

func TestAskerGoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, log := newGate(Ask)
		v := browser(g, "10.0.0.1")
		one := asks(t, g, v)
		for range 5 {
			time.Sleep(forgetAfter - 1)
			v.get("/")
		}
		if again := only(t, g); again.ID != one.ID || log.rings() != 1 {
			t.Errorf("who looks again: %+v, want the same, and no ring", again)
		}
		time.Sleep(forgetAfter)
		synctest.Wait()
		if len(g.Asking()) != 0 || log.rings() != 1 || g.Decide(one.ID, Allow) {
			t.Error("who does not look any more still asks, or nobody was told")
		}
		if again := asks(t, g, v); again.ID == one.ID {
			t.Error("who comes back has the same id, want a new one")
		}
		g.Revoke()
	})
}

func TestNobodyAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, log := newGate(Ask)
		v := browser(g, "10.0.0.1")
		one := asks(t, g, v)
		for range patience / (30 * time.Second) {
			time.Sleep(30 * time.Second)
			synctest.Wait()
			v.get("/a")
		}
		if len(g.Asking()) != 0 || log.rings() != 2 || g.Decide(one.ID, Allow) {
			t.Error("after ten minutes: still asking, or nobody was told")
		}
		is(t, "after ten minutes", v.get("/a"), reply{http.StatusForbidden, "After 60 seconds you can ask again"})
		time.Sleep(pause / 2)
		is(t, "half a minute later", v.get("/a"), reply{http.StatusForbidden, "After 30 seconds you can ask again"})
		time.Sleep(pause / 2)
		synctest.Wait()
		if log.rings() != 0 {
			t.Error("rung for the end of a pause, which no face shows")
		}
		is(t, "a minute later", v.get("/a"), reply{http.StatusForbidden, "Waiting to be let in"})
		only(t, g)
		g.Revoke()
	})
}

// TestAskersAreBounded has devices, and one device without cookies, ask in masses.
func TestAskersAreBounded(t *testing.T) {
	g, log := newGate(Ask)
	defer g.Revoke()
	for i := range 3 * mostAskersAt {
		answer := browser(g, "10.0.0.1").get("/")
		if want := i >= mostAskersAt; (answer.StatusCode == http.StatusTooManyRequests) != want || (answer.Header.Get("Retry-After") == "15") != want {
			t.Errorf("browser %d of one address = %d, %v, want it refused: %v", i, answer.StatusCode, answer.Header, want)
		}
	}
	for i := range 3 * mostAskers {
		browser(g, fmt.Sprintf("10.0.1.%d", i)).get("/")
	}
	numbers := map[string]bool{}
	for _, one := range g.Asking() {
		numbers[one.Number] = true
	}
	if len(numbers) != mostAskers || log.rings() != mostAskers {
		t.Errorf("%d numbers, rung %d times, want %d", len(numbers), log.rings(), mostAskers)
	}
	is(t, "one more", browser(g, "10.0.2.1").get("/"), reply{http.StatusTooManyRequests, "Too many devices are asking"})
}
