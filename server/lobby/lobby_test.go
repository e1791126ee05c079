// SPDX-License-Identifier: MIT

package lobby

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

var nobody netip.Addr

// visitor is a browser that keeps its ticket.
type visitor struct {
	t      *testing.T
	lobby  *Lobby
	client netip.Addr
	cookie string
}

// comes asks for a page and finds the server full; it returns what the page says.
func (v *visitor) comes() (page string) {
	v.t.Helper()
	a := v.lobby.TurnAway(v.cookie, v.client)
	v.cookie = ""
	if c, err := http.ParseSetCookie(a.SetCookie); err == nil {
		v.cookie = c.Name + "=" + c.Value
	}
	return string(a.Page)
}

// isAt tests the place that the page says.
func (v *visitor) isAt(place int) {
	v.t.Helper()
	if page, want := v.comes(), fmt.Sprintf("<h1>You are number %d in line</h1>", place); !strings.Contains(page, want) {
		v.t.Errorf("the page says %q, want %q", heading.FindString(page), want)
	}
}

// getsIn asks for a page and gets a worker.
func (v *visitor) getsIn(accept string) {
	r := httptest.NewRequestWithContext(v.t.Context(), "GET", "/", nil)
	r.Header.Set("Accept", accept)
	r.Header.Set("Cookie", v.cookie)
	v.lobby.LetIn(r)
}

var heading = regexp.MustCompile("<h1>.*</h1>")

// visitors come one after the other.
func visitors(t *testing.T, l *Lobby, n int) (all []*visitor) {
	for i := range n {
		v := &visitor{t: t, lobby: l}
		v.isAt(i + 1)
		all = append(all, v)
	}
	return all
}

func newLobby(waiting int) *Lobby { return New(func() int { return waiting }) }

func TestPlaceFalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := visitors(t, newLobby(50), 4)
		v[3].isAt(4)
		v[1].getsIn("image/avif")
		v[3].isAt(4)
		v[1].getsIn("text/html,*/*")
		v[3].isAt(3)
		v[1].isAt(4) // it begins anew

		time.Sleep(longest*time.Second + grace/2)
		v[2].isAt(2)
		v[3].isAt(3)
		time.Sleep(grace/2 + time.Second) // the first and the second have gone away
		v[3].isAt(2)
		v[2].isAt(1)
		v[0].isAt(3)
	})
}

func TestLobbyIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLobby(7)
		v := visitors(t, l, mostTickets)
		late := &visitor{t: t, lobby: l}
		page := late.comes()
		if !strings.Contains(page, "There is a long line") || !strings.Contains(page, "More than 71 requests are ahead") {
			t.Errorf("without a ticket the page is %s, want the number of those ahead at least", page)
		}
		if late.cookie != "" || len(l.tickets) != mostTickets {
			t.Errorf("%d tickets, the last one %q, want %d and none", len(l.tickets), late.cookie, mostTickets)
		}
		v[0].getsIn("text/html")
		late.isAt(mostTickets)
		time.Sleep(time.Hour)
		late.isAt(1)
		if len(l.tickets) != 1 {
			t.Errorf("%d tickets after an hour, want 1", len(l.tickets))
		}
	})
}

// TestOneDeviceHasFewTickets holds that one which throws its cookies away does
// not make the line of the others longer without end.
func TestOneDeviceHasFewTickets(t *testing.T) {
	l := newLobby(0)
	phone := netip.MustParseAddr("192.168.1.40")
	for range 3 * mostOfOne {
		(&visitor{t: t, lobby: l, client: phone}).comes()
	}
	if len(l.tickets) != mostOfOne {
		t.Errorf("one device has %d tickets, want %d", len(l.tickets), mostOfOne)
	}
	(&visitor{t: t, lobby: l, client: netip.MustParseAddr("192.168.1.41")}).isAt(mostOfOne + 1)
}

