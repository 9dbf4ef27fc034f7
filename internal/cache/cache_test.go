package cache

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

var noon = time.Date(2025, 7, 11, 12, 0, 0, 0, time.UTC)

func atNoon() time.Time { return noon }

// answer is an entry that holds for a minute from noon.
func answer(key, body string, groups ...news.Group) *Entry {
	return &Entry{
		Key: key, Since: noon, Until: noon.Add(time.Minute), Groups: groups, Status: 200,
		Plain: NewRepresentation([]byte(body), `"1-x"`),
	}
}

// load keeps what it says under a key, and returns what Load gives.
func load(t *testing.T, c *Cache, key string, entry *Entry) (*Entry, Outcome) {
	t.Helper()
	got, how, err := c.Load(t.Context(), key, atNoon, func(context.Context) (*Entry, error) { return entry, nil })
	if err != nil {
		t.Fatal(err)
	}
	return got, how
}

func TestLoadKeeps(t *testing.T) {
	c := New(1 << 20)
	first, how := load(t, c, "k", answer("k", "one", "g"))
	if how != Loaded || !first.Kept() {
		t.Fatalf("%v, kept %t", how, first.Kept())
	}
	again, how := load(t, c, "k", answer("k", "two", "g"))
	if again != first || how != Found || c.Get("k", noon) != first {
		t.Errorf("the second time it is %v, %s", how, again.Plain.Body)
	}
	c.Invalidate([]news.Group{"other"})
	if c.Get("k", noon) != first {
		t.Error("another group makes it stale")
	}
	c.Invalidate([]news.Group{"other", "g"})
	if c.Get("k", noon) != nil {
		t.Error("its group does not make it stale")
	}
	if got, how := load(t, c, "k", answer("k", "two", "g")); how != Loaded || string(got.Plain.Body) != "two" {
		t.Errorf("after that it is %v, %s", how, got.Plain.Body)
	}
	c.Flush()
	if c.Get("k", noon) != nil {
		t.Error("a flush leaves it")
	}
}

func TestErrorsAreNotKept(t *testing.T) {
	c := New(1 << 20)
	failure := errors.New("no")
	for range 2 {
		_, how, err := c.Load(t.Context(), "k", atNoon, func(context.Context) (*Entry, error) { return nil, failure })
		if !errors.Is(err, failure) || how != Loaded {
			t.Errorf("got %v, %v", err, how)
		}
	}
	_, _, err := c.Load(t.Context(), "k", atNoon, func(context.Context) (*Entry, error) { panic("oh") })
	if err == nil || !strings.Contains(err.Error(), "panic: oh") {
		t.Errorf("a panic is %v", err)
	}
}

func TestAnAnswerHasItsTime(t *testing.T) {
	c := New(1 << 20)
	load(t, c, "k", answer("k", "one"))
	for at, there := range map[time.Duration]bool{
		-time.Microsecond: false, 0: true, time.Minute - time.Microsecond: true, time.Minute: false,
	} {
		if got := c.Get("k", noon.Add(at)); (got != nil) != there {
			t.Errorf("after %v it is there: %t", at, got != nil)
		}
	}
	brief := answer("brief", "one")
	brief.Until = noon
	if got, _ := load(t, c, "brief", brief); got.Kept() {
		t.Error("what is over already is kept")
	}
	if got, _ := load(t, c, "never", &Entry{Key: "never", Plain: NewRepresentation(nil, "")}); got.Kept() {
		t.Error("what has no time is kept")
	}
}

func TestTrust(t *testing.T) {
	c := New(1 << 20)
	load(t, c, "k", answer("k", "one"))
	c.Distrust()
	if c.Trusted() || c.Get("k", noon) != nil {
		t.Error("it is given out without trust")
	}
	c.TrustUntil(time.Now().Add(time.Hour))
	if !c.Trusted() || c.Get("k", noon) == nil {
		t.Error("it is not given out with trust")
	}
	c.TrustUntil(time.Now().Add(-time.Nanosecond))
	if c.Trusted() || c.Get("k", noon) != nil {
		t.Error("it is given out after the trust")
	}
}

