package judge

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Court judges answers by a history, and counts. It is safe for concurrent use.
type Court struct {
	history *History

	mutex   sync.Mutex
	bodies  map[string][sha256.Size]byte // hashes, by path and ETag
	counts  Counts
	outages []Outage
}

// Outage is a time in which answers of 503 are no fault. It is over when the
// servers must have recovered.
type Outage struct{ From, Until time.Time }

// Counts is what came of all answers.
type Counts struct {
	Answers     int // that said something, or should have
	Unavailable int // 503 with Retry-After, in an outage
	Faults      map[Kind]int
	Examples    []Fault
	LastRefusal time.Time // when the last 503 was had
}

// NewCourt returns a court that has heard nothing yet.
func NewCourt(history *History) *Court {
	return &Court{history: history, bodies: map[string][sha256.Size]byte{}, counts: Counts{Faults: map[Kind]int{}}}
}

// Announce has an outage begin; its end is told by End.
func (c *Court) Announce(from time.Time) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.outages = append(c.outages, Outage{From: from})
}

// End says until when the last outage that was announced excuses a 503.
func (c *Court) End(until time.Time) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.outages[len(c.outages)-1].Until = until
}

// Counts returns what was counted so far.
func (c *Court) Counts() Counts {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	counts := c.counts
	counts.Faults, counts.Examples = maps.Clone(counts.Faults), slices.Clone(counts.Examples)
	return counts
}

// Refuse counts a request that got no answer at all.
func (c *Court) Refuse(path string, err error, at time.Time) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.counts.Answers++
	c.fault(Fault{Wrong, fmt.Sprintf("%s: %v", path, err), at})
}

// Hear judges an answer.
func (c *Court) Hear(a *Answer) {
	faults, unavailable := c.weigh(a)
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if a.Status == http.StatusServiceUnavailable && a.Had.After(c.counts.LastRefusal) {
		c.counts.LastRefusal = a.Had
	}
	if unavailable {
		c.counts.Unavailable++
		return
	}
	c.counts.Answers++
	for _, f := range faults {
		c.fault(f)
	}
}

func (c *Court) fault(f Fault) {
	const most = 20
	c.counts.Faults[f.Kind]++
	if len(c.counts.Examples) < most {
		c.counts.Examples = append(c.counts.Examples, f)
	}
}

func (c *Court) weigh(a *Answer) (faults []Fault, unavailable bool) {
	find := func(kind Kind, format string, values ...any) {
		faults = append(faults, Fault{kind, a.Path + ": " + fmt.Sprintf(format, values...), a.Had})
	}
	switch {
	case a.Status == http.StatusServiceUnavailable && a.Retry != "" && c.excused(a):
		return nil, true
	case !a.sane():
		find(Wrong, "answered with %d, Retry-After %q", a.Status, a.Retry)
		return faults, false
	}
	if a.Status == http.StatusOK && !c.sameBody(a) {
		find(Torn, "the ETag %s is that of another body", a.ETag)
	}
	shown, err := a.read()
	if err != nil {
		find(Wrong, "%v", err)
		return faults, false
	}
	for _, what := range shown.torn {
		find(Torn, "%s", what)
	}
	for subject, seen := range shown.seen {
		if kind, right := c.history.Judge(subject, seen, a.Window); !right {
			find(kind, "%s was seen as %+v on node %d, from %s to %s", subject, seen, a.Node,
				a.Begun.Format(time.StampMicro), a.Had.Format(time.StampMicro))
		}
	}
	return faults, false
}

// sane reports whether a status can be that of what was asked for. Only articles
// come and go.
func (a *Answer) sane() bool {
	switch a.Status {
	case http.StatusOK:
		return a.ETag != ""
	case http.StatusNotFound, http.StatusGone:
		return a.Kind == ReadArticle
	default:
		return false
	}
}

func (c *Court) excused(a *Answer) bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return slices.ContainsFunc(c.outages, func(o Outage) bool {
		return !a.Had.Before(o.From) && (o.Until.IsZero() || a.Begun.Before(o.Until))
	})
}

// sameBody reports whether the body is the one that came with the ETag before.
func (c *Court) sameBody(a *Answer) bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	key, sum := a.Path+" "+a.ETag, sha256.Sum256(a.Body)
	known, heard := c.bodies[key]
	if heard {
		return known == sum
	}
	const most = 500_000
	if len(c.bodies) < most {
		c.bodies[key] = sum
	}
	return true
}
