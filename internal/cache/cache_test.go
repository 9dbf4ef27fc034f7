package cache

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
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
	for i := range 5000 {
		entry := answer(fmt.Sprint("k", i), body, news.Group(fmt.Sprint("g", i)))
		got, _ := load(t, c, entry.Key, entry)
		for j := range 5 {
			c.Alias(fmt.Sprint("another spelling ", i, " ", j), got)
		}
		c.Representation(got, Gzip)
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

func TestOneLoadForMany(t *testing.T) {
	const callers = 50
	c := New(1 << 20)
	var loads, joined atomic.Int64
	begun, gate := make(chan struct{}), make(chan struct{})
	var group sync.WaitGroup
	ask := func() {
		_, how, err := c.Load(t.Context(), "k", atNoon, func(context.Context) (*Entry, error) {
			loads.Add(1)
			close(begun)
			<-gate
			return answer("k", "one"), nil
		})
		if err != nil {
			t.Error(err)
		}
		if how == Joined {
			joined.Add(1)
		}
	}
	for range callers {
		group.Go(ask)
	}
	<-begun
	close(gate)
	group.Wait()
	if loads.Load() != 1 || joined.Load() > callers-1 {
		t.Errorf("%d loads, %d joined", loads.Load(), joined.Load())
	}
}

// Who gives up leaves; the load goes on for the others, and ends with the last.
func TestCallersLeave(t *testing.T) {
	c := New(1 << 20)
	begun, gate, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	slow := func(ctx context.Context) (*Entry, error) {
		close(begun)
		select {
		case <-gate:
		case <-ctx.Done():
		}
		ended <- ctx.Err()
		return answer("k", "one"), ctx.Err()
	}
	first, leave := context.WithCancel(t.Context())
	left := make(chan error, 1)
	go func() {
		_, _, err := c.Load(first, "k", atNoon, slow)
		left <- err
	}()
	<-begun
	stayed := make(chan error, 1)
	go func() {
		_, _, err := c.Load(t.Context(), "k", atNoon, slow)
		stayed <- err
	}()
	waitFor(t, c, 2)
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("who left got %v", err)
	}
	close(gate)
	if err := <-stayed; err != nil {
		t.Errorf("who stayed got %v", err)
	}
	if err := <-ended; err != nil {
		t.Errorf("the load ended with %v", err)
	}
	c.Flush()
	begun, gate = make(chan struct{}), make(chan struct{})
	alone, leave := context.WithCancel(t.Context())
	go func() {
		_, _, err := c.Load(alone, "k", atNoon, slow)
		left <- err
	}()
	<-begun
	leave()
	<-left
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("a load that nobody waits for ends with %v", err)
	}
}

// waitFor waits until so many wait for one flight.
func waitFor(t *testing.T, c *Cache, callers int) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		c.mu.Lock()
		waiting := 0
		for _, f := range c.flights {
			waiting += f.waiting
		}
		c.mu.Unlock()
		if waiting == callers {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d wait, want %d", waiting, callers)
		}
	}
}

// Who comes after the moment at which an answer becomes another does not get the
// one of before, though its load is still under way.
func TestJoinedTooLate(t *testing.T) {
	c := New(1 << 20)
	begun, gate := make(chan struct{}), make(chan struct{})
	go func() {
		_, _, _ = c.Load(t.Context(), "k", atNoon, func(context.Context) (*Entry, error) {
			close(begun)
			<-gate
			return answer("k", "early"), nil
		})
	}()
	<-begun
	late := func() time.Time { return noon.Add(time.Minute) }
	got := make(chan *Entry)
	go func() {
		entry, _, _ := c.Load(t.Context(), "k", late, func(context.Context) (*Entry, error) {
			entry := answer("k", "late")
			entry.Since, entry.Until = late(), late().Add(time.Minute)
			return entry, nil
		})
		got <- entry
	}()
	waitFor(t, c, 2)
	close(gate)
	if entry := <-got; string(entry.Plain.Body) != "late" {
		t.Errorf("got the %s one", entry.Plain.Body)
	}
}

// Readers and writers at once: what a reader gets is never older than what was
// written and answered before it asked.
func TestNeverStale(t *testing.T) {
	const groups, rounds = 8, 3000
	c := New(1 << 20)
	var stored, answered [groups]atomic.Int64
	read := func(i int) {
		key, group := fmt.Sprint("k", i), news.Group(fmt.Sprint("g", i))
		least := answered[i].Load()
		entry := c.Get(key, noon)
		if entry == nil {
			entry, _, _ = c.Load(t.Context(), key, atNoon, func(context.Context) (*Entry, error) {
				return answer(key, fmt.Sprint(stored[i].Load()), group), nil
			})
		}
		var got int64
		if _, err := fmt.Sscan(string(entry.Plain.Body), &got); err != nil || got < least {
			t.Errorf("%s is at %d after %d was answered, %v", key, got, least, err)
		}
	}
	write := func(i int) {
		version := stored[i].Add(1)
		c.Invalidate([]news.Group{news.Group(fmt.Sprint("g", i))})
		for old := answered[i].Load(); old < version && !answered[i].CompareAndSwap(old, version); old = answered[i].Load() {
		}
	}
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			for range rounds {
				if i := rand.IntN(groups); rand.IntN(10) == 0 {
					write(i)
				} else {
					read(i)
				}
			}
		})
	}
	group.Wait()
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
