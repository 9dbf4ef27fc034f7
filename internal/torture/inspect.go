package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
)

// findings are what is wrong with what is stored.
type findings struct {
	lost    []string // acknowledged, and not there or another
	half    []string // in one table and not in another
	doubled []string // there twice
}

func (f findings) String() string {
	var text strings.Builder
	for _, kind := range []struct {
		name   string
		faults []string
	}{{"lost", f.lost}, {"half-written", f.half}, {"doubled", f.doubled}} {
		for _, fault := range kind.faults {
			fmt.Fprintf(&text, "\n  %s: %s", kind.name, fault)
		}
	}
	return text.String()
}

// inspect looks at every revision and at what belongs to it.
func inspect(ctx context.Context, db *sql.DB, acknowledged []entry) (findings, error) {
	var found findings
	stored, err := revisions(ctx, db)
	if err != nil {
		return found, err
	}
	times := map[string]int{}
	at := map[string]entry{}
	for _, e := range stored {
		times[e.Marker]++
		if e.Marker != "" && times[e.Marker] == 2 {
			found.doubled = append(found.doubled, e.Marker)
		}
		at[place(e)] = e
	}
	for _, e := range acknowledged {
		is, there := at[place(e)]
		if !there || is.Marker != e.Marker || (e.Titled && !is.Titled) {
			found.lost = append(found.lost, fmt.Sprintf("%s, which is revision %d of %s", e.Marker, e.Revision, e.Article))
		}
	}
	found.half, err = halves(ctx, db)
	return found, err
}

func place(e entry) string { return fmt.Sprint(e.Article, " ", e.Revision) }

// revisions reads all of them. Titled says that title and body are those of the
// marker.
func revisions(ctx context.Context, db *sql.DB) ([]entry, error) {
	rows, err := db.QueryContext(ctx, `SELECT CAST(article_id AS text), number, change_note, content FROM revisions`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []entry
	for rows.Next() {
		var (
			e       entry
			content string
			article struct {
				Title string `json:"title"`
			}
		)
		if err := rows.Scan(&e.Article, &e.Revision, &e.Marker, &content); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(content), &article); err != nil {
			return nil, err
		}
		e.Titled = article.Title == e.Marker
		all = append(all, e)
	}
	return all, rows.Err()
}

// mustBeNone are statements that each name what was written by half.
var mustBeNone = map[string]string{
	"revisions have gaps, or the article is at another": `SELECT CAST(a.id AS text) FROM articles a
		LEFT JOIN (SELECT article_id, count(*) AS many, max(number) AS newest FROM revisions GROUP BY article_id) r ON r.article_id = a.id
		WHERE r.many IS NULL OR a.revision <> r.many OR a.revision <> r.newest`,
	"revisions are not in the audit log": `SELECT CAST(r.article_id AS text) FROM
		(SELECT article_id, deed, count(*) AS many FROM revisions GROUP BY article_id, deed) r
		LEFT JOIN (SELECT resource_id, deed, count(*) AS many FROM audit WHERE noun = 'article' GROUP BY resource_id, deed) u
			ON u.resource_id = r.article_id AND u.deed = r.deed
		WHERE u.many IS NULL OR u.many <> r.many`,
	"the audit log has what is not there": `SELECT CAST(resource_id AS text) FROM audit
		WHERE noun = 'article' AND resource_id NOT IN (SELECT article_id FROM revisions)`,
	"a slug leads to nothing": `SELECT slug FROM slugs WHERE noun = 'article' AND target_id NOT IN (SELECT id FROM articles)`,
	"articles and kept answers are not as many": `SELECT CAST(many AS text) FROM
		(SELECT (SELECT count(*) FROM articles) - (SELECT count(*) FROM kept_answers
			WHERE status = 201 AND body LIKE '%"revision":1,%') AS many) d WHERE many <> 0`,
}

func halves(ctx context.Context, db *sql.DB) (faults []string, err error) {
	for what, statement := range mustBeNone {
		found, err := names(ctx, db, statement)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", what, err)
		}
		for _, name := range found {
			faults = append(faults, what+": "+name)
		}
	}
	return faults, nil
}

func names(ctx context.Context, db *sql.DB, statement string) (all []string, err error) {
	rows, err := db.QueryContext(ctx, statement)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		all = append(all, name)
	}
	return all, rows.Err()
}
