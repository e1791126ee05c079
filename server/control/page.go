// SPDX-License-Identifier: MIT

package control

import (
	"bytes"
	"encoding/json"
	"html/template"
	"net/http"
	"sync"

	"porchlight/assets"
)

// pageTemplate is parsed when the page is wanted first.
var pageTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("control").Funcs(helpers()).Parse(assets.ControlPage()))
})

// attempt is what a form has asked for in vain.
type attempt struct {
	Target string // of the form
	Asked  question
	Reason string
	Faults map[string]string // by the name of the setting

	Insist  bool     // it would be done for those who insist
	Preview *preview // of the folder that was asked about; nil for none
}

func attemptOf(target string, q question, err error) attempt {
	return attempt{Target: target, Asked: q, Reason: reasonOf(err), Faults: faultsOf(err), Insist: mayInsist(err)}
}

// apply puts an attempt back into the fields, each with what is wrong with it.
func (t attempt) apply(settings []setting) {
	for i := range settings {
		s := &settings[i]
		if typed, ok := t.Asked[s.Name]; ok && !s.Fixed && t.Target == configTarget {
			s.Typed = typed
		}
		s.Fault = t.Faults[s.Name]
	}
}

const (
	configTarget = "/api/config"
	startTarget  = "/api/start"
)

// servePage writes the page. An address with a folder has it in the form already:
// the tray leads there when it may not lend one.
func (c *Control) servePage(w http.ResponseWriter, r *http.Request) *refusal {
	var tried attempt
	if dir := r.URL.Query().Get("dir"); dir != "" {
		p := c.previewOf(r.Context(), dir)
		tried = attempt{Asked: question{"dir": dir}, Insist: p.Insist, Preview: p}
	}
	return c.renderPage(w, http.StatusOK, tried)
}

// renderPage writes the page, with what was tried in vain on top. Why the server
// does not start is shown by the page in any case.
func (c *Control) renderPage(w http.ResponseWriter, status int, tried attempt) *refusal {
	v := c.look()
	if v.Problem == nil || tried.Target != startTarget {
		v.Tried = tried
	}
	tried.apply(v.Settings)
	return c.render(w, status, "control", v)
}

// renderEnd writes the last page that is seen of the program.
func (c *Control) renderEnd(w http.ResponseWriter) *refusal {
	return c.render(w, http.StatusOK, "end", nil)
}

func (c *Control) render(w http.ResponseWriter, status int, name string, data any) *refusal {
	var page bytes.Buffer
	if err := pageTemplate().ExecuteTemplate(&page, name, data); err != nil {
		c.options.Log.Error("render control page", "err", err)
		return &refusal{http.StatusInternalServerError, "The page could not be made; the log says why."}
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(page.Bytes()) // a browser that has gone is the engine's to notice
	return nil
}

// refuseAction tells a program, or the script of the page, why not: as a whole,
// and for each setting.
func refuseAction(w http.ResponseWriter, err error) *refusal {
	const status = http.StatusUnprocessableEntity
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{ // a client that has gone is the engine's to notice
		"status": status, "error": http.StatusText(status), "message": err.Error(), "faults": faultsOf(err),
		"insist": mayInsist(err), "reason": reasonOf(err),
	})
	return nil
}
