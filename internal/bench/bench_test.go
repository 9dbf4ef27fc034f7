package main

import (
	"crypto/sha256"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// here is a floor within this process.
func here(t *testing.T, recordings map[string]recording) *process {
	t.Helper()
	server := httptest.NewServer(replay(recordings))
	t.Cleanup(server.Close)
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	return &process{address: strings.TrimPrefix(server.URL, "http://"), command: &exec.Cmd{Process: self}}
}

func TestLoad(t *testing.T) {
	p := here(t, map[string]recording{
		"/one":     {Header: http.Header{"Content-Length": {"5"}}, Body: []byte("first")},
		"/another": {Header: http.Header{"Content-Length": {"6"}}, Body: []byte("second")},
	})
	got, err := load(t.Context(), p, []string{"/one", "/another"}, 3, 50*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	if got.perSecond <= 0 || got.median <= 0 || got.slow < got.median {
		t.Errorf("got %+v", got)
	}
	if _, err := load(t.Context(), p, []string{"/one", "/nothing"}, 3, time.Minute); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("a 404 is no failure: %v", err)
	}
}

func TestFloorRepeatsWhatItHeard(t *testing.T) {
	header := http.Header{"Etag": {`"1-a"`}, "Content-Type": {"application/json"}, "Content-Length": {"2"}, "Vary": {"A", "B"}}
	p := here(t, map[string]recording{"/path?a=b": {Header: header, Body: []byte("{}")}})
	heard, err := recordOne(t.Context(), "http://"+p.address+"/path?a=b")
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range header {
		if got := heard.Header[name]; strings.Join(got, "\n") != strings.Join(values, "\n") {
			t.Errorf("%s is %q, want %q", name, got, values)
		}
	}
	if string(heard.Body) != "{}" || len(heard.Header) != len(header) {
		t.Errorf("got %q and %v", heard.Body, heard.Header)
	}
}

func TestUsage(t *testing.T) {
	p := here(t, nil)
	if resident, err := p.resident(); err != nil || resident < 1<<20 {
		t.Errorf("resident: %d, %v", resident, err)
	}
	before, err := p.worked()
	if err != nil {
		t.Fatal(err)
	}
	for begun := time.Now(); time.Since(begun) < 300*time.Millisecond; {
		_ = sha256.Sum256(make([]byte, 1<<16)) // work
	}
	if after, err := p.worked(); err != nil || after <= before {
		t.Errorf("worked %s, then %s, %v", before, after, err)
	}
}

func TestMedianOf(t *testing.T) {
	if got := medianOf([]rate{{perSecond: 3}, {perSecond: 1}, {perSecond: 2.5}}); got.perSecond != 2.5 {
		t.Errorf("got %v", got.perSecond)
	}
}

func TestTable(t *testing.T) {
	got := table([][]string{{"what", "n"}, {"a µs", "10"}, {"b", "9"}})
	want := "| what | n   |\n| :--  | --: |\n| a µs | 10  |\n| b    | 9   |\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestParse(t *testing.T) {
	s, err := parse([]string{"-seconds", "0.5", "-engines", "sqlite"})
	if err != nil || s.run != 500*time.Millisecond || len(s.engines) != 1 || s.articles != 20_000 {
		t.Errorf("got %+v, %v", s, err)
	}
	for _, wrong := range [][]string{{"-articles", "0"}, {"-seconds", "0"}, {"-connections", "-1"}} {
		if _, err := parse(wrong); err == nil {
			t.Errorf("%v is taken", wrong)
		}
	}
}
