// SPDX-License-Identifier: MIT

package desktop

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/google/go-cmp/cmp"

	"porchlight/build/panel"
)

// portal stands in for xdg-desktop-portal. answer plays the person.
type portal struct {
	conn    *dbus.Conn
	version uint32
	refuse  *dbus.Error
	answer  func(p *portal, request dbus.ObjectPath)

	asked  chan question
	closed chan dbus.ObjectPath
}

// question is what a dialog is asked to be.
type question struct {
	Parent, Title string
	Options       map[string]any
}

// Get is the method of org.freedesktop.DBus.Properties.
func (p *portal) Get(face, name string) (dbus.Variant, *dbus.Error) {
	if face != fileChooser || name != "version" || p.version == 0 {
		return dbus.Variant{}, dbus.MakeFailedError(errors.New("no such property"))
	}
	return dbus.MakeVariant(p.version), nil
}

// OpenFile is the method of org.freedesktop.portal.FileChooser.
func (p *portal) OpenFile(sender dbus.Sender, parent, title string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	if p.refuse != nil {
		return "", p.refuse
	}
	token, _ := options["handle_token"].Value().(string)
	if len(token) < 30 {
		return "", dbus.MakeFailedError(errors.New("a token that can be guessed"))
	}
	delete(options, "handle_token") // differs each time
	request := requestPath(string(sender), token)
	q := question{parent, title, map[string]any{}}
	for name, value := range options {
		q.Options[name] = value.Value()
	}
	p.asked <- q
	if err := p.conn.Export(&dialog{p, request}, request, requestName); err != nil {
		return "", dbus.MakeFailedError(err)
	}
	p.answer(p, request)
	return request, nil
}

// dialog stands in for a dialog that is shown.
type dialog struct {
	portal  *portal
	request dbus.ObjectPath
}

// Close is the method of org.freedesktop.portal.Request.
func (d *dialog) Close() *dbus.Error {
	d.portal.closed <- d.request
	return nil
}

// respond is what the portal does when the person has decided.
func (p *portal) respond(request dbus.ObjectPath, status uint32, uris ...string) {
	_ = p.conn.Emit(request, requestName+".Response", status, map[string]dbus.Variant{"uris": dbus.MakeVariant(uris)})
}

