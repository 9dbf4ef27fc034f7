package metrics_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/metrics"
)

func read(t *testing.T, m *metrics.Metrics) string {
	t.Helper()
	recorder := httptest.NewRecorder()
	m.Handler().ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", http.NoBody))
	if recorder.Code != http.StatusOK {
		t.Fatalf("%d: %s", recorder.Code, recorder.Body)
	}
	return recorder.Body.String()
}

func TestMetrics(t *testing.T) {
	m := metrics.New("v1")
	waiting, failure := int64(3), error(nil)
	m.Waiting(t.Context(), func(context.Context) (int64, error) { return waiting, failure })
	m.Request("GET", "/v1/articles", 200)
	m.Request("GET", "/v1/articles", 204)
	m.Job("publish", "done", 300*time.Millisecond, true)
	m.Job("publish", "given_up", time.Hour, false)
	text := read(t, m)
	for _, want := range []string{
		`broadsheet_http_requests_total{method="GET",route="/v1/articles",status="2xx"} 2`,
		`broadsheet_jobs_total{kind="publish",outcome="done"} 1`,
		`broadsheet_jobs_total{kind="publish",outcome="given_up"} 1`,
		`broadsheet_job_lateness_seconds_bucket{kind="publish",le="0.25"} 0`,
		`broadsheet_job_lateness_seconds_bucket{kind="publish",le="0.5"} 1`,
		`broadsheet_job_lateness_seconds_count{kind="publish"} 1`,
		`broadsheet_jobs_waiting 3`, `broadsheet_build_info{version="v1"} 1`, "go_goroutines ", "go_build_info{",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	failure = errors.New("the database is away")
	if text := read(t, m); !strings.Contains(text, "broadsheet_jobs_waiting NaN") {
		t.Error("what can't be counted is told")
	}
}
