package cache

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// model is a database of numbers, one for each group, and answers that show
// some of them. Loads begin, look and end in separate steps, so that writes fall
// anywhere between.
type model struct {
	cache   *Cache
	now     time.Time
	numbers map[news.Group]int
	loads   []*modelLoad
}

// modelLoad is a load under way. look is asked to read, and then to return.
type modelLoad struct {
	key        string
	least      map[news.Group]int // when the request began
	look, done chan struct{}
	looked     bool
	result     chan *Entry
}

// shown are the groups of each answer.
var shown = map[string][]news.Group{"a": {"1"}, "b": {"2", "lists"}, "c": {"1", "2", "3"}}

func (m *model) begin(t *rapid.T) {
	key := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "key")
	l := &modelLoad{
		key: key, least: m.copyOf(key), look: make(chan struct{}), done: make(chan struct{}), result: make(chan *Entry, 1),
	}
	joined := m.waiting(key)
	began := make(chan struct{}, 1)
	go func() {
		entry, how, _ := m.cache.Load(context.Background(), key, func() time.Time { return m.now }, func(context.Context) (*Entry, error) {
			began <- struct{}{}
			<-l.look
			entry := m.answer(key)
			l.look <- struct{}{}
			<-l.done
			return entry, nil
		})
		l.result <- entry
		if how == Found {
			began <- struct{}{}
		}
	}()
	if joined > 0 {
		for m.waiting(key) == joined {
			time.Sleep(10 * time.Microsecond)
		}
		m.loads = append(m.loads, &modelLoad{key: key, least: l.least, result: l.result})
		return
	}
	<-began
	select {
	case entry := <-l.result:
		m.check(t, "found", l.least, entry)
	default:
		m.loads = append(m.loads, l)
	}
}

// waiting returns how many wait for the flight that a request would join.
func (m *model) waiting(key string) int {
	m.cache.mu.Lock()
	defer m.cache.mu.Unlock()
	f := m.cache.flights[flightKey{key: key, epoch: m.cache.epochs.now.Load()}]
	if f == nil {
		return 0
	}
	return f.waiting
}

func (m *model) copyOf(key string) map[news.Group]int {
	least := map[news.Group]int{}
	for _, group := range shown[key] {
		least[group] = m.numbers[group]
	}
	return least
}

func (m *model) answer(key string) *Entry {
	body := ""
	for _, group := range shown[key] {
		body += fmt.Sprint(m.numbers[group], " ")
	}
	return &Entry{
		Key: key, Since: m.now, Until: m.now.Add(time.Hour), Groups: shown[key], Status: 200, Plain: NewRepresentation([]byte(body), ""),
	}
}

// check fails when an answer is older than the request that gets it.
func (m *model) check(t *rapid.T, what string, least map[news.Group]int, entry *Entry) {
	rest := string(entry.Plain.Body)
	for _, group := range entry.Groups {
		var number int
		if _, err := fmt.Sscan(rest, &number); err != nil {
			t.Fatal(err)
		}
		rest = rest[len(fmt.Sprint(number))+1:]
		if number < least[group] {
			t.Fatalf("%s: %s shows %d of %s, and %d was answered before", what, entry.Key, number, group, least[group])
		}
	}
}

// step lets a load that waits look, or one that has looked end.
func (m *model) step(t *rapid.T) {
	own := slices.DeleteFunc(slices.Clone(m.loads), func(l *modelLoad) bool { return l.look == nil })
	if len(own) == 0 {
		t.Skip("no load is under way")
	}
	l := rapid.SampledFrom(own).Draw(t, "load")
	if !l.looked {
		l.look <- struct{}{}
		<-l.look
		l.looked = true
		return
	}
	close(l.done)
	m.check(t, "loaded", l.least, <-l.result)
	m.loads = slices.DeleteFunc(m.loads, func(other *modelLoad) bool { return other == l })
}

func (m *model) write(t *rapid.T) {
	groups := rapid.SliceOfNDistinct(rapid.SampledFrom([]news.Group{"1", "2", "3", "lists"}), 1, 3, rapid.ID[news.Group]).Draw(t, "groups")
	for _, group := range groups {
		m.numbers[group]++
	}
	if rapid.IntRange(0, 9).Draw(t, "flush") == 0 {
		m.cache.Flush()
		return
	}
	m.cache.Invalidate(groups)
}

func (m *model) read(t *rapid.T) {
	key := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "key")
	if entry := m.cache.Get(key, m.now); entry != nil {
		m.check(t, "read", m.copyOf(key), entry)
	}
}

// Whatever the order of loads, writes and reads, nobody is shown what was no
// longer so when the request began.
func TestModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &model{cache: New(1 << 20), now: noon, numbers: map[news.Group]int{}}
		m.cache.epochs.most = rapid.IntRange(1, 5).Draw(t, "remembered")
		t.Repeat(map[string]func(*rapid.T){"begin": m.begin, "step": m.step, "write": m.write, "read": m.read})
		for _, l := range m.loads {
			if l.look != nil && !l.looked {
				l.look <- struct{}{}
				<-l.look
			}
			if l.done != nil {
				close(l.done)
			}
		}
		for _, l := range m.loads {
			m.check(t, "at the end", l.least, <-l.result)
		}
	})
}
