// Package metrics counts what this node does, and shows it as Prometheus reads
// it. What is counted is given to it; what it means is documented in
// docs/operations.md. It knows no other package of ours, and alone knows
// Prometheus.
package metrics

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are the figures of one node. They are safe for concurrent use.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	jobs     *prometheus.CounterVec
	lateness *prometheus.HistogramVec
}

// New returns the figures of a node of a version, all at nothing.
func New(version string) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "broadsheet_http_requests_total", Help: "Requests that were answered, by method, route and class of status.",
		}, []string{"method", "route", "status"}),
		jobs: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "broadsheet_jobs_total", Help: "Attempts at jobs: done, put_off to be tried again, given_up for good.",
		}, []string{"kind", "outcome"}),
		lateness: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "broadsheet_job_lateness_seconds", Help: "How long after it was due a job was done.",
			Buckets: []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 3600},
		}, []string{"kind"}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "broadsheet_build_info", Help: "1, with the version that runs.", ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	m.registry.MustRegister(
		m.requests, m.jobs, m.lateness, build, collectors.NewBuildInfoCollector(),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return m
}

// Request counts an answer. The route is one of few.
func (m *Metrics) Request(method, route string, status int) {
	m.requests.WithLabelValues(method, route, strconv.Itoa(status/100)+"xx").Inc()
}

// Job counts an attempt at a job. Lateness counts where it was done.
func (m *Metrics) Job(kind, outcome string, lateness time.Duration, done bool) {
	m.jobs.WithLabelValues(kind, outcome).Inc()
	if done {
		m.lateness.WithLabelValues(kind).Observe(lateness.Seconds())
	}
}

// Waiting has the jobs counted that are due and not done, each time that the
// figures are read until ctx ends. What can't be counted in time is NaN.
func (m *Metrics) Waiting(ctx context.Context, count func(context.Context) (int64, error)) {
	const patience = 2 * time.Second
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "broadsheet_jobs_waiting", Help: "Jobs of all nodes that are due and not done.",
	}, func() float64 {
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		n, err := count(ctx)
		if err != nil {
			return math.NaN()
		}
		return float64(n)
	}))
}

// Handler shows the figures.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