func (p *portal) serve(t *testing.T, b *panel.Bus) *portal {
	t.Helper()
	p.asked, p.closed = make(chan question, 1), make(chan dbus.ObjectPath, 1)
	p.conn = b.Own(t, portalName)
	for _, face := range []string{fileChooser, "org.freedesktop.DBus.Properties"} {
		if err := p.conn.Export(p, portalPath, face); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func TestChooseFolderByPortal(t *testing.T) {
	noPrograms(t)
	folder := filepath.Join(t.TempDir(), "100% für #alle?")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	gone := filepath.Join(t.TempDir(), "gone")
	for _, tt := range []struct {
		name    string
		status  uint32
		uris    []string
		want    string
		wantErr string
	}{
		{"a folder", 0, []string{fileURI(folder)}, folder, "<nil>"},
		{"no", 1, nil, "", ErrCanceled.Error()},
		{"window closed", 2, nil, "", ErrCanceled.Error()},
		{"no, and yet a folder", 1, []string{fileURI(folder)}, "", ErrCanceled.Error()},
		{"nothing", 0, nil, "", ErrCanceled.Error()},
		{"a phone", 0, []string{"mtp://phone/DCIM"}, "", `choose folder: "mtp://phone/DCIM" is not a folder of this computer`},
		{"what is gone", 0, []string{fileURI(gone)}, "", `choose folder: "` + gone + `" is not a folder of this computer`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			// The response comes before OpenFile has returned: it may.
			p := (&portal{version: 3, answer: func(p *portal, request dbus.ObjectPath) {
				p.respond(request, tt.status, tt.uris...)
			}}).serve(t, newBus(t))
			got, err := ChooseFolder(t.Context(), "Share\na folder", folder)
			if text := errorText(err); got != tt.want || text != tt.wantErr {
				t.Errorf("ChooseFolder = %q, %s, want %q, %s", got, text, tt.want, tt.wantErr)
			}
			want := question{"", "Share a folder", map[string]any{
				"directory": true, "modal": false, "current_folder": append([]byte(folder), 0),
			}}
			if diff := cmp.Diff(want, <-p.asked); diff != "" {
				t.Errorf("the portal was asked (-want +got):\n%s", diff)
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return "<nil>"
	}
	return err.Error()
}

// A portal that shows no dialog is none: a program asks instead.
func TestChooseFolderWithoutThePortal(t *testing.T) {
	t.Setenv("DISPLAY", ":0")
	noPrograms(t).add(t, "zenity", "echo /\n")
	for _, tt := range []struct {
		name   string
		bus    bool
		portal *portal
	}{
		{"no bus", false, nil},
		{"no portal", true, nil},
		{"one that chooses files only", true, &portal{version: 2}},
		{"one without dialogs", true, &portal{version: 0}},
		{"one that refuses", true, &portal{version: 4, refuse: dbus.MakeFailedError(errors.New("no"))}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.bus {
				b := newBus(t)
				if tt.portal != nil {
					tt.portal.serve(t, b)
				}
			}
			if got, err := ChooseFolder(t.Context(), "T", ""); got != "/" || err != nil {
				t.Errorf("ChooseFolder = %q, %v, want the folder of the program", got, err)
			}
		})
	}
}

// Whatever ends while the person thinks ends the question, and there is no
// second dialog.
func TestChooseFolderEnds(t *testing.T) {
	t.Setenv("DISPLAY", ":0")
	noPrograms(t).add(t, "zenity", "echo /\n")
	for _, tt := range []struct {
		name string
		end  func(p *portal, cancel, stopBus func())
		want error // if it is one that the caller knows
	}{
		{"the context", func(_ *portal, cancel, _ func()) { cancel() }, context.Canceled},
		{"the portal", func(p *portal, _, _ func()) { _, _ = p.conn.ReleaseName(portalName) }, nil},
		{"the bus", func(_ *portal, _, stopBus func()) { stopBus() }, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBus(t)
			shown := make(chan dbus.ObjectPath, 1)
			p := (&portal{version: 4, answer: func(_ *portal, request dbus.ObjectPath) { shown <- request }}).serve(t, b)
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			ended := make(chan error, 1)
			go func() {
				_, err := ChooseFolder(ctx, "T", "")
				ended <- err
			}()
			request := <-shown
			tt.end(p, cancel, b.Kill)
			got := <-ended
			if got == nil || errors.Is(got, ErrCanceled) || errors.Is(got, context.DeadlineExceeded) || tt.want != nil && !errors.Is(got, tt.want) {
				t.Errorf("ChooseFolder = %v, want %v", got, tt.want)
			}
			if errors.Is(tt.want, context.Canceled) {
				wasClosed(t, p, request)
			}
		})
	}
}

// A portal that shows a dialog and does not say so holds nobody up either.
func TestChooseFolderOfASilentPortal(t *testing.T) {
	noPrograms(t)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	shown, end := make(chan dbus.ObjectPath, 1), make(chan struct{})
	defer close(end)
	p := (&portal{version: 4, answer: func(_ *portal, request dbus.ObjectPath) {
		shown <- request
		cancel()
		<-end
	}}).serve(t, newBus(t))
	if got, err := ChooseFolder(ctx, "T", ""); !errors.Is(err, context.Canceled) {
		t.Errorf("ChooseFolder = %q, %v, want %v", got, err, context.Canceled)
	}
	wasClosed(t, p, <-shown)
}

// wasClosed waits until the dialog of a request has been taken back.
func wasClosed(t *testing.T, p *portal, request dbus.ObjectPath) {
	t.Helper()
	select {
	case got := <-p.closed:
		if got != request {
			t.Errorf("closed %s, want %s", got, request)
		}
	case <-time.After(patience):
		t.Errorf("the dialog %s stays open", request)
	}
}

// What may come while a dialog is shown, up to the answer.
func TestResponse(t *testing.T) {
	const request = dbus.ObjectPath("/request")
	owner := func(name, before, after string) *dbus.Signal {
		return &dbus.Signal{Path: "/org/freedesktop/DBus", Name: ownerName, Body: []any{name, before, after}}
	}
	answer := func(path dbus.ObjectPath, member string, body ...any) *dbus.Signal {
		return &dbus.Signal{Path: path, Name: requestName + member, Body: body}
	}
	yes := map[string]dbus.Variant{"uris": dbus.MakeVariant([]string{"file:///srv"})}
	for _, tt := range []struct {
		name    string
		signals []*dbus.Signal
		want    string
		wantErr string
	}{
		{"yes", []*dbus.Signal{answer(request, ".Response", uint32(0), yes)}, "/srv", "<nil>"},
		{"to another request, then no", []*dbus.Signal{
			answer("/request2", ".Response", uint32(0), yes), answer(request, ".Response", uint32(1), yes),
		}, "", ErrCanceled.Error()},
		{"of another kind, then no", []*dbus.Signal{
			answer(request, ".Other", uint32(0), yes), answer(request, ".Response", uint32(1), yes),
		}, "", ErrCanceled.Error()},
		{"of another form", []*dbus.Signal{answer(request, ".Response", "yes")}, "", "choose folder: read response: dbus.Store: length mismatch"},
		{"portal begins, another ends, then yes", []*dbus.Signal{
			owner(portalName, "", ":1.9"), owner("org.example", ":1.8", ""), answer(request, ".Response", uint32(0), yes),
		}, "/srv", "<nil>"},
		{"portal ends", []*dbus.Signal{owner(portalName, ":1.9", "")}, "", "choose folder: the portal has ended"},
		{"bus ends", nil, "", "choose folder: the session bus has ended"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			signals := make(chan *dbus.Signal, len(tt.signals))
			for _, signal := range tt.signals {
				signals <- signal
			}
			close(signals)
			got, err := response(t.Context(), nil, request, signals)
			if text := errorText(err); got != tt.want || text != tt.wantErr {
				t.Errorf("response = %q, %s, want %q, %s", got, text, tt.want, tt.wantErr)
			}
		})
	}
}

// A question that is taken back takes its dialog with it.
func TestResponseIsNoLongerWanted(t *testing.T) {
	const request = dbus.ObjectPath("/request")
	p := (&portal{}).serve(t, newBus(t))
	if err := p.conn.Export(&dialog{p, request}, request, requestName); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	conn, err := session(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	cancel()
	if got, err := response(ctx, conn, request, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("response = %q, %v, want %v", got, err, context.Canceled)
	}
	wasClosed(t, p, request)
}

func TestRequestPath(t *testing.T) {
	const want = "/org/freedesktop/portal/desktop/request/1_42/porchlightX"
	if got := requestPath(":1.42", "porchlightX"); got != want || !got.IsValid() {
		t.Errorf("requestPath = %s, want %s", got, want)
	}
}
