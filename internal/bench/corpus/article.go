package corpus

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/markup"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// batches makes all articles in the background, as many at a time as are to be
// written in one transaction, until ctx ends.
func (a *archive) batches(ctx context.Context) <-chan []piece {
	const most = 2000
	batches := make(chan []piece, 1)
	go func() {
		defer close(batches)
		for first := 0; first < a.size; first += most {
			select {
			case batches <- a.batch(first, min(most, a.size-first)):
			case <-ctx.Done():
				return
			}
		}
	}()
	return batches
}

// batch makes count articles from the first on.
func (a *archive) batch(first, count int) []piece {
	pieces := make([]piece, count)
	for i := range pieces {
		pieces[i] = a.piece(first + i)
	}
	return pieces
}

// piece is an article, and what it was at each of its revisions.
type piece struct {
	news.Article

	states []news.Article
}

// piece makes the i-th article: created some hours before it is published,
// and published in the order of the numbers.
func (a *archive) piece(i int) piece {
	const draftEvery, longestWork = 50, 72
	random, v := chance(i), a.voices[i%len(a.voices)]
	section := pick(random, a.sections[v.language]).ID
	published := a.moment(i, random)
	created := published.Add(-time.Duration(random.IntN(longestWork*60)) * time.Minute)
	article := news.Article{
		ID: newID(created, random), Revision: 1, Language: v.language, Status: news.StatusDraft, CreatedAt: created, UpdatedAt: created,
		Title: v.title(random), Summary: v.sentence(random), Body: v.body(random),
		Kind: pick(random, news.ArticleKinds()), SectionID: &section,
	}
	article.Slug = news.SlugWithNumber(news.MakeSlug(article.Title), i+2) // the number makes it the only one
	article.WordCount, article.ReadingMinutes = markup.Words(article.Body), markup.ReadingMinutes(article.Body)
	a.dress(&article, v, random)
	article.Settle(created)
	draft := article
	if i%draftEvery == draftEvery-1 {
		return piece{article, []news.Article{draft}}
	}
	article.Publish(news.Publication{}, published)
	article.Revision, article.UpdatedAt = 2, published
	return piece{article, []news.Article{draft, article}}
}

// moment is when an article is published: each somewhere in its share of the
// time.
func (a *archive) moment(i int, random *rand.Rand) time.Time {
	share := end().Sub(begin()) / time.Duration(a.size)
	return news.Moment(begin().Add(time.Duration(i)*share + time.Duration(random.Int64N(int64(share)))))
}

// dress gives an article credits, tags, and what only some articles have.
func (a *archive) dress(article *news.Article, v *voice, random *rand.Rand) {
	const mostTags, images, datelines, features = 5, 2, 3, 20
	roles := []news.CreditRole{"reporter", "photographer", "editor"}
	for position, i := range random.Perm(len(a.bylines[v.language]))[:1+random.IntN(len(roles))] {
		byline := a.bylines[v.language][i]
		article.Credits = append(article.Credits, news.Credit{BylineID: byline.ID, Role: roles[position]})
	}
	for _, i := range random.Perm(len(a.tags[v.language]))[:random.IntN(mostTags+1)] {
		article.Tags = append(article.Tags, a.tags[v.language][i])
	}
	if article.Kind == news.KindReprint {
		article.Sources = []news.Source{{Name: pick(random, v.words["source"]), URL: "https://news.example.org/" + article.ID}}
	}
	if random.IntN(images) == 0 {
		article.LeadImage = &news.LeadImage{
			URL: "https://images.example.org/" + article.ID + ".jpg", Alt: v.sentence(random), Width: 1600, Height: 900,
		}
	}
	if random.IntN(datelines) == 0 {
		article.Dateline = &news.Dateline{Place: pick(random, v.words["place"]), Date: article.CreatedAt.Format(time.DateOnly)}
	}
	article.Featured = random.IntN(features) == 0
}
