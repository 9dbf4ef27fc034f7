package judge

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Answer is what a reader got.
type Answer struct {
	Window

	Path   string
	Status int
	ETag   string // without the suffix of a coding
	Retry  string // Retry-After
	Body   []byte // decoded; of a 304, that of the ETag
	// Expect are the subjects that the answer should tell of: of an article that
	// one; of a list all that may be in it, and be it once, and so of corrections;
	// of neighbours the one that may be next.
	Expect []string
	// Kind is what was asked for.
	Kind Reading
}

// Reading is what a reader asks for.
type Reading int

// The readings.
const (
	ReadArticle Reading = iota
	ReadList
	ReadNext // the neighbour after an article
	ReadCorrections
)

// Fault is what is wrong with an answer.
type Fault struct {
	Kind Kind
	What string
	At   time.Time
}

type articleShown struct {
	Revision    int         `json:"revision"`
	Title       string      `json:"title"`
	Summary     string      `json:"summary"`
	Body        *string     `json:"body"`
	Section     *nameShown  `json:"section"`
	Breadcrumbs []nameShown `json:"breadcrumbs"`
	Credits     []struct {
		Name   string    `json:"name"`
		Byline nameShown `json:"byline"`
	} `json:"credits"`
	Corrections []correctionShown `json:"corrections"`
	Neighbors   *struct {
		Next *struct {
			Title string `json:"title"`
		} `json:"next"`
	} `json:"neighbors"`
}

type correctionShown struct {
	Note    string `json:"note"`
	Article struct {
		Title string `json:"title"`
	} `json:"article"`
}

type nameShown struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// sightings gathers what an answer shows.
type sightings struct {
	seen  map[string]Seen
	names map[string]string // what the ids of sections and bylines are called in this answer
	torn  []string
}

// read takes an answer apart.
func (a *Answer) read() (*sightings, error) {
	s := &sightings{seen: map[string]Seen{}, names: map[string]string{}}
	for _, subject := range a.Expect {
		s.seen[subject] = Seen{Gone: a.Status == http.StatusGone, Listed: a.Kind != ReadArticle, Told: a.Kind == ReadCorrections}
	}
	switch {
	case a.Status != http.StatusOK:
		return s, nil
	case a.Kind == ReadList:
		return s, s.list(a.Body)
	case a.Kind == ReadCorrections:
		return s, s.errata(a.Body)
	}
	var article articleShown
	if err := json.Unmarshal(a.Body, &article); err != nil {
		return nil, err
	}
	if revision, _, _ := strings.Cut(strings.Trim(a.ETag, `"`), "-"); revision != strconv.Itoa(article.Revision) {
		s.torn = append(s.torn, fmt.Sprintf("the ETag %s is of revision %d", a.ETag, article.Revision))
	}
	s.article(&article, false)
	if a.Kind == ReadNext && article.Neighbors != nil && article.Neighbors.Next != nil {
		s.text(article.Neighbors.Next.Title, true)
	}
	return s, nil
}

func (s *sightings) list(body []byte) error {
	var list struct {
		Data []articleShown `json:"data"`
	}
	err := json.Unmarshal(body, &list)
	for i := range list.Data {
		s.article(&list.Data[i], true)
	}
	return err
}

// errata takes a list of corrections apart.
func (s *sightings) errata(body []byte) error {
	var list struct {
		Data []correctionShown `json:"data"`
	}
	err := json.Unmarshal(body, &list)
	of := map[string][]correctionShown{}
	for _, correction := range list.Data {
		subject, _ := s.text(correction.Article.Title, true)
		of[subject] = append(of[subject], correction)
	}
	for subject, corrections := range of {
		s.corrections(subject, corrections)
	}
	return err
}

// corrections notes how many an article has. They are the first ones, each once.
func (s *sightings) corrections(subject string, all []correctionShown) {
	numbers := map[int]bool{}
	for _, correction := range all {
		of, number, ok := parse(correction.Note)
		if !ok || of != subject || number < 1 || number > len(all) || numbers[number] {
			s.torn = append(s.torn, fmt.Sprintf("%q is among the %d corrections of %q", correction.Note, len(all), subject))
		}
		numbers[number] = true
	}
	seen := s.seen[subject]
	seen.Told, seen.Corrections = true, len(all)
	s.seen[subject] = seen
}

func (s *sightings) article(a *articleShown, listed bool) {
	subject, version := s.text(a.Title, listed)
	if of, other, ok := parse(a.Summary); !ok || of != subject || other != version {
		s.torn = append(s.torn, fmt.Sprintf("the title %q has the summary %q", a.Title, a.Summary))
	}
	if !listed && a.Body != nil {
		if of, other, ok := parseBody(*a.Body); !ok || of != subject || other != version {
			s.torn = append(s.torn, fmt.Sprintf("the title %q has a body of %q v%d", a.Title, of, other))
		}
	}
	if !listed {
		s.corrections(subject, a.Corrections)
	}
	if a.Section != nil {
		s.name(*a.Section)
	}
	for _, crumb := range a.Breadcrumbs {
		s.name(crumb)
	}
	for _, credit := range a.Credits {
		s.name(credit.Byline)
		s.name(nameShown{credit.Byline.ID, credit.Name})
	}
}

// text notes the article that a title is of. A subject that is seen twice in one
// answer must look the same.
func (s *sightings) text(title string, listed bool) (subject string, version int) {
	subject, version, ok := parse(title)
	if !ok {
		s.torn = append(s.torn, fmt.Sprintf("nobody wrote the title %q", title))
		return subject, version
	}
	if before, twice := s.seen[subject]; twice && before.Visible && before.Version != version {
		s.torn = append(s.torn, fmt.Sprintf("%q is in version %d too", title, before.Version))
	}
	s.seen[subject] = Seen{Visible: true, Version: version, Listed: listed}
	return subject, version
}

// name notes what a section or byline is called.
func (s *sightings) name(of nameShown) {
	if before, twice := s.names[of.ID]; twice && before != of.Name {
		what := fmt.Sprintf("one name is %q and %q", before, of.Name)
		if !slices.Contains(s.torn, what) {
			s.torn = append(s.torn, what)
		}
		return
	}
	s.names[of.ID] = of.Name
	if subject, version, ok := parse(of.Name); ok {
		s.seen[subject] = Seen{Visible: true, Version: version}
	}
}
