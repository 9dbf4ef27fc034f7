package cache

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Entry is an answer that may be given more than once. Once it is loaded, its
// fields are only read.
type Entry struct {
	Key     string   // what it is kept under
	Aliases []string // other spellings of the key

	// Since and Until bound the moments at which the answer is this one: Since is
	// within, Until is not. Changes is when it is known to become another.
	Since, Until time.Time
	Changes      *time.Time
	Groups       []news.Group

	// Failure is answered in place of the rest, if there is one.
	Failure error
	Status  int
	Fields  []Field // of the header, but those of the Representation
	Plain   *Representation
	// ByLanguage tells an answer that is another with another Accept-Language.
	ByLanguage bool

	serial  uint64 // 0: it is not kept
	loaded  uint64 // the epoch before the load
	checked atomic.Uint64
	coded   [codings]coded
}

// Field is one field of a header, in the form of net/http.
type Field struct {
	Name   string
	Values []string
}

// Representation is a body in one content coding, with the fields that go with
// it. Coding is nil where there is none; ETag and Length are header values.
type Representation struct {
	Body                 []byte
	ETag, Length, Coding []string
}

type coded struct {
	once sync.Once
	kept atomic.Pointer[Representation]
}

// NewRepresentation returns a body without a coding. tag is its entity tag, ""
// if it has none.
func NewRepresentation(body []byte, tag string) *Representation {
	r := &Representation{Body: body, Length: []string{strconv.Itoa(len(body))}}
	if tag != "" {
		r.ETag = []string{tag}
	}
	return r
}

// Encode returns the representation in a coding, with the coding in its entity
// tag, if it is large enough to gain by it.
func (r *Representation) Encode(coding Coding) *Representation {
	if coding == Identity || len(r.Body) < leastEncoded {
		return r
	}
	encoded := NewRepresentation(coding.encode(r.Body), "")
	encoded.ETag, encoded.Coding = r.Tag(coding), []string{coding.String()}
	return encoded
}

// Tag returns the ETag that Encode gives.
func (r *Representation) Tag(coding Coding) []string {
	if coding == Identity || len(r.Body) < leastEncoded || r.ETag == nil {
		return r.ETag
	}
	return []string{strings.TrimSuffix(r.ETag[0], `"`) + "-" + coding.String() + `"`}
}

// Representation returns the body of a kept entry in a coding. It is encoded
// when it is first asked for.
func (c *Cache) Representation(entry *Entry, coding Coding) *Representation {
	if coding == Identity || len(entry.Plain.Body) < leastEncoded {
		return entry.Plain
	}
	kept := &entry.coded[coding]
	if r := kept.kept.Load(); r != nil {
		return r
	}
	kept.once.Do(func() {
		kept.kept.Store(entry.Plain.Encode(coding))
		if entry.serial != 0 {
			c.reweigh(entry)
		}
	})
	return kept.kept.Load()
}

// Tag returns the ETag of the entry in a coding, without encoding it.
func (e *Entry) Tag(coding Coding) []string {
	if r := e.coded[coding].kept.Load(); r != nil {
		return r.ETag
	}
	return e.Plain.Tag(coding)
}

func (e *Entry) covers(now time.Time) bool {
	return !now.Before(e.Since) && now.Before(e.Until)
}

// weight is about how many bytes the entry takes.
func (e *Entry) weight() uint32 {
	const entry, field, group = 1200, 64, 56
	total := entry + 2*len(e.Key) + len(e.Groups)*group
	for _, f := range e.Fields {
		total += field + len(f.Name)
		for _, value := range f.Values {
			total += len(value)
		}
	}
	if e.Plain != nil {
		total += len(e.Plain.Body)
	}
	for i := range e.coded {
		if r := e.coded[i].kept.Load(); r != nil {
			total += field + len(r.Body)
		}
	}
	return weigh(total)
}

// Kept reports whether the entry is in the cache, as far as it went there.
func (e *Entry) Kept() bool { return e.serial != 0 }
