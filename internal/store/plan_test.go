package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// planned is a newsroom of some thousand articles whose statements can be explained.
type planned struct {
	*testing.T
	store *store.Store
	lock  sync.Mutex
	last  string
}

func (p *planned) trace(_ context.Context, statement string) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.last = statement
}

// filters are what one filter can be, of things that are there.
func (p *planned) filters(section *news.Section, byline *news.Byline, tag *news.Tag) map[string]news.ArticleFilter {
	yes, no, maker := true, false, news.NewID()
	return map[string]news.ArticleFilter{
		"everything":  {},
		"subtree":     {Sections: []string{section.ID}},
		"two":         {Sections: []string{section.ID, news.NewID()}},
		"section":     {Sections: []string{section.ID}, SectionOnly: true},
		"byline":      {Bylines: []string{byline.ID}},
		"role":        {Roles: []news.CreditRole{"editor"}},
		"tag":         {Tags: []string{tag.ID}},
		"source":      {Sources: []string{"AP"}},
		"kind":        {Kinds: []news.ArticleKind{news.KindBrief}},
		"language":    {Languages: []string{"en"}},
		"featured":    {Featured: &yes},
		"plain":       {Featured: &no},
		"corrected":   {HasCorrections: &yes},
		"uncorrected": {HasCorrections: &no},
		"maker":       {CreatedBy: []string{maker}},
		"drafts":      {Statuses: []news.Status{news.StatusDraft}},
		"desk":        {Statuses: []news.Status{news.StatusDraft, news.StatusPublished, news.StatusScheduled, news.StatusWithdrawn}},
	}
}

// TestEveryFilterWalksAnIndex holds what both engines plan for any one filter in
// any order: they walk an index in the order of the list, from where the page
// begins, and stop. Nothing is scanned, and nothing sorted but a page or two.
func TestEveryFilterWalksAnIndex(t *testing.T) {
	open := map[string]func(testing.TB, store.Options) *store.Store{
		storetest.EngineSQLite: storetest.SQLite, storetest.EnginePostgres: storetest.Postgres,
	}
	for engine, open := range open {
		t.Run(engine, func(t *testing.T) {
			p := &planned{T: t}
			p.store = open(t, store.Options{Trace: p.trace})
			section, byline, tag := newSection("s"), newByline("b"), newTag("t")
			insert(t, p.store, section, byline, tag)
			p.fill(section, byline, tag)
			rows := storetest.Beside(t, p.store)
			p.read(everything(), news.SortNewest, news.Page{Limit: 1}) // now the sections are known
			for name, filter := range p.filters(section, byline, tag) {
				for _, sort := range sorts() {
					p.check(rows, name, filter, sort)
				}
			}
			p.checkOthers(rows, section)
		})
	}
}

