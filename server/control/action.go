// SPDX-License-Identifier: MIT

package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"strconv"

	"porchlight/server/gate"
)

// mostQuestion bounds the body of a POST.
const mostQuestion = 64 << 10

// question is what a POST says, from JSON or from a form: texts by their names.
type question map[string]string

// act makes a route of what a person can do. A form leads back to the page; a
// program gets the status, or the reason why not.
func (c *Control) act(do func(question) error) func(http.ResponseWriter, *http.Request) *refusal {
	return func(w http.ResponseWriter, r *http.Request) *refusal {
		q, form, refused := readQuestion(w, r)
		if refused != nil {
			return refused
		}
		err := do(q)
		ended := errors.Is(err, errEnded)
		switch {
		case ended && form:
			return c.renderEnd(w)
		case err != nil && !ended && form:
			return c.renderPage(w, http.StatusUnprocessableEntity, attemptOf(r.URL.Path, q, err))
		case err != nil && !ended:
			return refuseAction(w, err)
		case form:
			w.Header().Set("Location", "/")
			w.WriteHeader(http.StatusSeeOther)
			return nil
		}
		return c.serveStatus(w, r)
	}
}

func readQuestion(w http.ResponseWriter, r *http.Request) (q question, form bool, refused *refusal) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	r.Body = http.MaxBytesReader(w, r.Body, mostQuestion)
	var err error
	switch kind {
	case "application/json":
		q, err = readJSON(r.Body)
	case "application/x-www-form-urlencoded":
		form = true
		q, err = readForm(r)
	default:
		return nil, false, &refusal{http.StatusUnsupportedMediaType, "Questions are taken as JSON, or as a form."}
	}
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, form, &refusal{http.StatusRequestEntityTooLarge, "The question is too large."}
	}
	if err != nil {
		return nil, form, &refusal{http.StatusBadRequest, "The question cannot be read: " + err.Error()}
	}
	return q, form, nil
}

// readJSON reads one object of texts, numbers, and true or false.
func readJSON(body io.Reader) (question, error) {
	d := json.NewDecoder(body)
	d.UseNumber()
	var values map[string]any
	if err := d.Decode(&values); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("more than one value")
	}
	q := question{}
	for name, value := range values {
		switch value.(type) {
		case string, json.Number, bool:
			q[name] = fmt.Sprint(value)
		default:
			return nil, fmt.Errorf("%q is neither a text nor a number", name)
		}
	}
	return q, nil
}

func readForm(r *http.Request) (question, error) {
	if err := r.ParseForm(); err != nil {
		return nil, err
	}
	q := question{}
	for name, values := range r.PostForm {
		q[name] = values[len(values)-1] // a checkbox has a hidden "false" before it
	}
	return q, nil
}

func (c *Control) start(question) error { return c.options.App.Start() }

func (c *Control) reload(question) error { return c.options.App.Reload() }

func (c *Control) stop(q question) error {
	err := c.options.App.Stop()
	if err == nil && c.options.Single {
		return c.quit(q)
	}
	return err
}

// set changes settings; each name is that of a key. A form sends all that stands
// in it: what is in force already is not a wish, and stays out of the file.
func (c *Control) set(q question) error {
	if len(q) == 0 {
		return errors.New("no setting is named")
	}
	wished := maps.Clone(q)
	for _, s := range settingsOf(c.options.App.Snapshot()) {
		if text, named := q[s.Name]; named && text == s.Text {
			delete(wished, s.Name)
		}
	}
	if len(wished) == 0 {
		return nil
	}
	return c.options.App.Set(wished)
}

func (c *Control) disconnect(q question) error {
	id, err := strconv.ParseUint(q["id"], 10, 64)
	if err != nil {
		return errors.New("id is the number of a transfer")
	}
	if !c.options.App.Disconnect(id) {
		return errors.New("that transfer has ended already")
	}
	return nil
}

// decide lets in a device that asks, or does not.
func (c *Control) decide(q question) error {
	if !c.options.App.Decide(q["id"], gate.Verdict(q["verdict"])) {
		return errors.New("that device does not ask any more")
	}
	return nil
}

func (c *Control) show(question) error {
	if c.options.Show == nil {
		return errors.New("this porchlight has no desktop to open a page on")
	}
	return c.options.Show()
}

// errEnded is what an action returns that was the last one.
var errEnded = errors.New("porchlight has ended")

func (c *Control) quit(question) error {
	c.options.Quit()
	return errEnded
}
