package corpus

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // registers the driver "pgx"
)

// Forget removes what was written into a corpus after it was loaded, so that it
// can be measured again: all articles of after its time, and the audit log.
func Forget(ctx context.Context, database string) error {
	db, err := open(database)
	if err != nil {
		return err
	}
	for _, statement := range []string{
		`DELETE FROM listings WHERE article_id IN (SELECT id FROM articles WHERE created_at > $1)`,
		`DELETE FROM articles WHERE created_at > $1`, `DELETE FROM slugs WHERE created_at > $1`, `DELETE FROM audit WHERE at > $1`,
	} {
		if _, err := db.ExecContext(ctx, statement, end()); err != nil {
			return errors.Join(err, db.Close())
		}
	}
	return db.Close()
}

func open(database string) (*sql.DB, error) {
	if path, is := strings.CutPrefix(database, "sqlite:"); is {
		return OpenSQLite(path)
	}
	return sql.Open("pgx", database)
}
