package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Correction is a public note that something was changed after publication.
type Correction struct {
	ID   string    `json:"id" format:"uuid"`
	Kind string    `json:"kind" enums:"correction,clarification,update,retraction"`
	Note string    `json:"note"`
	At   time.Time `json:"at" format:"date-time"`
} // @name Correction

// ListedCorrection is a correction with the article that it is about.
type ListedCorrection struct {
	Correction

	Article   CorrectedArticle `json:"article"`
	Converted bool             `json:"converted"` // shown in another script than it is written in
} // @name ListedCorrection

// CorrectedArticle is what a link to a corrected article needs.
type CorrectedArticle struct {
	ID    string `json:"id" format:"uuid"`
	Slug  string `json:"slug"`
	Title string `json:"title"`
	Path  string `json:"path" example:"article-center/sci-tech-news/some-slug"`
} // @name CorrectedArticle

// CorrectionList is a page of corrections.
type CorrectionList struct {
	Data []ListedCorrection `json:"data"`
	Page PageInfo           `json:"page"`
} // @name CorrectionList

// CorrectionInput tells readers what was changed after publication.
type CorrectionInput struct {
	Kind       string `json:"kind" example:"correction" validate:"required,oneof=correction clarification update retraction"`
	Note       string `json:"note" example:"The ferry left at nine, not at ten." validate:"required,notblank,max=2000"`
	ChangeNote string `json:"change_note" validate:"max=500"`
} // @name CorrectionInput

// CorrectionQuery filters the list of corrections. A parameter that is repeated
// means any of its values; different parameters mean all of them.
// listCorrections reads it.
type CorrectionQuery struct {
	// Kinds of correction.
	Kind []string `json:"kind" enums:"correction,clarification,update,retraction"`
	// Ids or slugs of the articles' sections; their descendants count too.
	Section []string `json:"section"`
	// The first moment that counts.
	From string `json:"from" format:"date-time"`
	// The first moment that no longer counts.
	To string `json:"to" format:"date-time"`
}

func newCorrections(corrections []news.Correction) []Correction {
	shown := make([]Correction, len(corrections))
	for i, c := range corrections {
		shown[i] = Correction{ID: c.ID, Kind: string(c.Kind), Note: c.Note, At: c.At.UTC()}
	}
	return shown
}

func newListedCorrection(c *news.Correction) ListedCorrection {
	article := CorrectedArticle{ID: c.Article.ID, Slug: c.Article.Slug, Title: c.Article.Title, Path: c.Article.Path()}
	return ListedCorrection{Correction: newCorrections([]news.Correction{*c})[0], Article: article}
}

// correctArticle adds a correction to an article.
//
//	@Summary		Tell readers that an article was corrected
//	@Description	Only of an article that is or was visible, and for good: a correction is never changed. The text is changed at the article.
//	@Tags			corrections
//	@Param			article	path		string			true	"Id or slug"
//	@Param			input	body		CorrectionInput	true	"What was changed"
//	@Success		201		{object}	WrittenArticle
//	@Router			/v1/articles/{article}/corrections [post]
func (s *Server) correctArticle(c echo.Context) error {
	r := readRequest(c)
	written, err := s.service.Correct(c.Request().Context(), actor(c), pathParam(c, "article"),
		func(article *news.Article) (news.Correction, error) {
			input := CorrectionInput{}
			err := firstError(s.admitMove(c, r, false)(article), r.bind(&input, nil))
			return news.Correction{Kind: news.CorrectionKind(input.Kind), Note: input.Note}, err
		})
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, "/v1/articles/"+written.Row.ID)
	return s.sendArticle(c, http.StatusCreated, written)
}

// listCorrections answers a page of corrections.
//
//	@Summary	The corrections of visible articles, the newest first
//	@Tags		corrections
//	@Param		filter	query		CorrectionQuery	false	"Filters"
//	@Param		page	query		PageQuery		false	"Which page"
//	@Param		script		query	string	false	"The script to show Chinese in, before Accept-Language"	Enums(hans, hant, hant-tw, hant-hk)
//	@Success	200		{object}	CorrectionList
//	@Router		/v1/corrections [get]
func (s *Server) listCorrections(c echo.Context) error {
	q := newQuery(c)
	to := wantedScript(c, q)
	filter := news.CorrectionFilter{
		Kinds: manyOf(q, "kind", news.CorrectionKinds()), Sections: q.all("section"), From: q.time("from"), To: q.time("to"),
	}
	fields := q.list("fields", answerFields(ListedCorrection{}))
	page := s.page(c, q)
	if err := q.err(); err != nil {
		return err
	}
	list, err := s.service.Corrections(c.Request().Context(), actor(c), filter, page, s.horizon(c))
	if err != nil {
		return err
	}
	writing, err := s.writing(c, to)
	if err != nil {
		return err
	}
	body := CorrectionList{Data: make([]ListedCorrection, len(list.Items))}
	for i := range list.Items {
		body.Data[i] = newListedCorrection(&list.Items[i])
		writing.correction(&body.Data[i], list.Items[i].Article)
	}
	if body.Page, err = pageInfo(s, c, q, page, list.List); err != nil {
		return err
	}
	return s.send(c, http.StatusOK, answer{body: body, fields: fields, groups: list.Groups, changes: list.Changes, writing: writing})
}
