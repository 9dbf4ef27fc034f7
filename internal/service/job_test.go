package service_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

const (
	chore  news.JobKind = "chore"
	errand news.JobKind = "errand"
)

// node is one of several services on one database.
type node struct {
	*service.Service
	log     *syncText
	reports chan service.JobReport
}

type syncText struct {
	mu   sync.Mutex
	text strings.Builder
}

func (s *syncText) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *syncText) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

func newNode(t *testing.T, s *store.Store, options service.Options) *node {
	t.Helper()
	n := &node{log: &syncText{}, reports: make(chan service.JobReport, 1000)}
	options.Logger = slog.New(slog.NewTextHandler(n.log, nil))
	options.OnJob = func(r service.JobReport) { n.reports <- r }
	var err error
	if n.Service, err = service.New(t.Context(), s, options); err != nil {
		t.Fatal(err)
	}
	return n
}

// put writes a job that is due at a time.
func put(t *testing.T, s *store.Store, kind news.JobKind, key string, at time.Time) {
	t.Helper()
	err := s.PutJob(t.Context(), &news.Job{ID: news.NewID(), Kind: kind, Key: &key, Payload: key, RunAt: at, DueAt: at, CreatedAt: at})
	if err != nil {
		t.Fatal(err)
	}
}

func (n *newsroom) jobs(t *testing.T, want int) {
	t.Helper()
	if did, err := n.DoJobs(n.ctx); did != want || err != nil {
		t.Errorf("%d attempts at jobs, %v, want %d", did, err, want)
	}
}

func TestAJobAndItsEndAreOneCommit(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		done := ""
		n.SetWork(chore, func(ctx context.Context, tx *store.Store, job *news.Job) error {
			done += job.Payload
			_, err := tx.Setting(ctx, "did "+job.Payload, "x")
			if strings.HasPrefix(job.Payload, "bad") {
				return errors.Join(err, errors.New("boom"))
			}
			return err
		})
		put(t, n.store, chore, "b", n.clock.Add(-time.Minute))
		put(t, n.store, chore, "a", n.clock.Add(-time.Hour))
		put(t, n.store, chore, "bad", n.clock.Add(-2*time.Hour))
		put(t, n.store, chore, "c", n.clock.Add(time.Microsecond))
		put(t, n.store, errand, "nobody's", n.clock.Add(-time.Hour))
		n.jobs(t, 3)
		if done != "badab" {
			t.Errorf("done is %q", done)
		}
		before := storetest.Beside(t, n.store).All(t)
		if got := strings.Join(before["settings"], " "); strings.Contains(got, "did bad") || !strings.Contains(got, "did a") {
			t.Errorf("the settings are %s", got)
		}
		n.jobs(t, 0)
		if waiting, err := n.WaitingJobs(n.ctx); waiting != 1 || err != nil {
			t.Errorf("%d are waiting, %v", waiting, err)
		}
		n.pass(100*time.Millisecond - time.Microsecond)
		n.jobs(t, 1) // c; the bad one rests for 100 ms
		n.pass(time.Microsecond)
		n.jobs(t, 1)
		n.pass(199 * time.Millisecond)
		n.jobs(t, 0)
		n.pass(time.Millisecond)
		n.jobs(t, 1)
		if done != "badabcbadbad" {
			t.Errorf("done is %q", done)
		}
	})
}

func TestPutOff(t *testing.T) {
	for attempts, want := range map[int]time.Duration{1: 1, 2: 2, 3: 4, 10: 512, 11: 1000, 1_000_000: 1000} {
		if got := news.PutOff(attempts, 1, 1000); got != want {
			t.Errorf("after %d attempts %d, want %d", attempts, got, want)
		}
	}
}

func TestWhatARuleRefusesIsGivenUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := newNode(t, s, service.Options{})
		n.SetWork(chore, func(_ context.Context, _ *store.Store, job *news.Job) error {
			switch *job.Key {
			case "refused":
				return news.NewInvalid([]news.Field{{Detail: "title is required"}})
			case "gone on":
				return news.Errorf(news.Conflict, "in-use", "deleted meanwhile")
			case "busy":
				return news.Errorf(news.Unavailable, "unavailable", "busy")
			case "panics":
				panic("at the disco")
			}
			return nil
		})
		due := time.Now().Add(-time.Minute)
		for _, key := range []string{"refused", "gone on", "busy", "panics", "fine"} {
			put(t, s, chore, key, due)
		}
		if did, err := n.DoJobs(t.Context()); did < 5 || err != nil {
			t.Errorf("%d, %v", did, err)
		}
		outcomes := map[service.JobOutcome]int{}
		for range 5 {
			r := <-n.reports
			outcomes[r.Outcome]++
			if r.Kind != chore || r.Lateness < time.Minute {
				t.Errorf("reported %+v", r)
			}
		}
		if outcomes[service.JobDone] != 1 || outcomes[service.JobGivenUp] != 1 || outcomes[service.JobPutOff] != 3 {
			t.Errorf("the outcomes are %v", outcomes)
		}
		if noted, err := s.Setting(t.Context(), "given up refused", "nothing"); noted != "validation" || err != nil {
			t.Errorf("noted %q, %v", noted, err)
		}
		for _, want := range []string{"a job was given up", "title is required", "panic: at the disco", "key=busy", "deleted meanwhile"} {
			if !strings.Contains(n.log.String(), want) {
				t.Errorf("no %q in the log %s", want, n.log)
			}
		}
	})
}

func TestJobsWithAKeyTakeEachOthersPlace(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		count := 0
		n.SetWork(chore, func(context.Context, *store.Store, *news.Job) error { count++; return nil })
		put(t, n.store, chore, "a", n.clock)
		put(t, n.store, chore, "a", n.clock.Add(time.Hour))
		n.jobs(t, 0)
		put(t, n.store, chore, "a", n.clock)
		for range 2 {
			if err := n.store.PutJob(n.ctx, &news.Job{ID: news.NewID(), Kind: chore, RunAt: n.clock, DueAt: n.clock, CreatedAt: n.clock}); err != nil {
				t.Fatal(err)
			}
		}
		n.jobs(t, 3)
		if count != 3 {
			t.Errorf("%d are done", count)
		}
	})
}

// Several nodes on one database: each job once, none lost.
func TestNodesShareJobs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const jobs = 60
		var done sync.Map
		ctx, cancel := context.WithCancel(t.Context())
		var nodes sync.WaitGroup
		for range 3 {
			n := newNode(t, s, service.Options{})
			n.SetWork(chore, func(ctx context.Context, tx *store.Store, job *news.Job) error {
				count, _ := done.LoadOrStore(*job.Key, new(atomic.Int64))
				count.(*atomic.Int64).Add(1)
				_, err := tx.Setting(ctx, "did "+*job.Key, job.ID)
				return err
			})
			nodes.Go(func() { n.RunJobs(ctx) })
		}
		for i := range jobs {
			put(t, s, chore, fmt.Sprint(i), time.Now().Add(time.Duration(i)*5*time.Millisecond))
		}
		for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
			if _, err := s.NextJob(t.Context(), []news.JobKind{chore}); err != nil {
				break
			}
		}
		cancel()
		nodes.Wait()
		for i := range jobs {
			count, ok := done.Load(fmt.Sprint(i))
			if !ok || count.(*atomic.Int64).Load() != 1 {
				t.Errorf("the job %d was done %v", i, count)
			}
		}
	})
}

