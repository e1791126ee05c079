// SPDX-License-Identifier: MIT

package control

import (
	"errors"
	"fmt"
	"maps"
	"testing"

	"porchlight/server/app"
	"porchlight/server/config"
)

func TestSettingsOf(t *testing.T) {
	s := app.Snapshot{Config: config.Default(), File: "/home/a/config.toml", From: map[string]string{
		"port": "flag", "queue": "PORCHLIGHT_QUEUE", "workers": "/home/a/config.toml:12", "types": "default", "drain": "default", "host": "asked for",
	}}
	want := map[string]setting{
		"port":    {Text: "8080", Label: "Port", Origin: "Set by the flag --port, which goes over what is set here.", Fixed: true, Number: true},
		"queue":   {Text: "50", Label: "Queue", Origin: "Set by the variable PORCHLIGHT_QUEUE, which goes over what is set here.", Fixed: true, Number: true},
		"workers": {Text: "10", Label: "Workers", Origin: "From line 12 of the file", Number: true},
		"types":   {Text: "html,txt,png,jpg,jpeg", Label: "Types", Origin: "Default of the mode"},
		"drain":   {Text: "10s", Label: "Drain", Origin: "Default"},
		"host":    {Text: "127.0.0.1", Label: "Host", Origin: "asked for"},
	}
	for _, got := range settingsOf(s) {
		w, ok := want[got.Name]
		if !ok {
			continue
		}
		delete(want, got.Name)
		if got.Text != w.Text || got.Label != w.Label || got.Origin != w.Origin || got.Fixed != w.Fixed || got.Number != w.Number || got.Typed != w.Text || got.Doc == "" {
			t.Errorf("settingsOf: %+v, want %+v", got, w)
		}
	}
	if len(want) > 0 {
		t.Errorf("settingsOf lacks %v", want)
	}
}

// TestGroupsOf has every setting in one group, and none in the one for strays.
func TestGroupsOf(t *testing.T) {
	settings := settingsOf(app.Snapshot{Config: config.Default()})
	seen := map[string]string{}
	for _, g := range groupsOf(settings) {
		for _, s := range g.Settings {
			if other, twice := seen[s.Name]; twice || g.Title == "More" {
				t.Errorf("%s is in %q and %q", s.Name, other, g.Title)
			}
			seen[s.Name] = g.Title
		}
	}
	if len(seen) != len(config.Keys()) {
		t.Errorf("%d of %d settings are in a group", len(seen), len(config.Keys()))
	}
	stray := groupsOf([]setting{{Name: "new", Fault: "bad"}})
	if len(stray) != 1 || stray[0].Title != "More" || !stray[0].Open {
		t.Errorf("groupsOf(a new one) = %+v, want it in an open More", stray)
	}
}

func TestFaultsOf(t *testing.T) {
	port, queue := &config.Problem{Source: "port", Text: "too high"}, &config.Problem{Source: "queue", Text: "no number"}
	for _, tt := range []struct {
		name string
		err  error
		want map[string]string
	}{
		{"none", errors.New("port: busy"), map[string]string{}},
		{"one", port, map[string]string{"port": "too high"}},
		{"wrapped", fmt.Errorf("set: %w", port), map[string]string{"port": "too high"}},
		{"several", errors.Join(port, queue), map[string]string{"port": "too high", "queue": "no number"}},
		{"several, wrapped", fmt.Errorf("set: %w", errors.Join(port, queue)), map[string]string{"port": "too high", "queue": "no number"}},
		{"in the file", &config.Problem{Source: "/home/a/config.toml:5", Text: "bad"}, map[string]string{}},
	} {
		if got := faultsOf(tt.err); !maps.Equal(got, tt.want) {
			t.Errorf("%s: faultsOf(%v) = %v, want %v", tt.name, tt.err, got, tt.want)
		}
	}
}
