package service

import (
	"context"

	"github.com/seed-6f93249c/broadsheet/internal/markup"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/script"
	"github.com/seed-6f93249c/broadsheet/internal/search"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// folder folds what is searched and what is asked alike.
var folder = search.New(script.HansRune)

// searched is the text of an article that belongs to it alone: what the names of
// its section, its bylines and its tags add is looked up when it is asked for.
func searched(article *news.Article) search.Document {
	d := search.Document{
		Title: article.Title, Subtitle: article.Subtitle, Summary: article.Summary, Body: markup.Text(article.Body),
	}
	for i := range article.Credits {
		if name := article.Credits[i].Name; name != "" {
			d.Bylines = append(d.Bylines, name)
		}
	}
	for i := range article.Sources {
		d.Sources = append(d.Sources, article.Sources[i].Name)
	}
	return d
}

// textEntry returns what the index holds of an article.
func textEntry(article *news.Article) news.TextEntry {
	d := searched(article)
	entry := folder.Entry(d)
	return news.TextEntry{
		Title:   string(folder.Entry(search.Document{Title: d.Title})),
		Printed: string(folder.Entry(search.Document{Bylines: d.Bylines})),
		Text:    string(entry),
		Terms:   entry.Terms,
		Words:   entry.Words,
	}
}

// index brings the index up to date with an article, in the transaction that
// writes it.
func index(ctx context.Context, tx *store.Store, article *news.Article) error {
	return tx.IndexArticle(ctx, article, textEntry(article))
}
