// SPDX-License-Identifier: MIT

package control

import (
	"time"

	"porchlight/server/app"
	"porchlight/server/gate"
)

// fact is a line about a share. One without a text is not shown.
type fact struct{ Name, Label, Text string }

// factsOf says what there is to know of a share, the most useful first. The
// script has the same in controlwords.js.
func factsOf(s *app.Share, now time.Time) []fact {
	if s == nil {
		s = &app.Share{}
	}
	code := s.Code
	if s.Access != "code" {
		code = "" // of use to programs alone
	}
	return []fact{
		{"code", "Code", code},
		{"reach", "Reach", s.Reach},
		{"advice", "Advice", s.Advice},
		{"access", "Who may come in", accessOf(s.Access)},
		{"until", "Shared", untilOf(s.Until, now)},
		{"exposed", "Others see", s.Exposed},
		{"found", "By name", s.Found},
		{"network", "Network", s.Network},
	}
}

// accessOf says who may come in.
func accessOf(access string) string {
	switch access {
	case "open":
		return "Everybody on the network"
	case "ask":
		return "Whoever you allow"
	case "code":
		return "Whoever has the link or the code"
	}
	return ""
}

// untilOf says when a share ends.
func untilOf(t, now time.Time) string {
	if t.IsZero() {
		return "until it is stopped"
	}
	t, now = t.Local(), now.Local()
	if t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return "until " + t.Format("15:04")
	}
	return "until " + t.Format("Jan 2, 15:04")
}

// shareOf gives the page a share to fill in where there is none.
func shareOf(s *app.Share) app.Share {
	if s == nil {
		return app.Share{}
	}
	return *s
}

// choice is a value that a field may have.
type choice struct {
	Value, Label string
	Chosen       bool
}

// list is a field with its choices.
type list struct {
	Name, Label string
	Choices     []choice
}

// accessesOf are the ways in. The first is that of a share, whatever is the default
// of what is lent now, unless a person has set another.
func accessesOf(v *view) []choice {
	way := v.Config.Access
	if from := v.From["access"]; from == "default" || from == "" {
		way = "code"
	}
	return chosen(v, "access", way, []choice{
		{Value: "code", Label: accessOf("code")}, {Value: "ask", Label: accessOf("ask")}, {Value: "open", Label: accessOf("open")},
	})
}

// untilsOf are the ends that a share may have.
func untilsOf(v *view) []choice {
	all := []choice{
		{Value: "stopped", Label: "Until it is stopped"}, {Value: "15m", Label: "15 minutes"}, {Value: "1h", Label: "1 hour"}, {Value: "today", Label: "Today"},
	}
	if v.Config.Lifetime > 0 {
		all = append([]choice{{Label: "As in the settings"}}, all...)
	}
	return chosen(v, "until", "", all)
}

// placesOf are the addresses that a share may have.
func placesOf(v *view) []choice {
	first := choice{Label: "The local network"}
	if lan := v.Config.LAN; lan != "off" && lan != "auto" && lan != "all" {
		first.Label = "As in the settings: " + lan
	}
	return chosen(v, "lan", "", []choice{first, {Value: "all", Label: "All networks of this computer"}})
}

func chosen(v *view, name, value string, all []choice) []choice {
	if tried, ok := v.Tried.Asked[name]; ok {
		value = tried
	}
	for i := range all {
		all[i].Chosen = all[i].Value == value
	}
	return all
}

// blankAsker is what the script makes rows of.
func blankAsker() gate.Asker { return gate.Asker{} }
