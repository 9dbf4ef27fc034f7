package corpus

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode"

	"github.com/seed-6f93249c/broadsheet/internal/chain"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// mostWithRevisions is how large a corpus may be that has revisions.
const mostWithRevisions = 50_000

// table is some rows of a table, as a driver takes them.
type table struct {
	name    string
	columns []string
	rows    [][]any
}

// slug is a row of the table of slugs, which the store keeps to itself.
type slug struct {
	Noun      news.Noun
	Slug      string
	TargetID  string
	CreatedAt time.Time
}

// tablesOf lays articles out in rows, in an order that references allow.
func tablesOf(batch []piece, withRevisions bool) ([]table, error) {
	var (
		articles  []news.Article
		slugs     []slug
		credits   []news.Credit
		sources   []news.Source
		tags      []news.ArticleTag
		revisions []news.Revision
	)
	for i := range batch {
		article := &batch[i].Article
		articles = append(articles, *article)
		slugs = append(slugs, slug{news.NounArticle, article.Slug, article.ID, article.CreatedAt})
		for position, credit := range article.Credits {
			credit.ArticleID, credit.Position = article.ID, position
			credits = append(credits, credit)
		}
		for position, source := range article.Sources {
			source.ArticleID, source.Position = article.ID, position
			sources = append(sources, source)
		}
		for position, tag := range article.Tags {
			tags = append(tags, news.ArticleTag{ArticleID: article.ID, Position: position, TagID: tag.ID})
		}
		if withRevisions {
			rows, err := batch[i].revisions()
			if err != nil {
				return nil, err
			}
			revisions = append(revisions, rows...)
		}
	}
	return together(
		rowsOf("slugs", slugs), rowsOf("articles", articles), rowsOf("credits", credits),
		rowsOf("article_sources", sources), rowsOf("article_tags", tags), rowsOf("revisions", revisions),
	)
}

// revisions are those that the service would have written.
func (p *piece) revisions() ([]news.Revision, error) {
	previous := chain.Start(p.ID)
	rows := make([]news.Revision, len(p.states))
	for i := range p.states {
		state := &p.states[i]
		content, err := chain.Encode(state)
		if err != nil {
			return nil, err
		}
		row := news.Revision{
			ArticleID: p.ID, Number: state.Revision, Deed: news.DeedCreate, At: state.UpdatedAt, Content: content, PreviousHash: previous,
		}
		if state.Status == news.StatusPublished {
			row.Deed = news.Deed(news.MovePublish)
		}
		if row.Hash, err = chain.Hash(&row); err != nil {
			return nil, err
		}
		rows[i], previous = row, row.Hash
	}
	return rows, nil
}

type result struct {
	table
	err error
}

func together(results ...result) ([]table, error) {
	tables := make([]table, len(results))
	for i, r := range results {
		if r.err != nil {
			return nil, r.err
		}
		tables[i] = r.table
	}
	return tables, nil
}

// rowsOf reads the columns of structs as GORM does: by their names, and by what
// their tags say of it.
func rowsOf[T any](name string, structs []T) result {
	of := table{name: name}
	var fields []reflect.StructField
	for _, field := range reflect.VisibleFields(reflect.TypeFor[T]()) {
		if field.Tag.Get("gorm") != "-" {
			fields, of.columns = append(fields, field), append(of.columns, column(field))
		}
	}
	for i := range structs {
		row := make([]any, len(fields))
		for j, field := range fields {
			var err error
			if row[j], err = cell(field, reflect.ValueOf(&structs[i]).Elem().FieldByIndex(field.Index)); err != nil {
				return result{err: fmt.Errorf("%s.%s: %w", name, of.columns[j], err)}
			}
		}
		of.rows = append(of.rows, row)
	}
	return result{table: of}
}

func column(field reflect.StructField) string {
	if _, named, is := strings.Cut(field.Tag.Get("gorm"), "column:"); is {
		named, _, _ = strings.Cut(named, ";")
		return named
	}
	var name strings.Builder
	var before rune
	for _, r := range field.Name {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			name.WriteByte('_')
		}
		name.WriteRune(unicode.ToLower(r))
		before = r
	}
	return name.String()
}

func cell(field reflect.StructField, value reflect.Value) (any, error) {
	if (value.Kind() == reflect.Pointer || value.Kind() == reflect.Slice) && value.IsNil() {
		return nil, nil //nolint:nilnil // SQL's null
	}
	if strings.Contains(field.Tag.Get("gorm"), "serializer:json") {
		encoded, err := json.Marshal(value.Interface())
		return string(encoded), err
	}
	value = reflect.Indirect(value)
	if value.Kind() == reflect.String {
		return value.String(), nil
	}
	return value.Interface(), nil
}
