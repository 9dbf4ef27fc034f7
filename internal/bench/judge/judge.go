// Package judge says whether what readers saw of a newsroom can have been true
// when they saw it, by what writers did and were told. It is pure: histories
// come in with their times, faults go out. Asking servers, clocks and random
// choices do not belong here.
//
// Everything that changes is a subject with one writer: an article, the name of
// a byline, the name of a section. A write begins before its request is sent,
// and is acknowledged when it is answered. A reader who asks after that must not
// see the state before it: on the node that answered it never, on others not
// after the bound.
package judge

import (
	"slices"
	"sync"
	"time"
)

// State is what readers see of a subject after a write.
type State struct {
	// Version is the number that is in its texts.
	Version int
	// Visible says whether readers see an article; names always are.
	Visible bool
	// From, if not zero, is when a visible article appears.
	From time.Time
	// Gone says that readers see a tombstone while the article is not there.
	Gone bool
	// Corrections is how many an article has. The note of each is the text of the
	// article with its number for a version.
	Corrections int
}

// Seen is what a reader saw of a subject.
type Seen struct {
	Visible bool
	Gone    bool // a tombstone; of no matter where only being there is seen
	Version int  // of what is visible
	Listed  bool // it was looked for in a list, which does not show tombstones

	// Told says that the answer tells how many corrections there are. Among
	// corrections an article without any is not to be seen.
	Told        bool
	Corrections int
}

// Kind is what can be wrong with an answer.
type Kind string

// The kinds of fault.
const (
	Stale Kind = "stale" // the state before a write that was acknowledged long enough ago
	Torn  Kind = "torn"  // parts of different states in one answer
	Early Kind = "early" // visible before its time
	Late  Kind = "late"  // not visible after its time
	Wrong Kind = "wrong" // anything that nobody wrote, and answers that never should be
)

// write is one change of a subject.
type write struct {
	state        State
	begun        time.Time
	acknowledged time.Time // zero until it was
	node         int       // that acknowledged it
	void         bool      // it turned out never to have happened
}

// History is what was written. It is safe for concurrent use.
type History struct {
	bound time.Duration // for nodes that did not answer the write

	mutex    sync.Mutex
	subjects map[string][]write
}

// NewHistory returns an empty history. After a write was acknowledged, other
// nodes may be behind for the bound.
func NewHistory(bound time.Duration) *History {
	return &History{bound: bound, subjects: map[string][]write{}}
}

// Begin notes that a write is about to be sent, and returns its number.
func (h *History) Begin(subject string, state State, now time.Time) int {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.subjects[subject] = append(h.subjects[subject], write{state: state, begun: now})
	return len(h.subjects[subject]) - 1
}

// Acknowledge notes that a node has answered a write. The time is asked for
// while nobody judges: a reader who begins after it is judged by the write.
func (h *History) Acknowledge(subject string, number, node int, now func() time.Time) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	w := &h.subjects[subject][number]
	w.acknowledged, w.node = now(), node
}

// Void notes that a write whose answer never came has not happened.
func (h *History) Void(subject string, number int) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.subjects[subject][number].void = true
}

// Writes is how many writes were acknowledged.
func (h *History) Writes() int {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	count := 0
	for _, writes := range h.subjects {
		for _, w := range writes {
			if !w.acknowledged.IsZero() {
				count++
			}
		}
	}
	return count
}

// Window is when and where somebody read.
type Window struct {
	Node       int
	Begun, Had time.Time // between them the answer was made
}

// Judge says what is wrong with what was seen of a subject, or nothing. A
// subject that was never written may look as it likes.
func (h *History) Judge(subject string, seen Seen, in Window) (Kind, bool) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	writes := h.subjects[subject]
	first := h.oldest(writes, in)
	if len(writes) == 0 || first < 0 {
		return "", true // some state of before the first write may be seen still
	}
	var untimely Kind
	for i := first; i < len(writes); i++ {
		if writes[i].void || writes[i].begun.After(in.Had) {
			continue
		}
		switch fits, kind := writes[i].state.fits(seen, in); {
		case fits:
			return "", true
		case kind != "":
			untimely = kind
		}
	}
	if untimely != "" {
		return untimely, false
	}
	for i := range first {
		if fits, _ := writes[i].state.fits(seen, in); fits && !writes[i].void {
			return Stale, false
		}
	}
	return Wrong, false
}

// oldest returns the number of the oldest write whose state may be seen in a
// window: the last that all should know of. It is -1 where there is none.
func (h *History) oldest(writes []write, in Window) int {
	for i, w := range slices.Backward(writes) {
		if w.acknowledged.IsZero() || w.void {
			continue
		}
		known := w.acknowledged
		if w.node != in.Node {
			known = known.Add(h.bound)
		}
		if !known.After(in.Begun) {
			return i
		}
	}
	return -1
}

// fits reports whether a state can look as it was seen in a window; or else
// whether only the time is wrong.
func (s State) fits(seen Seen, in Window) (fits bool, untimely Kind) {
	hidden, shown := s.isHidden(seen), s.isShown(seen)
	switch {
	case seen.Told && s.Corrections == 0 && !seen.Visible:
		return true, ""
	case !s.Visible:
		return hidden, ""
	case s.From.IsZero():
		return shown, ""
	case shown && in.Had.Before(s.From):
		return false, Early
	case hidden && in.Begun.After(s.From):
		return false, Late
	default:
		return shown || hidden, ""
	}
}

func (s State) isHidden(seen Seen) bool {
	return !seen.Visible && (seen.Listed || seen.Gone == s.Gone)
}

func (s State) isShown(seen Seen) bool {
	return seen.Visible && seen.Version == s.Version && (!seen.Told || seen.Corrections == s.Corrections)
}