func TestTicketCookie(t *testing.T) {
	l := newLobby(0)
	got, err := http.ParseSetCookie(l.TurnAway("", nobody).SetCookie)
	if err != nil {
		t.Fatal(err)
	}
	if got.Name != "porchlight_place" || got.Path != "/" || got.MaxAge != 60 || !got.HttpOnly || got.SameSite != http.SameSiteStrictMode || got.Domain != "" {
		t.Errorf("cookie %+v, want porchlight_place for /, a minute, HttpOnly and SameSite=Strict", got)
	}
	if len(got.Value) < 26 {
		t.Errorf("token %q, want 128 bits at least", got.Value)
	}
	same, _ := http.ParseSetCookie(l.TurnAway("theme=dark; porchlight_place="+got.Value+"; x=y", nobody).SetCookie)
	if same == nil || same.Value != got.Value {
		t.Errorf("a ticket is renewed as %+v, want the same one", same)
	}
	for _, strange := range []string{"porchlight_place=chosen", "porchlight_place=", "=", ";;;", "xporchlight_place=" + got.Value, "porchlight_place=<script>"} {
		a := l.TurnAway(strange, nobody)
		if other, _ := http.ParseSetCookie(a.SetCookie); other == nil || other.Value == got.Value || strings.Contains(strange+"$", other.Value+"$") {
			t.Errorf("Cookie %q gets %+v, want a new ticket", strange, other)
		}
		if strings.Contains(string(a.Page), "<script") || strings.Contains(string(a.Page), "chosen") {
			t.Errorf("Cookie %q is seen in the page: %s", strange, a.Page)
		}
	}
}

func TestWaitGrowsAndDiffers(t *testing.T) {
	for _, tt := range []struct{ before, least, most int }{
		{0, 5, 7}, {20, 7, 10}, {mostTickets - 1, 12, 15}, {mostTickets, 13, 15},
	} {
		seen := map[int]bool{}
		for range 200 {
			wait := interval(tt.before)
			seen[wait] = true
			if wait < tt.least || wait > tt.most {
				t.Fatalf("interval(%d) = %d s, want %d to %d", tt.before, wait, tt.least, tt.most)
			}
		}
		if len(seen) != jitter {
			t.Errorf("interval(%d) has the values %v, want %d of them", tt.before, seen, jitter)
		}
	}
}

func TestPage(t *testing.T) {
	for _, tt := range []struct {
		place, waiting, wait int
		want                 string
	}{
		{3, 20, 6, "You are number 3 in line All places are taken. About 22 requests are ahead of you. This page tries again by itself in 6 seconds."},
		{1, 1, 5, "You are number 1 in line All places are taken. About 1 request is ahead of you. This page tries again by itself in 5 seconds."},
		{1, 0, 5, "You are number 1 in line All places are taken. Nobody is ahead of you. This page tries again by itself in 5 seconds."},
		{0, 50, 15, "There is a long line All places are taken. More than 114 requests are ahead of you. This page tries again by itself in 15 seconds."},
	} {
		got := string(page(tt.place, tt.waiting, tt.wait))
		_, body, _ := strings.Cut(got, "</svg>")
		text := strings.Join(strings.Fields(regexp.MustCompile("<[^>]*>").ReplaceAllString(body, " ")), " ")
		if !strings.HasPrefix(text, tt.want) {
			t.Errorf("page(%d, %d, %d) = %q, want %q", tt.place, tt.waiting, tt.wait, text, tt.want)
		}
		for _, part := range []string{
			fmt.Sprintf(`<meta http-equiv="refresh" content="%d" />`, tt.wait),
			fmt.Sprintf("animation: wait %ds linear", tt.wait),
		} {
			if !strings.Contains(got, part) {
				t.Errorf("page(%d, %d, %d) = %s, want %q in it", tt.place, tt.waiting, tt.wait, got, part)
			}
		}
		for _, part := range []string{"<script", titleMark, aheadMark, waitMark, "ZgotmplZ", "src=", "url("} {
			if strings.Contains(got, part) {
				t.Errorf("page(%d, %d, %d) has %q in it", tt.place, tt.waiting, tt.wait, part)
			}
		}
	}
}

// TestLetInCostsNothing: an empty lobby is no burden on the hot path.
func TestLetInCostsNothing(t *testing.T) {
	l := newLobby(0)
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/", nil)
	r.Header.Set("Accept", "text/html")
	r.Header.Add("Cookie", "a=b")
	r.Header.Add("Cookie", "porchlight_place=x")
	if n := testing.AllocsPerRun(100, func() { l.LetIn(r) }); n > 0 {
		t.Errorf("LetIn of an empty lobby costs %v allocations, want 0", n)
	}
}

// TestPageCost: a crowd that is turned away costs no more than its pages, two
// strings in each.
func TestPageCost(t *testing.T) {
	page(3, 50, 7)
	if got := testing.AllocsPerRun(100, func() { page(3, 50, 7) }); got > 3 {
		t.Errorf("page allocates %v times, want at most 3", got)
	}
	if got := len(page(mostTickets, 100_000, longest)); got > pageRoom {
		t.Errorf("page has %d bytes, want at most %d, for one allocation", got, pageRoom)
	}
}