func TestAlias(t *testing.T) {
	c := New(1 << 20)
	entry := answer("k", "one", "g")
	entry.Aliases = []string{"k", "a"}
	first, _ := load(t, c, "a", entry)
	c.Alias("b", first)
	for _, name := range []string{"k", "a", "b"} {
		if c.Get(name, noon) != first {
			t.Errorf("it is not found as %s", name)
		}
	}
	c.Invalidate([]news.Group{"g"})
	second, _ := load(t, c, "k", answer("k", "two", "g"))
	if c.Get("a", noon) != nil || c.Get("b", noon) != nil || c.Get("k", noon) != second {
		t.Error("what another spelling meant goes on for the next answer")
	}
	twin := answer("k", "three", "g")
	twin.Aliases = []string{"c"}
	if got, _ := load(t, c, "c", twin); got != second || c.Get("c", noon) != second {
		t.Error("a spelling that was not known makes another entry")
	}
}

func TestBytesAreBounded(t *testing.T) {
	const size = 1 << 20
	c := New(size)
	body := strings.Repeat("x", 2000)
	for i := range 1500 {
		entry := answer(fmt.Sprint("k", i), body, news.Group(fmt.Sprint("g", i)))
		got, _ := load(t, c, entry.Key, entry)
		for j := range 5 {
			c.Alias(fmt.Sprint("another spelling ", i, " ", j), got)
		}
		if i%20 == 0 {
			c.Representation(got, Gzip)
		}
	}
	c.entries.CleanUp()
	c.aliases.CleanUp()
	if used := c.Bytes(); used > size || used < size/2 {
		t.Errorf("%d of %d bytes are used", used, size)
	}
	if got, _ := load(t, c, "huge", answer("huge", strings.Repeat("x", size/4))); got.Kept() {
		t.Error("what takes a quarter of the room is kept")
	}
}

func TestManyGroups(t *testing.T) {
	c := New(1 << 20)
	c.epochs.most = 10
	first, _ := load(t, c, "k", answer("k", "one", "g"))
	for i := range 9 {
		c.Invalidate([]news.Group{news.Group(fmt.Sprint("x", i))})
	}
	if c.Get("k", noon) != first {
		t.Error("other groups make it stale")
	}
	c.Invalidate([]news.Group{"g"})
	for i := range 1000 {
		c.Invalidate([]news.Group{news.Group(fmt.Sprint("y", i))})
		if n := len(c.epochs.young) + len(c.epochs.old); n > 20 {
			t.Fatalf("%d groups are remembered", n)
		}
		if got, _ := load(t, c, "new", answer("new", "one", "h")); c.epochs.isFresh(first) || !c.epochs.isFresh(got) {
			t.Fatalf("after %d the old one is fresh: %t, the new one: %t", i, c.epochs.isFresh(first), c.epochs.isFresh(got))
		}
	}
}

func TestRepresentations(t *testing.T) {
	c := New(1 << 20)
	body := bytes.Repeat([]byte("寧波加快提升 "), 200)
	entry, _ := load(t, c, "k", answer("k", string(body)))
	before := c.Bytes()
	for coding, tag := range map[Coding]string{Identity: `"1-x"`, Gzip: `"1-x-gzip"`, Brotli: `"1-x-br"`, Zstd: `"1-x-zstd"`} {
		if got := entry.Tag(coding); got[0] != tag {
			t.Errorf("%v has the tag %s before", coding, got)
		}
		r := c.Representation(entry, coding)
		if r.ETag[0] != tag || entry.Tag(coding)[0] != tag || r.Length[0] != fmt.Sprint(len(r.Body)) {
			t.Errorf("%v has the tag %s and the length %s of %d", coding, r.ETag, r.Length, len(r.Body))
		}
		if got := decoded(t, coding, r.Body); !bytes.Equal(got, body) {
			t.Errorf("%v holds %d bytes", coding, len(got))
		}
		if again := c.Representation(entry, coding); again != r {
			t.Errorf("%v is made twice", coding)
		}
	}
	if c.Bytes() <= before {
		t.Error("what is encoded is not counted")
	}
	small, _ := load(t, c, "small", answer("small", "{}"))
	if r := c.Representation(small, Gzip); r != small.Plain {
		t.Error("what is small is encoded")
	}
}