// A node that stops finishes what it is at, and takes nothing more.
func TestRunJobsFinishesWhatItIsAt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := newNode(t, s, service.Options{})
		ctx, cancel := context.WithCancel(t.Context())
		var done []string
		n.SetWork(chore, func(ctx context.Context, _ *store.Store, job *news.Job) error {
			cancel()
			time.Sleep(50 * time.Millisecond)
			done = append(done, *job.Key)
			return ctx.Err()
		})
		put(t, s, chore, "first", time.Now().Add(-time.Hour))
		put(t, s, chore, "second", time.Now().Add(-time.Minute))
		n.RunJobs(ctx)
		if !slices.Equal(done, []string{"first"}) {
			t.Errorf("done are %v: %s", done, n.log)
		}
		if left, err := n.WaitingJobs(t.Context()); left != 1 || err != nil {
			t.Errorf("%d jobs are left, %v", left, err)
		}
	})
}

// What has an effect outside is leased, so that a node that died is waited for
// and no longer, and is done again when it fails.
func TestEffectsAreLeased(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		now := time.Date(2025, time.July, 11, 8, 0, 0, 0, time.UTC)
		var other *node
		calls, failing := 0, true
		effect := func(ctx context.Context, job news.Job) error {
			calls++
			if did, err := other.DoJobs(ctx); did != 0 || err != nil {
				t.Errorf("another node has it too: %d, %v", did, err)
			}
			if job.Payload != "a" || job.Attempts != calls {
				t.Errorf("the job is %+v in call %d", job, calls)
			}
			if failing {
				return errors.New("no answer")
			}
			return nil
		}
		options := service.Options{Now: func() time.Time { return now }, Effects: map[news.JobKind]service.Effect{errand: effect}}
		first := newNode(t, s, options)
		other = newNode(t, s, options)
		put(t, s, errand, "a", now)
		want := func(did, made int) {
			t.Helper()
			if got, err := first.DoJobs(t.Context()); got != did || calls != made || err != nil {
				t.Errorf("at %v %d attempts, %d calls, %v, want %d and %d", now, got, calls, err, did, made)
			}
		}
		want(1, 1)
		want(0, 1)
		now = now.Add(time.Second) // the first break
		want(1, 2)
		now = now.Add(time.Second)
		want(0, 2)
		now, failing = now.Add(time.Second), false
		want(1, 3)
		want(0, 3)
		if r := []service.JobReport{<-first.reports, <-first.reports, <-first.reports}; r[0].Outcome != service.JobPutOff || r[2].Outcome != service.JobDone {
			t.Errorf("reported %+v", r)
		}
	})
}

// A node that died with a lease: another one has the effect once it is over,
// and the first, should it come back, does not end the other's job.
func TestALeaseEnds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		now := time.Date(2025, time.July, 11, 8, 0, 0, 0, time.UTC)
		calls := 0
		clock := func() time.Time { return now }
		second := newNode(t, s, service.Options{Now: clock, Effects: map[news.JobKind]service.Effect{
			errand: func(context.Context, news.Job) error { calls++; return errors.New("no answer") },
		}})
		first := newNode(t, s, service.Options{Now: clock, Effects: map[news.JobKind]service.Effect{
			errand: func(ctx context.Context, _ news.Job) error { // takes longer than its lease
				now = now.Add(29 * time.Second)
				if did, err := second.DoJobs(ctx); did != 0 || err != nil {
					t.Errorf("taken within the lease: %v", err)
				}
				now = now.Add(time.Second)
				if did, err := second.DoJobs(ctx); did != 1 || err != nil {
					t.Errorf("not taken after the lease: %v", err)
				}
				return nil
			},
		}})
		put(t, s, errand, "a", now)
		if did, err := first.DoJobs(t.Context()); did != 1 || err != nil || calls != 1 {
			t.Errorf("%d attempts, %v, %d calls", did, err, calls)
		}
		now = now.Add(2 * time.Second)
		if waiting, err := first.WaitingJobs(t.Context()); waiting != 1 || err != nil {
			t.Errorf("the other's job is not put off: %d wait, %v", waiting, err)
		}
	})
}
