package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// must2xx sends a request as call does, with If-Match: *, and wants it to be
// answered well.
func must2xx(t *testing.T, method, url, token, body string) map[string]any {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("If-Match", "*")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	answer := map[string]any{}
	if err != nil || response.StatusCode >= http.StatusMultipleChoices || json.Unmarshal(raw, &answer) != nil {
		t.Fatalf("%s %s: %d, %v: %s", method, url, response.StatusCode, err, raw)
	}
	return answer
}

// scheduleCopies publishes articles and has a working copy of each published
// soon. It returns their addresses, and when that is.
func scheduleCopies(t *testing.T, base, token string, count int) (addresses []string, at time.Time) {
	t.Helper()
	section := must2xx(t, "POST", base+"/v1/sections", token, `{"name": "Desk"}`)["id"]
	for range count {
		body := fmt.Sprintf(`{"title": "Live", "body": "<p>x</p>", "section_id": %q}`, section)
		address := fmt.Sprint("/v1/articles/", must2xx(t, "POST", base+"/v1/articles", token, body)["id"])
		must2xx(t, "POST", base+address+"/publish", token, "{}")
		must2xx(t, "POST", base+address+"/working_copy", token, "{}")
		must2xx(t, "PATCH", base+address+"/working_copy", token, `{"title": "Copy"}`)
		addresses = append(addresses, address)
	}
	at = time.Now().Add(2 * time.Second).UTC().Truncate(time.Microsecond)
	for _, address := range addresses {
		must2xx(t, "POST", base+address+"/working_copy/publish", token, fmt.Sprintf(`{"at": %q}`, at.Format(time.RFC3339Nano)))
	}
	return addresses, at
}

// checkPublished wants one revision more of each article, not before its time,
// and returns how late the last one was.
func checkPublished(t *testing.T, base, token string, addresses []string, at time.Time) (latest time.Duration) {
	t.Helper()
	for _, address := range addresses {
		waitFor(t, "the copy is published", func() bool {
			_, answer := call(t, "GET", base+address, token, "")
			return answer["title"] == "Copy"
		})
		_, answer := call(t, "GET", base+address+"/revisions/3", token, "")
		made, err := time.Parse(time.RFC3339Nano, fmt.Sprint(answer["created_at"]))
		if err != nil || made.Before(at) || answer["action"] != "publish_working_copy" {
			t.Errorf("due at %v: %v", at, answer)
		}
		latest = max(latest, made.Sub(at))
	}
	time.Sleep(time.Second) // for whoever would do it twice
	for _, address := range addresses {
		if status, answer := call(t, "GET", base+address+"/revisions/4", token, ""); status != http.StatusNotFound {
			t.Errorf("it was published twice: %v", answer)
		}
		if status, _ := call(t, "GET", base+address+"/working_copy", token, ""); status != http.StatusNotFound {
			t.Errorf("the copy is still there: %d", status)
		}
	}
	return latest
}

// Two nodes, one of which is killed as the moment comes: each copy is published
// once, and on time.
func TestCopiesArePublishedThoughANodeDies(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		const copies = 5
		keys := t.TempDir()
		stays := start(t, url, keys)
		token, ok := signIn(t, stays.url, "admin@example.org", stays.password)
		if !ok {
			t.Fatal("can't sign in")
		}
		for _, after := range []time.Duration{-100 * time.Millisecond, 0, 5 * time.Millisecond, 20 * time.Millisecond} {
			dies := start(t, url, keys)
			addresses, at := scheduleCopies(t, dies.url, token, copies)
			time.Sleep(time.Until(at) + after)
			dies.signal(t, syscall.SIGKILL)
			late := checkPublished(t, stays.url, token, addresses, at)
			t.Logf("killed %v after the moment: the last of %d is %v late", after, copies, late)
			if late > 10*time.Second {
				t.Errorf("killed %v after the moment, the last is %v late", after, late)
			}
		}
	})
}

func TestMetrics(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		b := boot(t, settings(t, url, "--admin-email=admin@example.org", "--metrics-addr=127.0.0.1:0"))
		token, _ := signIn(t, b.url, "admin@example.org", passwordIn(t, b.greet))
		addresses, at := scheduleCopies(t, b.url, token, 1)
		checkPublished(t, b.url, token, addresses, at)
		figures := "http://" + b.gauges.listener.Addr().String()
		text := body(t, figures+"/metrics")
		for _, want := range []string{
			`broadsheet_job_lateness_seconds_count{kind="publish_working_copy"} 1`, "broadsheet_jobs_waiting 0",
			`broadsheet_jobs_total{kind="publish_working_copy",outcome="done"} 1`, `broadsheet_build_info{version="dev"} 1`,
			`broadsheet_http_requests_total{method="POST",route="/v1/articles/:article/working_copy/publish",status="2xx"} 1`,
			`broadsheet_http_requests_total{method="GET",route="/v1/articles/:article/revisions/:number",status="4xx"} 1`,
		} {
			if !strings.Contains(text, want) {
				t.Errorf("no %s in %s", want, text)
			}
		}
		if text := body(t, figures+"/debug/pprof/"); !strings.Contains(text, "goroutine") {
			t.Errorf("there are no profiles: %s", text)
		}
		if status, _ := call(t, "GET", b.url+"/metrics", "", ""); status != http.StatusNotFound {
			t.Errorf("the API shows the metrics: %d", status)
		}
		if err := b.stop(); err != nil {
			t.Error(err)
		}
		if _, err := http.Get(figures + "/metrics"); err == nil { //nolint:bodyclose // there is no answer
			t.Error("the metrics are there after the end")
		}
	})
}

func body(t *testing.T, url string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d, %v", url, response.StatusCode, err)
	}
	return string(raw)
}
