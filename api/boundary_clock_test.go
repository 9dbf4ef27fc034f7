package api_test

import (
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/api"
	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// node is a server of its own over the database at url, whose clock is the
// machine's. The clock of the tests stands at the start: it dates tokens alone.
func node(t *testing.T, url string) *newsroom {
	t.Helper()
	s, err := store.Open(t.Context(), url, store.Options{MaxConnections: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	n := &newsroom{
		store: s, clock: &clock{at: time.Now()}, users: map[news.Role]*news.User{},
		statements: &atomic.Int64{}, signedIn: map[news.Role]access{},
	}
	n.issuer, n.private = newIssuer(t, n.clock)
	n.service, err = service.New(t.Context(), s, service.Options{
		Issuer: n.issuer, RefreshTTL: refreshTTL, Passwords: auth.NewPasswords(auth.Cost{MemoryKiB: 8, Passes: 1, Lanes: 1}),
	})
	if err != nil {
		t.Fatal(err)
	}
	n.server, err = api.New(t.Context(), n.service, api.Options{Logger: slog.New(slog.NewTextHandler(t.Output(), nil))})
	if err != nil {
		t.Fatal(err)
	}
	n.listen(t)
	return n
}

// Two servers over one database, with clocks of their own and no job: what
// becomes visible at a moment is in no answer that came before it, and in every
// answer that was asked for after it. A machine that is too busy for readers to
// look before the moment gets a later one.
func TestTwoNodesShowItAtItsMoment(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		first := node(t, url)
		second := node(t, url)
		first.hire(t)
		a := newAppearance(t, first, true)
		embargoed := time.Date(2025, time.July, 11, 11, 0, 0, 0, time.UTC)
		for lead := 2 * time.Second; ; lead *= 2 {
			moment := time.Now().Add(lead).UTC().Truncate(time.Microsecond)
			sights := a.sights(t, a.places(embargoed, moment, false))
			first.move(t, a.address, "publish", object{"published_at": embargoed, "embargo_until": moment}).want(t, http.StatusOK)
			early := &atomic.Int64{}
			var readers sync.WaitGroup
			for _, n := range []*newsroom{first, second} {
				readers.Go(func() { early.Add(watch(t, n, sights, moment)) })
			}
			readers.Wait()
			if early.Load() >= int64(2*len(sights)) || t.Failed() {
				return
			}
			if lead > time.Minute {
				t.Skip("the machine is too busy to read before a moment that is a minute ahead")
			}
			first.move(t, a.address, "withdraw", object{"reason": "error"}).want(t, http.StatusOK)
		}
	})
}

// sight is a look at the article: at which path, and whether an answer shows it.
type sight struct {
	path  string
	shows func(r *response) bool
}

// sights returns looks at places and at numbers, which are as they are without
// the article.
func (a *appearance) sights(t *testing.T, places []string) []sight {
	t.Helper()
	var sights []sight
	for _, path := range places {
		sights = append(sights, sight{path, func(r *response) bool { return a.found(t, path, r) }})
	}
	for path, pointer := range map[string]string{
		"/v1/articles?with_total=true": "/page/total", "/v1/articles?section=root&with_total=true&limit=1": "/page/total",
		"/v1/tags?with_total=true": "/page/total", "/v1/bylines?with_total=true": "/page/total",
		"/v1/sections?include=article_count": "/data/1/article_count", "/v1/corrections?with_total=true": "/page/total",
	} {
		without := number(t, a.get(t, path), pointer)
		sights = append(sights, sight{path, func(r *response) bool { return number(t, r, pointer) == without+1 }})
	}
	return sights
}

// watch looks again and again until it has looked at all after the moment, and
// returns how many answers came before it.
func watch(t *testing.T, n *newsroom, sights []sight, moment time.Time) int64 {
	t.Helper()
	early := int64(0)
	for over := false; !over; {
		over = !time.Now().Before(moment)
		for _, s := range sights {
			asked := time.Now()
			r := n.get(t, s.path)
			answered := time.Now()
			found := s.shows(r)
			switch {
			case found && answered.Before(moment):
				t.Errorf("%s shows it %s before its moment", s.path, moment.Sub(answered))
			case !found && !asked.Before(moment):
				t.Errorf("%s does not show it %s after its moment: %.300s", s.path, asked.Sub(moment), r.body)
			}
			if answered.Before(moment) {
				early++
			}
		}
	}
	return early
}
