// SPDX-License-Identifier: MIT

package reach

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestLinuxWall(t *testing.T) {
	file := func(name, text string) fstest.MapFS { return fstest.MapFS{name: {Data: []byte(text)}} }
	for _, tt := range []struct {
		name  string
		files fstest.MapFS
		want  wall
	}{
		{"nothing", fstest.MapFS{}, wall{}},
		{"ufw on", file("etc/ufw/ufw.conf", "# ENABLED=no\nENABLED=yes\nLOGLEVEL=low\n"), wall{name: ufw}},
		{"ufw on, quoted", file("etc/ufw/ufw.conf", `ENABLED="Yes"`), wall{name: ufw}},
		{"ufw off", file("etc/ufw/ufw.conf", "# ENABLED=yes\nENABLED=no\n"), wall{}},
		{"firewalld", file("run/firewalld.pid", "1"), wall{name: firewalld}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := linuxWall(tt.files); got != tt.want {
				t.Errorf("linuxWall = %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestMacWall(t *testing.T) {
	for out, want := range map[string]wall{
		"Firewall is disabled. (State = 0)\n": {},
		"Firewall is enabled. (State = 1)\n":  {name: macFirewall},
		"Firewall is enabled. (State = 2)\n":  {name: macFirewall, blocks: true},
		"":                                    {},
	} {
		if got := macWall(out); got != want {
			t.Errorf("macWall(%q) = %+v, want %+v", out, got, want)
		}
	}
}

func TestParseRule(t *testing.T) {
	for _, tt := range []struct {
		text string
		want rule
	}{
		{
			`v2.31|Action=Block|Active=TRUE|Dir=In|Protocol=6|Profile=Public|App=C:\Apps\porchlight.exe|Name=porchlight|Desc=a=b|`,
			rule{blocks: true, active: true, incoming: true, protocol: "6", profiles: []profile{publicNetwork}, program: `C:\Apps\porchlight.exe`},
		},
		{
			`v2.10|Action=Allow|Active=FALSE|Dir=Out|Profile=Private|Profile=Domain|App=%ProgramFiles%\x.exe|`,
			rule{profiles: []profile{privateNetwork, domainNetwork}, program: `%ProgramFiles%\x.exe`},
		},
		{"", rule{}},
		{"|||=|Profile=Elsewhere|Action", rule{}},
	} {
		if diff := cmp.Diff(tt.want, parseRule(tt.text), cmp.AllowUnexported(rule{})); diff != "" {
			t.Errorf("parseRule(%q) differs (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestWindowsWall(t *testing.T) {
	const exe = `C:\Apps\porchlight.exe`
	const block = `Action=Block|Active=TRUE|Dir=In|Protocol=6|App=` + exe
	const allow = `Action=Allow|Active=TRUE|Dir=In|Protocol=6|App=` + exe
	blocked, public := wall{name: windowsFirewall, blocks: true, program: "porchlight.exe"}, wall{name: windowsFirewall}
	for _, tt := range []struct {
		name    string
		rules   []string
		profile profile
		want    wall
	}{
		{"private, no rules", nil, privateNetwork, wall{}},
		{"public, no rules", nil, publicNetwork, public},
		{"public, allowed", []string{allow}, publicNetwork, wall{}},
		{"public, allowed on private ones", []string{allow + "|Profile=Private"}, publicNetwork, public},
		{"blocked everywhere", []string{block}, privateNetwork, blocked},
		{"blocked here", []string{block + "|Profile=Domain|Profile=Private"}, privateNetwork, blocked},
		{"blocked elsewhere", []string{block + "|Profile=Public"}, privateNetwork, wall{}},
		{"blocked and allowed", []string{allow, block}, privateNetwork, blocked},
		{"in other letters", []string{`action=block|active=true|dir=in|app=c:/apps/PORCHLIGHT.EXE`}, privateNetwork, blocked},
		{"another program", []string{`Action=Block|Active=TRUE|Dir=In|App=C:\Apps\other.exe`}, privateNetwork, wall{}},
		{"any program", []string{`Action=Block|Active=TRUE|Dir=In|LPort=8080`}, privateNetwork, wall{}},
		{"switched off", []string{`Action=Block|Active=FALSE|Dir=In|App=` + exe}, privateNetwork, wall{}},
		{"outgoing", []string{`Action=Block|Active=TRUE|Dir=Out|App=` + exe}, privateNetwork, wall{}},
		{"UDP", []string{`Action=Block|Active=TRUE|Dir=In|Protocol=17|App=` + exe}, privateNetwork, wall{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var rules []rule
			for _, text := range tt.rules {
				rules = append(rules, parseRule(text))
			}
			if got := windowsWall(rules, exe, tt.profile); got != tt.want {
				t.Errorf("windowsWall(%q) = %+v, want %+v", tt.rules, got, tt.want)
			}
		})
	}
}

func TestSystemTime(t *testing.T) {
	got := systemTime([]byte{0xea, 7, 11, 0, 2, 0, 24, 0, 9, 0, 8, 0, 7, 0, 250, 0})
	if want := time.Date(2026, 11, 24, 9, 8, 7, 250e6, time.Local); !got.Equal(want) {
		t.Errorf("systemTime = %v, want %v", got, want)
	}
	if got := systemTime([]byte{1, 2}); !got.IsZero() {
		t.Errorf("systemTime of two bytes = %v, want none", got)
	}
}
