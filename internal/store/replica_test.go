package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest/cluster"
)

// replicated is a node with one replica, and the section "s" whose name its tests
// change.
type replicated struct {
	*store.Store

	section *news.Section
	primary *cluster.Cluster
	standby *cluster.Cluster
	pausing *sql.DB // of the standby
}

func openReplicated(t *testing.T) *replicated {
	t.Helper()
	primary, standby := storetest.Replicated(t)
	r := &replicated{section: newSection("s"), primary: primary, standby: standby}
	r.Store = openNode(t, primary.URL, standby.URL)
	if err := r.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	insert(t, r.Store, r.section)
	var err error
	if r.pausing, err = sql.Open("pgx", standby.URL); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.pausing.Close() })
	return r
}

func openNode(t *testing.T, url string, replicas ...string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), url, store.Options{MaxConnections: 4, Replicas: replicas})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// rename gives the section a name through a node, which may say that something
// went stale.
func (r *replicated) rename(t *testing.T, by *store.Store, name string, stale ...news.Group) {
	t.Helper()
	r.section.Name = name
	err := by.Tx(t.Context(), func(tx *store.Store) error {
		return errors.Join(tx.UpdateSection(t.Context(), r.section), tx.Notify(t.Context(), stale))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// publicNames are what the public reads of the section, through GORM and past it.
func publicNames(ctx context.Context, s *store.Store) (through, past string, err error) {
	err = s.Public(ctx, func(ctx context.Context) error {
		section, err := s.Section(ctx, "s")
		if err != nil {
			return err
		}
		outline, err := s.ReadOutline(ctx)
		if err != nil {
			return err
		}
		through, past = section.Name, outline.FindRef("s").Name
		return nil
	})
	return through, past, err
}

func (r *replicated) shows(t *testing.T, want string) {
	t.Helper()
	through, past, err := publicNames(t.Context(), r.Store)
	if err != nil || through != want || past != want {
		t.Errorf("the public reads %q and %q, %v; want %q", through, past, err, want)
	}
}

func (r *replicated) exec(t *testing.T, statement string) {
	t.Helper()
	if _, err := r.pausing.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

func state(s *store.Store) store.ReplicaState {
	states, _ := s.Replicas()
	return states[0]
}

func waitEligible(t *testing.T, s *store.Store) {
	t.Helper()
	eventually(t, s, 0)
}

// eventually returns the states once one of the replicas is eligible.
func eventually(t *testing.T, s *store.Store, which int) []store.ReplicaState {
	t.Helper()
	const patience = 30 * time.Second
	for begun := time.Now(); ; time.Sleep(time.Millisecond) {
		states, _ := s.Replicas()
		if states[which].Eligible {
			return states
		}
		if time.Since(begun) > patience {
			t.Fatalf("the replica is not read from: %+v", states)
		}
	}
}

func TestReplica(t *testing.T) {
	r := openReplicated(t)
	if r.shows(t, "s"); state(r.Store).Reads != 0 {
		t.Error("a replica is read from that nobody follows")
	}
	end := follow(t, r.Store)
	waitEligible(t, r.Store)
	t.Run("behind", r.testBehind)
	t.Run("nodes", r.testNodes)
	t.Run("killed", r.testKilled)
	t.Run("strangers", r.testStrangers)
	end()
	if state(r.Store).Eligible {
		t.Error("it is still read from when others are not heard any more")
	}
}

// follow watches until it ends, or the test does.
func follow(t *testing.T, s *store.Store) (end func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var watching sync.WaitGroup
	nothing := func() {}
	watching.Go(func() {
		s.Watch(ctx, store.Watcher{
			Stale: func([]news.Group) {}, All: nothing, Heard: func(time.Time) {}, Lost: func(error) {},
		})
	})
	end = func() {
		cancel()
		watching.Wait()
	}
	t.Cleanup(end)
	return end
}

// pause has the replica stand still.
func (r *replicated) pause(t *testing.T) {
	t.Helper()
	r.exec(t, `SELECT pg_wal_replay_pause()`)
	for paused := false; !paused; {
		if err := r.pausing.QueryRowContext(t.Context(), `SELECT pg_get_wal_replay_pause_state() = 'paused'`).Scan(&paused); err != nil {
			t.Fatal(err)
		}
	}
}

func (r *replicated) resume(t *testing.T) {
	t.Helper()
	r.exec(t, `SELECT pg_wal_replay_resume()`)
}

// A replica that stands still is read from until something goes stale, and then
// no more before it has that.
func (r *replicated) testBehind(t *testing.T) {
	r.pause(t)
	r.rename(t, r.Store, "unheard")
	r.shows(t, "s")
	if section, err := r.Section(t.Context(), "s"); err != nil || section.Name != "unheard" {
		t.Errorf("who is signed in reads %+v, %v", section, err)
	}
	before := state(r.Store).Reads
	for i := range 20 {
		name := fmt.Sprint("heard ", i)
		r.rename(t, r.Store, name, "g")
		r.shows(t, name)
	}
	time.Sleep(100 * time.Millisecond)
	if r.shows(t, "heard 19"); state(r.Store).Reads != before {
		t.Error("a replica is read from that lacks a write")
	}
	r.resume(t)
	waitEligible(t, r.Store)
	if r.shows(t, "heard 19"); state(r.Store).Reads != before+1 || state(r.Store).Failures != 0 {
		t.Errorf("after %d reads it has %+v", before, state(r.Store))
	}
}

// What one node has answered, another shows a second later at the most, and from
// then on.
func (r *replicated) testNodes(t *testing.T) {
	other := openNode(t, r.primary.URL)
	t.Cleanup(func() {
		_, _ = r.pausing.ExecContext(context.WithoutCancel(t.Context()), `SELECT pg_wal_replay_resume()`)
	})
	for i := range 10 {
		waitEligible(t, r.Store)
		name := fmt.Sprintf("node %03d", i)
		if i%2 == 1 {
			r.pause(t)
		}
		r.rename(t, other, name, "g")
		answered, seen, after := time.Now(), "", 0
		for after < 50 {
			late := time.Since(answered) > store.TrustFor
			through, past, err := publicNames(t.Context(), r.Store)
			switch {
			case err != nil:
				t.Fatal(err)
			case through < seen || past < through, late && through != name:
				t.Fatalf("after %q it shows %q and %q, late %t", seen, through, past, late)
			}
			if seen = past; seen == name {
				after++
			}
		}
		r.resume(t)
	}
}

// Nobody notices a replica that dies, and once it is back it is read from.
func (r *replicated) testKilled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	const readers = 4
	failures := make(chan error, readers)
	for range readers {
		go func() { failures <- readUntil(ctx, r.Store) }()
	}
	r.rename(t, r.Store, "last", "g")
	waitEligible(t, r.Store)
	if err := r.standby.Kill(t.Context()); err != nil {
		t.Error(err)
	}
	time.Sleep(50 * time.Millisecond)
	if err := r.standby.Revive(t.Context()); err != nil {
		t.Error(err)
	}
	waitEligible(t, r.Store)
	cancel()
	for range readers {
		if err := <-failures; err != nil {
			t.Error(err)
		}
	}
	before := state(r.Store).Reads
	if r.shows(t, "last"); state(r.Store).Reads != before+1 {
		t.Error("the replica that is back is not read from")
	}
}

// readUntil returns the first failure before ctx ends.
func readUntil(ctx context.Context, s *store.Store) error {
	for {
		_, _, err := publicNames(context.WithoutCancel(ctx), s)
		if err != nil || ctx.Err() != nil {
			return err
		}
	}
}
