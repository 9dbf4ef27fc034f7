package service_test

import (
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/chain"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// alterations are what somebody with the database in hand may do to an article
// with three revisions, and the fault that each must be found as.
var alterations = map[string]struct {
	statements string // %[1]s is the article's id, %[2]s another's
	number     int
	what       string
}{
	"nothing":          {``, 0, ""},
	"content":          {`UPDATE revisions SET content = replace(content, 'Second', 'Forged') WHERE article_id = '%[1]s' AND number = 2`, 2, "was altered"},
	"first content":    {`UPDATE revisions SET content = content || ' ' WHERE article_id = '%[1]s' AND number = 1`, 1, "was altered"},
	"note":             {`UPDATE revisions SET change_note = 'x' WHERE article_id = '%[1]s' AND number = 2`, 2, "was altered"},
	"user":             {`UPDATE revisions SET user_id = '%[2]s' WHERE article_id = '%[1]s' AND number = 3`, 3, "was altered"},
	"deed":             {`UPDATE revisions SET deed = 'publish' WHERE article_id = '%[1]s' AND number = 3`, 3, "was altered"},
	"time":             {`UPDATE revisions SET at = '2020-01-01 00:00:00+00:00' WHERE article_id = '%[1]s' AND number = 3`, 3, "was altered"},
	"hash":             {`UPDATE revisions SET hash = previous_hash WHERE article_id = '%[1]s' AND number = 3`, 3, "was altered"},
	"signature":        {`UPDATE revisions SET signature = 'AAAA' WHERE article_id = '%[1]s' AND number = 2`, 2, "a signature that is not good"},
	"no signature":     {`UPDATE revisions SET signature = '', key_id = '' WHERE article_id = '%[1]s'`, 1, "is not signed"},
	"first removed":    {`DELETE FROM revisions WHERE article_id = '%[1]s' AND number = 1`, 1, "is missing"},
	"middle removed":   {`DELETE FROM revisions WHERE article_id = '%[1]s' AND number = 2`, 2, "is missing"},
	"last removed":     {`DELETE FROM revisions WHERE article_id = '%[1]s' AND number = 3`, 3, "is missing"},
	"all removed":      {`DELETE FROM revisions WHERE article_id = '%[1]s'`, 3, "is missing"},
	"added":            {`INSERT INTO revisions SELECT article_id, 4, deed, at, user_id, change_note, content, previous_hash, hash, key_id, signature FROM revisions WHERE article_id = '%[1]s' AND number = 3`, 4, "does not follow"},
	"row":              {`UPDATE articles SET title = 'Forged' WHERE id = '%[1]s'`, 3, "the article was altered"},
	"row set back":     {`UPDATE articles SET revision = 2 WHERE id = '%[1]s'`, 3, "the article was altered"},
	"tag of the row":   {`DELETE FROM article_tags WHERE article_id = '%[1]s'`, 3, "the article was altered"},
	"another's chain":  {`UPDATE revisions SET number = number + 9 WHERE article_id = '%[1]s'`, 1, "is missing"},
	"correction added": {`INSERT INTO corrections VALUES ('%[2]s', '%[1]s', 'update', 'n', '2025-01-01 00:00:00+00:00')`, 3, "the article was altered"},
}

// thrice makes an article with three revisions.
func (n *newsroom) thrice() *news.Article {
	n.t.Helper()
	article := n.draft("First", nil, tags("all"))
	for _, title := range []string{"Second", "Third"} {
		article = n.retitle(editor, article.ID, title)
	}
	return article
}

func (n *newsroom) retitle(actor news.Actor, id, title string) *news.Article {
	n.t.Helper()
	written, err := n.UpdateArticle(n.ctx, actor, id, func(a *news.Article) error {
		a.Title = title
		return nil
	})
	return must(n.t, written, err).Row
}

func TestVerifyFindsWhatWasAltered(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.signing(newKey(t))
		beside, altered := storetest.Beside(t, n.store), map[string]string{}
		for name := range alterations {
			altered[n.thrice().ID] = name
		}
		n.sound()
		for id, name := range altered {
			if statement := alterations[name].statements; statement != "" {
				beside.Exec(t, strings.ReplaceAll(strings.ReplaceAll(statement, "%[1]s", id), "%[2]s", news.NewID()))
			}
		}
		found := n.verify()
		for _, fault := range found.Faults {
			name := altered[fault.ArticleID]
			if want := alterations[name]; fault.Number != want.number || !strings.Contains(fault.What, want.what) || want.what == "" {
				t.Errorf("%s: found %+v, want %d %s", name, fault, want.number, want.what)
			}
			delete(altered, fault.ArticleID)
		}
		if len(altered) != 1 {
			t.Errorf("nothing found of %v", altered)
		}
	})
}

// rehash makes an article's chain say that its title was always another, as
// somebody without the key can.
func (n *newsroom) rehash(beside *storetest.Rows, id string) {
	n.t.Helper()
	previous := chain.Start(id)
	for _, r := range n.revisions(id) {
		article, err := chain.Decode(r.Content)
		if err != nil {
			n.t.Fatal(err)
		}
		article.Title = "Forged"
		r.Content, err = chain.Encode(article)
		must(n.t, r, err)
		r.PreviousHash = previous
		r.Hash, err = chain.Hash(&r)
		must(n.t, r, err)
		previous = r.Hash
		beside.Exec(n.t, fmt.Sprintf(`UPDATE revisions SET content = '%s', previous_hash = '%s', hash = '%s' WHERE article_id = '%s' AND number = %d`,
			r.Content, r.PreviousHash, r.Hash, id, r.Number))
	}
	beside.Exec(n.t, `UPDATE articles SET title = 'Forged' WHERE id = '`+id+`'`)
}

