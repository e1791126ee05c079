// SPDX-License-Identifier: MIT

package control

import (
	"context"
	"encoding/json"
	"net/http"

	"porchlight/server/exposure"
)

// preview is what a folder would show to others, before it is lent.
type preview struct {
	Says    string   `json:"says,omitempty"`    // a sentence, "" when the folder cannot be looked through
	Secrets []string `json:"secrets,omitempty"` // some that look like keys, with what they are
	Links   []string `json:"links,omitempty"`   // some that lead out
	Reason  string   `json:"reason,omitempty"`  // why it is not lent
	Insist  bool     `json:"insist,omitempty"`  // but to those who insist
}

// previewOf looks through a folder.
func (c *Control) previewOf(ctx context.Context, dir string) *preview {
	if dir == "" {
		return &preview{Reason: errNoFolder.Error()}
	}
	report, err := c.options.App.Preview(ctx, dir)
	p := &preview{Links: report.LinksOut, Insist: mayInsist(err) || report.Secrets.Count > 0}
	if err == nil || mayInsist(err) {
		p.Says = showsOf(report)
	}
	if err != nil {
		p.Reason = reasonOf(err)
	}
	for _, found := range report.Secrets.First {
		p.Secrets = append(p.Secrets, found.Path+" ("+found.Why+")")
	}
	return p
}

func showsOf(r exposure.Report) string { return "Others would see " + r.Sentence() + "." }

// servePreview answers what a folder would show: to the script of the page, and
// to its form, which comes back as it was filled in.
func (c *Control) servePreview(w http.ResponseWriter, r *http.Request) *refusal {
	q, form, refused := readQuestion(w, r)
	if refused != nil {
		return refused
	}
	p := c.previewOf(r.Context(), q["dir"])
	if form {
		return c.renderPage(w, http.StatusOK, attempt{Target: r.URL.Path, Asked: q, Insist: p.Insist, Preview: p})
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(p) // a client that has gone is the engine's to notice
	return nil
}
