// SPDX-License-Identifier: MIT

package control

import (
	"net/http"

	"porchlight/server/app"
	"porchlight/server/qrcode"
)

// linkOf is the address that lets others in, with the key where there is one; ""
// while they do not reach the site.
func linkOf(s app.Snapshot) string {
	if s.Share != nil {
		return s.Share.Link
	}
	return s.Address
}

// serveQR makes a route that draws the link of the site.
func (c *Control) serveQR(contentType string, draw func(string) ([]byte, error)) func(http.ResponseWriter, *http.Request) *refusal {
	return func(w http.ResponseWriter, _ *http.Request) *refusal {
		link := linkOf(c.options.App.Snapshot())
		if link == "" {
			return &refusal{http.StatusNotFound, "Others do not reach the server now, so there is no address."}
		}
		picture, err := draw(link)
		if err != nil {
			return &refusal{http.StatusNotFound, "The address does not fit into a QR code."}
		}
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write(picture) // a browser that has gone is the engine's to notice
		return nil
	}
}

func (c *Control) serveSVG() func(http.ResponseWriter, *http.Request) *refusal {
	return c.serveQR("image/svg+xml", qrcode.SVG)
}

// servePNG is for a chat or a sheet of paper.
func (c *Control) servePNG() func(http.ResponseWriter, *http.Request) *refusal {
	return c.serveQR("image/png", qrcode.PNG)
}
