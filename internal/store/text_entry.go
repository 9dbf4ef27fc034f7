package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// maxIndexedBytes is how long an entry may be to be indexed by its own terms:
// Postgres takes a megabyte of them. Longer ones have one term for all, by which
// every query finds them, and their texts decide.
const maxIndexedBytes = 300_000

// The terms that no text has.
const (
	largeTerm = "＊"
	noTerm    = "＿" // and no entry
	tieMark   = "Ｌ" // before the id of what an article is tied to
)

func tieTerm(id string) string { return tieMark + strings.ReplaceAll(id, "-", "") }

// ties are the terms of the section, the bylines and the tags of an article: by
// them it is found by their names of the day.
func ties(article *news.Article) []string {
	var terms []string
	if article.SectionID != nil {
		terms = append(terms, tieTerm(*article.SectionID))
	}
	for i := range article.Credits {
		terms = append(terms, tieTerm(article.Credits[i].BylineID))
	}
	for i := range article.Tags {
		terms = append(terms, tieTerm(article.Tags[i].ID))
	}
	return distinct(terms)
}

// searchEntry is what the index holds of an article.
type searchEntry struct {
	article *news.Article
	news.TextEntry
	ties    []string
	digest  string
	isLarge bool
}

func newSearchEntry(article *news.Article, entry news.TextEntry) searchEntry {
	e := searchEntry{article: article, TextEntry: entry, ties: ties(article), isLarge: len(entry.Text) > maxIndexedBytes}
	hash := sha256.New()
	_, _ = io.WriteString(hash, strings.Join(e.ties, " ")+"\x00"+entry.Text) // a hash takes all
	e.digest = hex.EncodeToString(hash.Sum(nil)[:16])
	if e.isLarge {
		only := func() []string { return []string{largeTerm} }
		e.Terms, e.Words = only, only
	}
	return e
}

// IndexArticle brings the index up to date with an article and the entry that was
// made of it. What is the same as before is not written again.
func (s *Store) IndexArticle(ctx context.Context, article *news.Article, entry news.TextEntry) error {
	e := newSearchEntry(article, entry)
	same := s.write.WithContext(ctx).Exec("UPDATE search_entries SET published_order = ? WHERE article_id = ? AND digest = ?",
		article.PublishedOrder, article.ID, e.digest)
	if same.Error != nil || same.RowsAffected == 1 {
		return translate(same.Error)
	}
	if s.dialect.name == "sqlite" {
		return s.indexSQLite(ctx, &e)
	}
	words := slices.Concat(e.ties, e.Words())
	return translate(s.write.WithContext(ctx).Exec("INSERT INTO search_entries "+
		"(article_id, published_order, digest, is_large, title, printed, words, entry) VALUES (?, ?, ?, ?, ?, ?, string_to_array(?, ' '), ?) "+
		"ON CONFLICT (article_id) DO UPDATE SET published_order = excluded.published_order, digest = excluded.digest, "+
		"is_large = excluded.is_large, title = excluded.title, printed = excluded.printed, words = excluded.words, entry = excluded.entry",
		article.ID, article.PublishedOrder, e.digest, e.isLarge, e.Title, e.Printed, strings.Join(words, " "), e.Text).Error)
}

func (s *Store) indexSQLite(ctx context.Context, e *searchEntry) error {
	db := s.write.WithContext(ctx)
	if err := db.Exec("DELETE FROM search_entries WHERE article_id = ?", e.article.ID).Error; err != nil {
		return translate(err)
	}
	var number int64
	err := db.Raw("INSERT INTO search_entries (article_id, published_order, digest, is_large) VALUES (?, ?, ?, ?) RETURNING number",
		e.article.ID, e.article.PublishedOrder, e.digest, e.isLarge).Scan(&number).Error
	if err != nil {
		return translate(err)
	}
	err = db.Exec("INSERT INTO search_texts (number, title, printed, entry) VALUES (?, ?, ?, ?)", number, e.Title, e.Printed, e.Text).Error
	if err != nil {
		return translate(err)
	}
	terms := strings.Join(slices.Concat(e.ties, e.Terms()), " ")
	return translate(db.Exec("INSERT INTO search_terms (rowid, terms) VALUES (?, ?)", number, terms).Error)
}
