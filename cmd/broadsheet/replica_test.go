package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// Two nodes read from one replica: what one has answered it shows from then on,
// and the other a second later at the most, with a cache and without.
func TestNodesWithAReplica(t *testing.T) {
	primary, standby := storetest.Replicated(t)
	for _, size := range []string{"64MiB", "0"} {
		t.Run(size, func(t *testing.T) {
			one, other, token := twoNodes(t, primary.URL,
				"--replica-urls="+standby.URL, "--cache-bytes="+size, "--metrics-addr=127.0.0.1:0")
			for i := range 10 {
				waitFor(t, "the replica answers", func() bool { return asksReplica(t, one) && asksReplica(t, other) })
				name := fmt.Sprint("Name ", size, i)
				rename(t, one, token, name)
				answered := time.Now()
				if got, status := siteOf(t, one); got != name {
					t.Errorf("the node that wrote %q shows %q (%s)", name, got, status)
				}
				waitUntilShown(t, other, name, answered)
			}
			text := body(t, "http://"+other.gauges.listener.Addr().String()+"/metrics")
			for _, want := range []string{
				`broadsheet_public_reads_total{from="primary"} `, `:5432"} `, `broadsheet_replica_eligible{`, `broadsheet_replica_lag_bytes{`,
			} {
				if !strings.Contains(text, want) {
					t.Errorf("no %s in %s", want, text)
				}
			}
			waitFor(t, "the log tells", func() bool { return strings.Contains(other.logs.String(), "a replica is read from") })
		})
	}
}

// asksReplica reads what no cache has, and tells whether the replica answered.
func asksReplica(t *testing.T, b *booted) bool {
	t.Helper()
	before, _ := b.store.Replicas()
	body(t, fmt.Sprint(b.url, "/v1/articles?updated_since=", time.Now().UTC().Add(-time.Hour).Format("2006-01-02T15:04:05.000000Z")))
	after, _ := b.store.Replicas()
	return after[0].Reads > before[0].Reads
}

// waitUntilShown fails where a node shows another name than one a second after
// that was answered, or after it was seen.
func waitUntilShown(t *testing.T, b *booted, name string, answered time.Time) {
	t.Helper()
	for seen := 0; seen < 20; {
		late := time.Since(answered) > time.Second
		got, status := siteOf(t, b)
		if got == name {
			seen++
		} else if late || seen > 0 {
			t.Fatalf("after %q the other node shows %q (%s), late %t, seen %d times", name, got, status, late, seen)
		}
	}
}
