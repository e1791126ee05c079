// SPDX-License-Identifier: MIT

//go:build !headless

package tray

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"porchlight/assets"
	"porchlight/build/panel"
	"porchlight/server"
)

var update = flag.Bool("update", false, "write what comes out into the golden files")

// levelOf names the level whose picture is exactly what the panel got.
func levelOf(t *testing.T, it *panel.Item) string {
	t.Helper()
	icons := map[string][]byte{}
	for _, level := range []server.Level{server.Off, server.Calm, server.Busy, server.Full, server.Failed} {
		icons[string(level)] = assets.TrayIcon(string(level))
	}
	return it.Picture(t, icons)
}

func TestIconAndTooltip(t *testing.T) {
	t.Parallel()
	b := panel.StartBus(t)
	w, p := b.Watch(t, true), start(t, b.Address)
	it := w.Next(t)
	if title, id := it.Text(t, "Title"), it.Text(t, "Id"); title != "Porchlight" || id != "Porchlight" {
		t.Errorf("title %q, id %q, want Porchlight", title, id)
	}
	tips := map[string]string{
		"calm": "3 of 10 workers busy · " + fakeSite, "busy": "8 of 10 workers busy, 2 waiting · " + fakeSite,
		"full": "10 of 10 workers busy, 15 waiting, 3 refused · " + fakeSite, "off": "Off",
		"failed": "Port 8080 is taken by nginx. Stop it, or use another port.",
	}
	for _, scene := range []string{"calm", "busy", "full", "off", "failed"} {
		p.tell(t, "show "+scene)
		it.Until(t, scene, func() string { return levelOf(t, it) })
		it.Until(t, tips[scene], func() string { return it.Tooltip(t) })
	}
}

