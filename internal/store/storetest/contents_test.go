package storetest_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

func TestAllRows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		rows := storetest.Beside(t, s)
		empty := rows.All(t)
		if _, known := empty["articles"]; !known {
			t.Errorf("no table of articles in %v", empty)
		}
		if again := rows.All(t); !reflect.DeepEqual(empty, again) {
			t.Errorf("%v became %v", empty, again)
		}
		if _, err := s.Setting(t.Context(), "colour", "red"); err != nil {
			t.Fatal(err)
		}
		changed := rows.All(t)["settings"]
		if len(changed) != 1 || !strings.Contains(changed[0], "colour") || !strings.Contains(changed[0], "red") {
			t.Errorf("the settings are %v", changed)
		}
	})
}
