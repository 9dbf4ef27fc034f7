package main

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/process"
)

// here is a floor within this process.
func here(t *testing.T, handler http.Handler) *process.Process {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	self, err := process.Self(strings.TrimPrefix(server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	return self
}

func one(body string) recording {
	return recording{Status: http.StatusOK, Header: http.Header{"Content-Length": {"5"}}, Body: []byte(body)}
}

func TestLoad(t *testing.T) {
	p := here(t, replay(map[string]recording{
		"/one":     one("first"),
		"/another": one("other"),
		"/same":    {Match: `"1-a"`, Status: http.StatusNotModified, Header: http.Header{"Etag": {`"1-a"`}}},
	}))
	quick := demand{connections: 3, run: 50 * time.Millisecond}
	asks := []ask{{path: "/one"}, {path: "/another"}, {path: "/same", match: `"1-a"`}}
	got, err := load(t.Context(), reads(p, asks, &engine{}), quick)
	if err != nil {
		t.Fatal(err)
	}
	if got.perSecond <= 0 || got.median <= 0 || got.slow < got.median {
		t.Errorf("got %+v", got)
	}
	for _, wrong := range []ask{{path: "/nothing"}, {path: "/same", match: `"2-b"`}, {path: "/same"}} {
		_, err := load(t.Context(), reads(p, append(asks, wrong), &engine{}), demand{connections: 3, run: time.Minute})
		if err == nil || !strings.Contains(err.Error(), "404") {
			t.Errorf("%+v: a 404 is no failure: %v", wrong, err)
		}
	}
}

// TestLoadWhenDue has a server that takes its time: requests are due all the same,
// and what they wait for it is seen.
func TestLoadWhenDue(t *testing.T) {
	const each = 20 * time.Millisecond
	slow := here(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(each)
		w.Header().Set("Content-Length", "0")
	}))
	due := demand{connections: 1, run: 400 * time.Millisecond, perSecond: 100}
	got, err := load(t.Context(), reads(slow, []ask{{path: "/"}}, &engine{}), due)
	if err != nil {
		t.Fatal(err)
	}
	if got.slow < 5*each { // the last one is sent when it is late by some 400 ms
		t.Errorf("99%% were answered in %s: what waits for its turn does not count", got.slow)
	}
}

func TestBytesFloorRepeatsWhatItHeard(t *testing.T) {
	header := http.Header{"Etag": {`"1-a"`}, "Content-Type": {"application/json"}, "Content-Length": {"2"}, "Vary": {"A", "B"}}
	p := here(t, replay(map[string]recording{"/path?a=b": {Status: http.StatusOK, Header: header, Body: []byte("{}")}}))
	heard, err := recordOne(t.Context(), p.Address, ask{path: "/path?a=b"})
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range header {
		if got := heard.Header[name]; !slices.Equal(got, values) {
			t.Errorf("%s is %q, want %q", name, got, values)
		}
	}
	if string(heard.Body) != "{}" || len(heard.Header) != len(header) {
		t.Errorf("got %q and %v", heard.Body, heard.Header)
	}
}

func TestCompare(t *testing.T) {
	handler := replay(map[string]recording{"/": one("first")})
	of := reads(here(t, handler), []ask{{path: "/"}}, &engine{})
	got, err := compare(t.Context(), of, of, demand{connections: 2, run: 30 * time.Millisecond})
	if err != nil || got.speed <= 0 || got.work <= 0 || got.ours.perSecond <= 0 || got.other.perSecond <= 0 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestMiddle(t *testing.T) {
	if got := middle([]int{3, 1, 2}, func(n int) int { return -n }); got != 2 {
		t.Errorf("got %v", got)
	}
}

func TestRowsSayWhatIsReached(t *testing.T) {
	for _, c := range []struct {
		row
		want string
	}{
		{row{}.atLeast(0.9, 1, 0.9), "yes"},
		{row{}.atLeast(0.89, 2, 0.9), "NO"},
		{row{}.atLeast(0.1, 1, 0), ""},
		{row{}.timesAtMost(1.2, 1, 1.2), "yes"},
		{row{}.timesAtMost(1.21, 1, 1.2), "NO"},
	} {
		if c.reached != c.want {
			t.Errorf("%+v: want %q", c.row, c.want)
		}
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
	if err != nil || s.run != 500*time.Millisecond || len(s.engines) != 1 || !slices.Equal(s.articles, []int{20_000}) {
		t.Errorf("got %+v, %v", s, err)
	}
	if s, err := parse([]string{"-articles", "1000,2000"}); err != nil || !slices.Equal(s.articles, []int{1000, 2000}) {
		t.Errorf("got %+v, %v", s, err)
	}
	for _, wrong := range [][]string{{"-articles", "0"}, {"-articles", "2000,"}, {"-seconds", "0"}, {"-connections", "-1"}} {
		if _, err := parse(wrong); err == nil {
			t.Errorf("%v is taken", wrong)
		}
	}
}
