package metrics_test

import (
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/metrics"
)

func TestReplicas(t *testing.T) {
	m := metrics.New("v1")
	var states []metrics.Replica
	m.Replicas(func() ([]metrics.Replica, int64) { return states, 7 })
	if text := read(t, m); strings.Contains(text, "broadsheet_public") || strings.Contains(text, "broadsheet_replica") {
		t.Errorf("without replicas: %s", text)
	}
	states = []metrics.Replica{
		{Name: "a:5432", Eligible: true, Lag: 120, Reads: 40, Failures: 2},
		{Name: "b:5432", Lag: -1},
	}
	text := read(t, m)
	for _, want := range []string{
		`broadsheet_public_reads_total{from="primary"} 7`, `broadsheet_public_reads_total{from="a:5432"} 40`,
		`broadsheet_replica_failures_total{replica="a:5432"} 2`, `broadsheet_replica_eligible{replica="a:5432"} 1`,
		`broadsheet_replica_eligible{replica="b:5432"} 0`, `broadsheet_replica_lag_bytes{replica="b:5432"} -1`,
		`broadsheet_replica_lag_bytes{replica="a:5432"} 120`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
}