// fill makes what planners look at: a few thousand articles, of which most are
// in the lists that are asked for.
func (p *planned) fill(section *news.Section, byline *news.Byline, tag *news.Tag) {
	rows := storetest.Beside(p, p.store)
	err := p.store.Tx(p.Context(), func(tx *store.Store) error {
		for i := range 300 {
			a := published(fmt.Sprint("title ", i), hours(-i-1))
			a.Kind, a.SectionID, a.Tags = news.KindBrief, &section.ID, []news.Tag{*tag}
			a.Credits, a.Sources = []news.Credit{{BylineID: byline.ID, Role: "editor"}}, []news.Source{{Name: "AP"}}
			if err := tx.InsertArticle(p.Context(), a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		p.Fatal(err)
	}
	if p.store.Engine() == storetest.EngineSQLite {
		return // its schema says what the planner is to believe
	}
	// Twenty times as many, without what a plan does not depend on.
	rows.Exec(p, `INSERT INTO articles SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'slug', a.slug || n,
		'published_order', a.published_order - n * interval '1 minute', 'title', a.title || n))).* FROM articles a, generate_series(1, 20) n`)
	rows.Exec(p, `INSERT INTO listings SELECT a.id, l.list, a.published_order, a.updated_at, a.created_at, a.visible_at, a.title
		FROM articles a CROSS JOIN (SELECT DISTINCT list FROM listings) l ON CONFLICT DO NOTHING`)
	rows.Exec(p, `ANALYZE`)
}

func (p *planned) read(filter news.ArticleFilter, sort news.Sort, page news.Page) {
	p.Helper()
	if _, err := p.store.Articles(p.Context(), filter, sort, page, noon, hours(1)); err != nil {
		p.Fatal(err)
	}
}

func (p *planned) check(rows *storetest.Rows, name string, filter news.ArticleFilter, sort news.Sort) {
	p.Helper()
	cursor := &news.Cursor{Key: noon.Add(-time.Hour).Format(time.RFC3339Nano), ID: news.NewID()}
	if sort == news.SortTitle {
		cursor.Key = "title 5"
	}
	page := news.Page{Limit: 20, Cursor: cursor}
	p.read(filter, sort, page)
	plan, scans := p.plan(rows)
	if scans {
		p.Errorf("%s by %s scans:\n%s", name, sort, plan)
		return
	}
	if len(filter.Sections) > 1 || len(filter.Statuses) > 1 {
		return // pages of several lists are merged
	}
	if p.store.Engine() == storetest.EngineSQLite && !strings.Contains(plan, "id)<(?,?)") && !strings.Contains(plan, "id)>(?,?)") {
		p.Errorf("%s by %s does not begin at its place:\n%s", name, sort, plan)
	}
	for line := range strings.SplitSeq(plan, "\n") {
		// What is about to become visible is little, and may be sorted.
		key := strings.Contains(line, "Sort Key: listings") || strings.Contains(line, "Sort Key: articles")
		if (key && !strings.Contains(line, "visible_at")) || strings.Contains(line, "FOR ORDER BY") {
			p.Errorf("%s by %s sorts:\n%s", name, sort, plan)
			return
		}
	}
}

// checkOthers holds that neither an article, nor what is around it, nor what is named
// scans anything.
func (p *planned) checkOthers(rows *storetest.Rows, section *news.Section) {
	p.Helper()
	list, err := p.store.Articles(p.Context(), everything(), news.SortNewest, news.Page{Limit: 1}, noon, hours(1))
	if err != nil {
		p.Fatal(err)
	}
	a := &list.Items[0]
	for name, read := range map[string]func() error{
		"an article by its id":   func() error { _, err := p.store.Article(p.Context(), a.ID); return err },
		"an article by its slug": func() error { _, err := p.store.Article(p.Context(), a.Slug); return err },
		"neighbors": func() error {
			_, err := p.store.Neighbors(p.Context(), a, noon, noon, hours(1))
			return err
		},
		"names": func() error {
			_, err := p.store.Resolve(p.Context(), []store.Ref{
				{Noun: news.NounSection, Text: section.Slug}, {Noun: news.NounByline, Text: "b"}, {Noun: news.NounTag, Text: news.NewID()},
			}, &noon)
			return err
		},
	} {
		if err := read(); err != nil {
			p.Fatal(err)
		}
		if plan, scans := p.plan(rows); scans {
			p.Errorf("%s scans:\n%s", name, plan)
		}
	}
}

// plan returns the plan of the last statement, and whether it reads a whole table
// but that of the outline's version, which has one row.
func (p *planned) plan(rows *storetest.Rows) (plan string, scans bool) {
	p.Helper()
	plan = rows.Explain(p, p.last)
	for line := range strings.SplitSeq(plan, "\n") {
		scans = scans || (strings.Contains(line, "Seq Scan on ") && !strings.Contains(line, "Seq Scan on section_outline ")) ||
			strings.Contains(line, "SCAN articles") || strings.Contains(line, "SCAN listings")
	}
	return plan, scans
}
