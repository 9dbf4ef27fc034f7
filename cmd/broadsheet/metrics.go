package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/pprof"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/config"
	"github.com/seed-6f93249c/broadsheet/internal/metrics"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// gauges are the figures of a node and where they are read, if anywhere.
type gauges struct {
	*metrics.Metrics
	listener net.Listener
	http     *http.Server
}

// openGauges makes the figures ready to be counted, and takes their address.
func (s *server) openGauges(ctx context.Context) error {
	if s.settings.MetricsAddr == "" {
		return nil
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.settings.MetricsAddr)
	if err != nil {
		return config.Fault("BROADSHEET_METRICS_ADDR", "is refused: "+err.Error())
	}
	figures := metrics.New(version)
	const headerTime = 10 * time.Second // a profile takes as long as it is asked to
	s.gauges = &gauges{
		Metrics: figures, listener: listener,
		http: &http.Server{Handler: metricsHandler(figures), ReadHeaderTimeout: headerTime},
	}
	return nil
}

func metricsHandler(figures *metrics.Metrics) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/metrics", figures.Handler())
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return mux
}

// onJob returns who counts jobs, nil for nobody.
func (s *server) onJob() func(service.JobReport) {
	if s.gauges == nil {
		return nil
	}
	return func(r service.JobReport) {
		s.gauges.Job(string(r.Kind), string(r.Outcome), r.Lateness, r.Outcome == service.JobDone)
	}
}

// onRequest returns who counts requests, nil for nobody.
func (s *server) onRequest() func(method, route string, status int) {
	if s.gauges == nil {
		return nil
	}
	return s.gauges.Request
}

// serveGauges serves the figures until close.
func (s *server) serveGauges(ctx context.Context) {
	if s.gauges == nil {
		return
	}
	s.gauges.Waiting(ctx, s.service.WaitingJobs)
	s.gauges.Replicas(s.replicas)
	s.logger.Info("metrics", "address", s.gauges.listener.Addr().String())
	go func() {
		if err := s.gauges.http.Serve(s.gauges.listener); !errors.Is(err, http.ErrServerClosed) {
			s.logger.Error("metrics are served no more", "error", err)
		}
	}()
}

// replicas tells the state of the replicas, and the public reads of the primary.
func (s *server) replicas() (states []metrics.Replica, primary int64) {
	known, primary := s.store.Replicas()
	for _, r := range known {
		states = append(states, metrics.Replica(r))
	}
	return states, primary
}

func (g *gauges) close() error {
	if g == nil {
		return nil
	}
	// Either of the two may close the listener first.
	for _, err := range []error{g.http.Close(), g.listener.Close()} {
		if err != nil && !errors.Is(err, net.ErrClosed) {
			return err
		}
	}
	return nil
}
