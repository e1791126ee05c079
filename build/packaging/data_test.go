// SPDX-License-Identifier: MIT

package packaging

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := fs.ReadFile(repo(), name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestPropertyList(t *testing.T) {
	files, err := newKit(t).App(nil)
	if err != nil {
		t.Fatal(err)
	}
	got := propertiesOf(t, files[0].Content)
	for key, want := range map[string]string{
		"CFBundleExecutable": "porchlight", "CFBundleIconFile": "porchlight", "CFBundlePackageType": "APPL",
		"CFBundleShortVersionString": "1.2.3", "CFBundleVersion": "1.2.3",
		"LSUIElement": "true", "NSHighResolutionCapable": "true",
	} {
		if got[key] != want {
			t.Errorf("%s = %q, want %q", key, got[key], want)
		}
	}
}

// propertiesOf reads a flat property list; a value without text is its element.
func propertiesOf(t *testing.T, list []byte) map[string]string {
	t.Helper()
	properties := map[string]string{}
	var key, element, text string
	d := xml.NewDecoder(bytes.NewReader(list))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return properties
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			element, text = token.Name.Local, ""
		case xml.CharData:
			text += string(token)
		case xml.EndElement:
			switch {
			case token.Name.Local != element:
			case element == "key":
				key = text
			case text == "":
				properties[key] = element
			default:
				properties[key] = text
			}
		}
	}
}

// TestDesktopKnowsOneName compares what launchers, software centres and the
// tray call the program and its icon.
func TestDesktopKnowsOneName(t *testing.T) {
	entry := read(t, "build/package/linux/porchlight.desktop")
	var component struct {
		ID         string `xml:"id"`
		Launchable string `xml:"launchable"`
		Icon       string `xml:"icon"`
	}
	if err := xml.Unmarshal([]byte(read(t, "build/package/linux/"+metainfo)), &component); err != nil {
		t.Fatal(err)
	}
	if component.ID+".metainfo.xml" != metainfo || component.Launchable != "porchlight.desktop" || component.Icon != "porchlight" {
		t.Errorf("metainfo = %+v, want the names of its file, of the desktop entry and of the icon", component)
	}
	for _, line := range []string{"\nExec=porchlight\n", "\nIcon=porchlight\n"} {
		if !strings.Contains(entry, line) {
			t.Errorf("desktop entry has no line %q", line)
		}
	}
	if id := "\tappID   = \"porchlight\""; !strings.Contains(read(t, "tray/desktop/desktop.go"), id) {
		t.Errorf("tray/desktop does not say %q: its autostart entry has another icon", id)
	}
}

// TestInstallerUndoesWhatTheTrayLeaves holds the uninstaller to the registry
// keys that tray/desktop writes.
func TestInstallerUndoesWhatTheTrayLeaves(t *testing.T) {
	script := read(t, "build/package/windows/installer.nsi")
	guid := regexp.MustCompile(`activator = "(\{[0-9A-F-]+\})"`).FindStringSubmatch(read(t, "tray/desktop/notify_windows.go"))
	if guid == nil {
		t.Fatal("tray/desktop/notify_windows.go names no activator")
	}
	name := regexp.MustCompile(`appName = "(\w+)"`).FindStringSubmatch(read(t, "tray/desktop/desktop.go"))
	if name == nil {
		t.Fatal("tray/desktop/desktop.go names no appName")
	}
	for _, line := range []string{
		`!define ACTIVATOR "Software\Classes\CLSID\` + guid[1] + `"`,
		`!define NOTIFIER "Software\Classes\AppUserModelId\` + name[1] + `"`,
		`DeleteRegKey HKCU "${ACTIVATOR}"`, `DeleteRegKey HKCU "${NOTIFIER}"`,
		`DeleteRegValue HKCU "${HIVE}\Run" "` + name[1] + `"`,
		`DeleteRegValue HKCU "${HIVE}\Explorer\StartupApproved\Run" "` + name[1] + `"`,
	} {
		if !strings.Contains(script, line+"\n") {
			t.Errorf("installer.nsi has no line %s", line)
		}
	}
}

// TestInstallerTakesAwayWhatItBrings compares File and Delete lines.
func TestInstallerTakesAwayWhatItBrings(t *testing.T) {
	script := read(t, "build/package/windows/installer.nsi")
	brought := map[string]bool{}
	for _, m := range regexp.MustCompile(`\n +(?:File "(?:/oname=([\w.]+)"|\$\{STAGE\}/([\w.]+)")|WriteUninstaller "\$INSTDIR\\([\w.]+)")`).FindAllStringSubmatch(script, -1) {
		brought[m[1]+m[2]+m[3]] = true
	}
	taken := map[string]bool{}
	for _, m := range regexp.MustCompile(`\n +Delete "\$INSTDIR\\([\w.]+)"`).FindAllStringSubmatch(script, -1) {
		taken[m[1]] = true
	}
	if diff := cmp.Diff(brought, taken); diff != "" || len(brought) < 3 {
		t.Errorf("installer.nsi brings and takes away (-brought +taken):\n%s", diff)
	}
}

// TestCommittedResourcesAreUpToDate looks into the objects that go build links
// into Windows programs for what they were made of.
func TestCommittedResourcesAreUpToDate(t *testing.T) {
	pictures := picturesOf(t, []byte(read(t, "build/package/icons/porchlight.ico")))
	for _, arch := range []string{"amd64", "arm64"} {
		object := read(t, "rsrc_windows_"+arch+".syso")
		for i, picture := range pictures {
			if !strings.Contains(object, picture) {
				t.Errorf("rsrc_windows_%s.syso has not picture %d of the icon: go run ./build winres", arch, i)
			}
		}
		for _, word := range []string{"PerMonitorV2", "longPathAware", "Microsoft.Windows.Common-Controls"} {
			if !strings.Contains(strings.ToLower(object), strings.ToLower(word)) {
				t.Errorf("rsrc_windows_%s.syso has a manifest without %s: go run ./build winres", arch, word)
			}
		}
	}
}

// picturesOf takes an .ico file apart.
func picturesOf(t *testing.T, ico []byte) []string {
	t.Helper()
	count := int(binary.LittleEndian.Uint16(ico[4:]))
	if count == 0 {
		t.Fatal("the icon has no picture")
	}
	var pictures []string
	for i := range count {
		entry := ico[6+16*i:]
		size, offset := binary.LittleEndian.Uint32(entry[8:]), binary.LittleEndian.Uint32(entry[12:])
		pictures = append(pictures, string(ico[offset:offset+size]))
	}
	return pictures
}
