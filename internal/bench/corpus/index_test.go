package corpus

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// TestIndexesAreMadeAgain: a loaded database has the indexes that it was made with,
// and full lists.
func TestIndexesAreMadeAgain(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		migrated(t, url)
		db, err := open(url)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		query := postgresIndexes
		if strings.HasPrefix(url, "sqlite:") {
			query = sqliteIndexes
		}
		_, before, err := indexes(t.Context(), db, query)
		if err != nil || len(before) < 4 {
			t.Fatal(before, err)
		}
		loadedInto(t, url)
		_, after, err := indexes(t.Context(), db, query)
		slices.Sort(before)
		slices.Sort(after)
		if err != nil || !slices.Equal(before, after) {
			t.Errorf("%q are now %q, %v", before, after, err)
		}
		var listed int
		if err := db.QueryRowContext(t.Context(), `SELECT count(DISTINCT article_id) FROM listings`).Scan(&listed); err != nil {
			t.Fatal(err)
		}
		if listed != some-some/50 {
			t.Errorf("%d articles are listed", listed)
		}
	})
}
