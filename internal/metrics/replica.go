package metrics

import "github.com/prometheus/client_golang/prometheus"

// Replica is the state of one replica.
type Replica struct {
	Name     string
	Eligible bool
	Lag      int64 // in bytes of the primary's log, -1 where it can't be told
	Reads    int64
	Failures int64
}

// Replicas has the state of the replicas shown, and how many public reads the
// primary answered beside them, each time that the figures are read. Where there
// are none, nothing is shown.
func (m *Metrics) Replicas(read func() (states []Replica, primary int64)) {
	m.registry.MustRegister(replicas(read))
}

type replicas func() ([]Replica, int64)

var (
	publicReads = prometheus.NewDesc("broadsheet_public_reads_total",
		"Public requests that asked a database, by who was to answer: a replica, or the primary.", []string{"from"}, nil)
	replicaFailures = prometheus.NewDesc("broadsheet_replica_failures_total",
		"Public requests that a replica failed and the primary answered.", []string{"replica"}, nil)
	replicaEligible = prometheus.NewDesc("broadsheet_replica_eligible",
		"1 while a replica has all that this node has heard of, and is read from.", []string{"replica"}, nil)
	replicaLag = prometheus.NewDesc("broadsheet_replica_lag_bytes",
		"How much of the primary's log a replica had yet to replay; -1 while it does not answer.", []string{"replica"}, nil)
)

// Describe sends what Collect may send.
func (replicas) Describe(to chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{publicReads, replicaFailures, replicaEligible, replicaLag} {
		to <- desc
	}
}

// Collect sends the figures of now.
func (read replicas) Collect(to chan<- prometheus.Metric) {
	states, primary := read()
	if len(states) == 0 {
		return
	}
	count := func(desc *prometheus.Desc, n int64, name string) {
		to <- prometheus.MustNewConstMetric(desc, prometheus.CounterValue, float64(n), name)
	}
	show := func(desc *prometheus.Desc, n int64, name string) {
		to <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, float64(n), name)
	}
	count(publicReads, primary, "primary")
	for _, r := range states {
		eligible := int64(0)
		if r.Eligible {
			eligible = 1
		}
		count(publicReads, r.Reads, r.Name)
		count(replicaFailures, r.Failures, r.Name)
		show(replicaEligible, eligible, r.Name)
		show(replicaLag, r.Lag, r.Name)
	}
}
