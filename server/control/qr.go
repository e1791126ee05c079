// SPDX-License-Identifier: MIT

package control

import (
	"fmt"
	"net/http"
	"strings"

	"rsc.io/qr"
)

// quietZone is the white edge that a reader needs, in modules (ISO/IEC 18004).
const quietZone = 4

// serveQR draws the address of the site.
func (c *Control) serveQR(w http.ResponseWriter, _ *http.Request) *refusal {
	address := c.options.App.Snapshot().Address
	if address == "" {
		return &refusal{http.StatusNotFound, "The server is off, so there is no address."}
	}
	code, err := qr.Encode(address, qr.M)
	if err != nil {
		return &refusal{http.StatusNotFound, "The address does not fit into a QR code."}
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	_, _ = w.Write([]byte(drawQR(code))) // a browser that has gone is the engine's to notice
	return nil
}

// drawQR draws a code with a light ground of its own, so that it can be read on
// a dark page.
func drawQR(code *qr.Code) string {
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x, y)
			}
		}
	}
	side := code.Size + 2*quietZone
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="%d %d %d %d" shape-rendering="crispEdges">`+
		`<rect x="%[1]d" y="%[2]d" width="%[3]d" height="%[4]d" fill="#fff"/><path d="%[5]s"/></svg>`,
		-quietZone, -quietZone, side, side, path.String())
}