func TestMenu(t *testing.T) {
	t.Parallel()
	b := panel.StartBus(t)
	w := b.Watch(t, true)
	var got strings.Builder
	for _, scene := range []string{"calm", "full", "stopping", "off", "failed", "broken", "tuned", "shared", "asked"} {
		start(t, b.Address, "TRAY_SCENE="+scene)
		fmt.Fprintf(&got, "# %s\n%s\n", scene, w.Next(t).Menu(t))
	}
	golden := filepath.Join("testdata", "menu.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o600); err != nil {
			t.Fatalf("WriteFile() = %v, want nil", err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatalf("ReadFile() = %v, want nil", err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("menu (-want +got):\n%s", diff)
	}
}

func TestEachItemIsClicked(t *testing.T) {
	t.Parallel()
	b := panel.StartBus(t)
	w, p := b.Watch(t, true), start(t, b.Address)
	it := w.Next(t)
	p.tell(t, "show asked")
	p.expect(t, "Copy "+fakeShared+"/", "Notify Photos_2024 · "+fakeShared+": You are asked about each device.|The link is on the clipboard.", toldAsk)
	tests := []struct {
		scene string
		path  []string
		want  []string
	}{
		{"asked", []string{"iPhone (Safari) asks to come in: 4821", "Allow today"}, []string{"Decide A today"}},
		{"asked", []string{"Let others send files"}, []string{"Set uploads=false"}},
		{"asked", []string{"Who may come in", "Everybody on the network"}, []string{"Set access=open"}},
		{"calm", []string{fakeSite}, []string{"Copy " + fakeSite, "Notify Address copied: " + fakeSite}},
		{"calm", []string{"Stop"}, []string{"Stop"}},
		{"calm", []string{"Open site"}, []string{"Open " + fakeSite}},
		{"calm", []string{"Open uploads folder"}, []string{"UploadsFolder", "Open /srv/uploads"}},
		{"calm", []string{"Open web root"}, []string{"Open /srv/site"}},
		{"calm", []string{"Share a folder…"}, []string{"ChooseFolder Share a folder /srv/site", "Lend /home/ann/New share"}},
		{"calm", []string{"Receive files…"}, []string{"ChooseFolder Receive files into a folder /srv/site", "Lend /home/ann/New receive"}},
		{"calm", []string{"Recent", "Share /home/ann/Photos__2024"}, []string{"Lend /home/ann/Photos_2024 share"}},
		{"calm", []string{"Recent", "Receive in /home/ann/Inbox"}, []string{"Lend /home/ann/Inbox receive"}},
		{"calm", []string{"Settings", "Port…"}, []string{"Open " + fakeControl + "#settings"}},
		{"calm", []string{"Settings", "Workers", "10"}, []string{"Set workers=10"}},
		{"calm", []string{"Settings", "Workers", "25"}, []string{"Set workers=25"}},
		{"calm", []string{"Settings", "Workers", "50"}, []string{"Set workers=50"}},
		{"calm", []string{"Settings", "Workers", "100"}, []string{"Set workers=100"}},
		{"calm", []string{"Settings", "Queue", "0"}, []string{"Set queue=0"}},
		{"calm", []string{"Settings", "Queue", "50"}, []string{"Set queue=50"}},
		{"calm", []string{"Settings", "Queue", "200"}, []string{"Set queue=200"}},
		{"calm", []string{"Settings", "Start at login"}, []string{"SetStartAtLogin true"}},
		{"calm", []string{"Settings", "Open config file"}, []string{"Edit /etc/porchlight/config.toml"}},
		{"calm", []string{"Settings", "Reload"}, []string{"Reload"}},
		{"calm", []string{"Activity…"}, []string{"Open " + fakeControl}},
		{"calm", []string{"About"}, []string{"Open " + fakeControl + "#about"}},
		{"off", []string{"Start"}, []string{"Start"}},
		{"failed", []string{"Use port 8081 instead"}, []string{"Set port=8081", "Start"}},
		{"broken", []string{"Open the configuration at line 12"}, []string{"Edit /etc/porchlight/config.toml"}},
		{"calm", []string{"Quit"}, []string{"Quit"}},
	}
	for _, tt := range tests {
		p.tell(t, "show "+tt.scene)
		it.Click(t, tt.path...)
		p.expect(t, tt.want...)
	}
	p.ends(t)
}

// TestTickIsToldAgain: some panels tick a box themselves when it is clicked.
func TestTickIsToldAgain(t *testing.T) {
	t.Parallel()
	b := panel.StartBus(t)
	w, p := b.Watch(t, true), start(t, b.Address)
	it := w.Next(t)
	e := it.Menu(t).Find("Settings", "Workers", "10")
	it.Click(t, "Settings", "Workers", "10")
	p.expect(t, "Set workers=10")
	it.Retick(t, e)
}

func TestTroubleIsTheFirstLine(t *testing.T) {
	t.Parallel()
	b := panel.StartBus(t)
	w, p := b.Watch(t, true), start(t, b.Address)
	it := w.Next(t)
	first := func() string { return it.Menu(t).Under[0].Label }
	p.tell(t, "sick Copy")
	it.Click(t, fakeSite)
	p.expect(t, "Copy "+fakeSite, "Notify Porchlight: Do as told: not today. The address is "+fakeSite)
	it.Until(t, "Do as told: not today. The address is "+fakeSite, first)
	it.Click(t, "Settings", "Reload")
	p.expect(t, "Reload")
	it.Until(t, "On", first)
}

func TestStopDrains(t *testing.T) {
	t.Parallel()
	b := panel.StartBus(t)
	w, p := b.Watch(t, true), start(t, b.Address)
	it := w.Next(t)
	first := func() string { return it.Menu(t).Under[0].Label }
	it.Until(t, "On", first)
	p.tell(t, "show stopping")
	it.Until(t, "Stopping: 3 transfers left", first)
	p.tell(t, "show off")
	it.Until(t, "Off", first)
}

func TestSignalEnds(t *testing.T) {
	t.Parallel()
	b := panel.StartBus(t)
	w, p := b.Watch(t, true), start(t, b.Address)
	w.Next(t)
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatalf("Signal() = %v, want nil", err)
	}
	if stderr := p.ends(t); stderr != "" {
		t.Errorf("stderr = %q, want none", stderr)
	}
}
