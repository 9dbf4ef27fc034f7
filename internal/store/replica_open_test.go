package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// What can't be a replica ends the start, and what may become one does not.
func (r *replicated) testStrangers(t *testing.T) {
	primary, standby := r.primary, r.standby
	two := strings.Replace(standby.URL, "&port=5432", "%2C/tmp&port=5432%2C5432", 1)
	for name, urls := range map[string][]string{
		"another database": {strings.Replace(standby.URL, "/postgres?", "/template1?", 1)},
		"the same twice":   {standby.URL, standby.URL},
		"two hosts":        {two},
		"no URL":           {"postgres://%"},
	} {
		s, err := store.Open(t.Context(), primary.URL, store.Options{Replicas: urls})
		if !errors.Is(err, store.ErrBadReplica) {
			t.Errorf("%s: got %v", name, err)
		}
		if err == nil {
			_ = s.Close()
		}
	}
	lite := storetest.URLs(t)[storetest.EngineSQLite]
	if _, err := store.Open(t.Context(), lite, store.Options{Replicas: []string{standby.URL}}); !errors.Is(err, store.ErrBadReplica) {
		t.Errorf("SQLite: got %v", err)
	}
	told := make(chan string, 10)
	s, err := store.Open(t.Context(), primary.URL, store.Options{
		Replicas:  []string{primary.URL, strings.Replace(standby.URL, "host=", "host=%2Fnowhere", 1), standby.URL},
		OnReplica: func(name string, why error) { told <- fmt.Sprint(name, ": ", why) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	follow(t, s)
	var all string
	for range 3 {
		all += <-told + "\n"
	}
	states := eventually(t, s, 2)
	for _, want := range []string{": is not a standby", "/nowhere", states[2].Name + ": <nil>"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in\n%s", want, all)
		}
	}
	if states[0].Eligible || states[1].Eligible {
		t.Errorf("got %+v", states)
	}
}