func TestVerifyFindsAChainThatWasHashedAnew(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		ours := newKey(t)
		n.signing(ours)
		sound, article := n.thrice(), n.thrice()
		beside := storetest.Beside(t, n.store)
		n.rehash(beside, article.ID)
		check := func(what string) {
			t.Helper()
			found := n.verify()
			if len(found.Faults) != 1 || found.Faults[0] != (service.Fault{ArticleID: article.ID, Number: 1, What: what}) {
				t.Errorf("found %+v, want %s", found.Faults, what)
			}
		}
		check("has a signature that is not good")
		beside.Exec(t, `UPDATE revisions SET signature = '', key_id = '' WHERE article_id = '`+article.ID+`'`)
		check("is not signed")

		n.signing(newKey(t))
		forger := n.draft("By another key", nil)
		keyID := n.revisions(forger.ID)[0].KeyID
		n.signing(ours)
		n.draft("Of ours again", nil)
		beside.Exec(t, `DELETE FROM articles WHERE id = '`+forger.ID+`'`)
		beside.Exec(t, `DELETE FROM revisions WHERE article_id = '`+forger.ID+`'`)
		beside.Exec(t, `UPDATE revisions SET signature = 'AAAA', key_id = '`+keyID+`' WHERE article_id = '`+article.ID+`'`)
		check("is signed by a key that is not ours: " + keyID)
		if n.reread(sound).Title != "Third" {
			t.Error("the other article is another")
		}
	})
}

func heads(t *testing.T, n *newsroom, known ...service.Head) (service.Verified, []service.Head) {
	t.Helper()
	var current []service.Head
	options := service.VerifyOptions{Head: func(h service.Head) error {
		current = append(current, h)
		return nil
	}}
	options.Known = iter.Seq2[service.Head, error](func(yield func(service.Head, error) bool) {
		for _, head := range known {
			if !yield(head, nil) {
				return
			}
		}
	})
	found, err := n.Verify(n.ctx, options)
	return must(t, found, err), current
}

func TestVerifyFindsWhatACheckpointHas(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.signing(newKey(t))
		var articles []*news.Article
		for range 24 {
			articles = append(articles, n.thrice())
		}
		cut, gone, purged, replaced := articles[0], articles[7], articles[12], articles[23]
		_, before := heads(t, n)
		if len(before) != 24 || before[0].Number != 3 || len(before[0].Hash) != 64 {
			t.Fatalf("the heads are %+v", before)
		}
		n.retitle(editor, articles[3].ID, "Fourth")
		beside := storetest.Beside(t, n.store)
		beside.Exec(t, `DELETE FROM revisions WHERE number = 3 AND article_id = '`+cut.ID+`'`)
		beside.Exec(t, `UPDATE articles SET revision = 2, title = 'Second' WHERE id = '`+cut.ID+`'`)
		beside.Exec(t, `DELETE FROM article_tags WHERE article_id = '`+gone.ID+`'`)
		beside.Exec(t, `DELETE FROM revisions WHERE article_id = '`+gone.ID+`'`)
		beside.Exec(t, `DELETE FROM articles WHERE id = '`+gone.ID+`'`)
		n.purge(purged)
		before[23].Hash = before[22].Hash
		found, _ := heads(t, n, before...)
		want := []service.Fault{
			{ArticleID: cut.ID, Number: 3, What: "was in the checkpoint and is not there"},
			{ArticleID: gone.ID, Number: 3, What: "was in the checkpoint and is not there, nor was the article purged"},
			{ArticleID: replaced.ID, Number: 3, What: "is another than in the checkpoint"},
		}
		if fmt.Sprint(found.Faults) != fmt.Sprint(want) || fmt.Sprint(found.Purged) != fmt.Sprint([]string{purged.ID}) {
			t.Errorf("found %+v\nwant %+v", found, want)
		}
	})
}

func (n *newsroom) purge(article *news.Article) {
	n.t.Helper()
	pass := func(*news.Article) error { return nil }
	if _, err := n.Move(n.ctx, editor, news.MoveTrash, article.ID, pass); err != nil {
		n.t.Fatal(err)
	}
	if err := n.Purge(n.ctx, admin, article.ID, pass); err != nil {
		n.t.Fatal(err)
	}
}

func TestVerifyStopsAtTooManyFaults(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for range service.MaxFaults + 5 {
			n.draft("A", nil)
		}
		storetest.Beside(t, n.store).Exec(t, `UPDATE articles SET title = 'B'`)
		if found := n.verify(); len(found.Faults) != service.MaxFaults {
			t.Errorf("%d faults", len(found.Faults))
		}
	})
}

func TestAnArticleWithoutItsChainCanBeChanged(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.signing(newKey(t))
		article := n.thrice()
		storetest.Beside(t, n.store).Exec(t, `DELETE FROM revisions WHERE article_id = '`+article.ID+`'`)
		if changed := n.retitle(editor, article.ID, "Fourth"); changed.Revision != 4 {
			t.Errorf("changed to revision %d", changed.Revision)
		}
		found := n.verify()
		if want := (service.Fault{ArticleID: article.ID, Number: 1, What: "is missing"}); len(found.Faults) != 1 || found.Faults[0] != want {
			t.Errorf("found %+v", found.Faults)
		}
	})
}

func TestVerifyFindsRevisionsOfNoArticle(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		article := n.draft("A", nil)
		storetest.Beside(t, n.store).Exec(t, `DELETE FROM articles WHERE id = '`+article.ID+`'`)
		found := n.verify()
		want := 1 // SQLite's own shell, as this test, does not mind references
		if n.store.Engine() == storetest.EnginePostgres {
			want = 0
		}
		if len(found.Faults) != want {
			t.Errorf("found %+v", found)
		}
	})
}
