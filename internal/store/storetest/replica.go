package storetest

import (
	"errors"
	"os"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/store/storetest/cluster"
)

// Replicated starts a Postgres of the test's own, whatever TEST_DATABASE_URL
// names, and a hot standby of it. Their databases are empty. Where no Postgres is
// installed the test is skipped; with REQUIRE_POSTGRES=1 it fails.
func Replicated(tb testing.TB) (primary, standby *cluster.Cluster) {
	tb.Helper()
	keep := func(c *cluster.Cluster, err error) *cluster.Cluster {
		tb.Helper()
		if errors.Is(err, cluster.ErrNotInstalled) && os.Getenv("REQUIRE_POSTGRES") != "1" {
			tb.Skip("replicas are tested with a Postgres that is installed here: ", err)
		}
		if err != nil {
			tb.Fatal(err)
		}
		tb.Cleanup(func() {
			if err := c.Stop(); err != nil {
				tb.Error(err)
			}
		})
		return c
	}
	primary = keep(cluster.StartOwn(tb.Context(), cluster.Own{Replicated: true}))
	return primary, keep(primary.Standby(tb.Context()))
}
