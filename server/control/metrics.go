// SPDX-License-Identifier: MIT

package control

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"porchlight/server"
)

// metrics are read from a Snapshot when they are asked for: nothing on the way
// of a request counts for them.
type metrics struct{ app App }

var (
	workersDesc     = describe("workers", "Requests that may be answered at the same time.")
	busyDesc        = describe("workers_busy", "Requests that are being answered.")
	queueDesc       = describe("queue", "Requests that may wait for a worker.")
	waitingDesc     = describe("queue_waiting", "Requests that wait for a worker.")
	connectionsDesc = describe("connections", "Open connections.")
	upDesc          = describe("up", "Whether the server runs.")
	refusedDesc     = describe("refused_total", "Requests refused because there was no room.")
	requestsDesc    = describe("requests_total", "Requests answered.")
	bytesDesc       = describe("sent_bytes_total", "Bytes of content sent.")
	levelDesc       = prometheus.NewDesc("porchlight_level", "How full the server is: 1 for the level that it is at.", []string{"level"}, nil)
)

func describe(name, help string) *prometheus.Desc {
	return prometheus.NewDesc("porchlight_"+name, help, nil, nil)
}

// Describe implements prometheus.Collector.
func (m metrics) Describe(out chan<- *prometheus.Desc) { prometheus.DescribeByCollect(m, out) }

// Collect implements prometheus.Collector.
func (m metrics) Collect(out chan<- prometheus.Metric) {
	s := m.app.Snapshot()
	up := 0
	if s.Address != "" {
		up = 1
	}
	gauge, counter := prometheus.GaugeValue, prometheus.CounterValue
	for _, one := range []struct {
		desc  *prometheus.Desc
		kind  prometheus.ValueType
		value uint64
	}{
		{upDesc, gauge, uint64(up)},
		{workersDesc, gauge, uint64(s.Workers)},
		{busyDesc, gauge, uint64(s.Busy)},
		{queueDesc, gauge, uint64(s.Queue)},
		{waitingDesc, gauge, uint64(s.Waiting)},
		{connectionsDesc, gauge, uint64(s.Connections)},
		{refusedDesc, counter, s.Refused},
		{requestsDesc, counter, s.Requests},
		{bytesDesc, counter, s.Bytes},
	} {
		out <- prometheus.MustNewConstMetric(one.desc, one.kind, float64(one.value))
	}
	for _, level := range []server.Level{server.Off, server.Calm, server.Busy, server.Full, server.Failed} {
		at := 0.0
		if level == s.Level {
			at = 1
		}
		out <- prometheus.MustNewConstMetric(levelDesc, gauge, at, string(level))
	}
}

func newMetrics(o Options) http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(metrics{o.App})
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
}

func (c *Control) serveMetrics(w http.ResponseWriter, r *http.Request) *refusal {
	c.metrics.ServeHTTP(w, r)
	return nil
}
