package api

import "github.com/seed-6f93249c/broadsheet/internal/news"

// article writes an article that is shown in full, before its body is put into
// another format.
func (w *writing) article(shown *Article, stored *news.Article) {
	w.summary(&shown.ArticleSummary, stored)
	in := w.from(stored.Language)
	if shown.Body != nil {
		*shown.Body = in.HTML(*shown.Body)
	}
	if shown.SEO != nil {
		convert(in, shown.SEO.Title, shown.SEO.Description)
	}
	for i := range shown.Corrections {
		convert(in, &shown.Corrections[i].Note)
	}
	w.language = stored.Language
	if in != nil || w.wording(stored.Language, stored.Variants).Language != "" {
		w.language = w.to.Tag()
	}
}

// summary writes an article as lists show it.
func (w *writing) summary(shown *ArticleSummary, stored *news.Article) {
	w.changed = false
	in := w.from(stored.Language)
	convert(in, &shown.Title, shown.Subtitle, shown.ShortTitle, shown.Summary)
	w.word(shown, w.wording(stored.Language, stored.Variants))
	if in != nil {
		w.parts(shown)
	}
	w.refs(shown)
	shown.Converted = w.changed
}

// word puts the editors' wording in the place of what was converted.
func (w *writing) word(shown *ArticleSummary, own news.Variant) {
	if own.Language == "" {
		return
	}
	w.changed = true
	if own.Title != "" {
		shown.Title = own.Title
	}
	for _, part := range []struct {
		place **string
		own   string
	}{{&shown.Subtitle, own.Subtitle}, {&shown.ShortTitle, own.ShortTitle}, {&shown.Summary, own.Summary}} {
		if part.own != "" {
			*part.place = &part.own
		}
	}
}

// parts converts what stands beside the text of an article.
func (w *writing) parts(shown *ArticleSummary) {
	in := w.from(shown.Language)
	for i := range shown.Sources {
		convert(in, &shown.Sources[i].Name)
	}
	if o := shown.Original; o != nil {
		convert(in, o.Title, o.Author)
	}
	if d := shown.Dateline; d != nil {
		convert(in, d.Agency, d.Place)
	}
	if image := shown.LeadImage; image != nil {
		convert(in, image.Alt, image.Caption, image.Credit)
	}
	if r := shown.Rights; r != nil {
		convert(in, r.Copyright, r.UsageTerms)
	}
	if gone := shown.Withdrawn; gone != nil {
		convert(in, gone.Note)
	}
}

// refs converts the names of what an article refers to.
func (w *writing) refs(shown *ArticleSummary) {
	if shown.Section != nil {
		w.names(shown.Language, &shown.Section.Name)
	}
	for i := range shown.Breadcrumbs {
		w.names(shown.Language, &shown.Breadcrumbs[i].Name)
	}
	for i := range shown.Credits {
		w.names(shown.Language, &shown.Credits[i].Name, &shown.Credits[i].Byline.Name)
	}
	for i := range shown.Tags {
		w.names(shown.Language, &shown.Tags[i].Name)
	}
}

// neighbor writes a link to an article, where there is one.
func (w *writing) neighbor(shown *Neighbor, stored *news.Article) {
	if shown != nil {
		shown.Title = w.title(stored.Title, stored.Language, stored.Variants)
	}
}

// correction writes a correction of a list.
func (w *writing) correction(shown *ListedCorrection, stored *news.Article) {
	w.changed = false
	convert(w.from(stored.Language), &shown.Note)
	shown.Article.Title = w.title(stored.Title, stored.Language, stored.Variants)
	shown.Converted = w.changed
}

// tombstone writes what is left of a withdrawn article.
func (w *writing) tombstone(shown *TombstoneField, stored *news.Tombstone) {
	shown.Title = w.title(stored.Title, stored.Language, stored.Variants)
	convert(w.from(stored.Language), shown.Withdrawn.Note)
}
