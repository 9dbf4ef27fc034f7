package api

import (
	"net/http"
	"reflect"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/diff"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// listRevisions answers a page of an article's revisions.
//
//	@Summary	The revisions of an article, the newest first
//	@Tags		revisions
//	@Param		article	path		string		true	"Id or slug"
//	@Param		page	query		PageQuery	false	"Which page"
//	@Success	200		{object}	RevisionList
//	@Failure	403		{object}	Problem
//	@Router		/v1/articles/{article}/revisions [get]
func (s *Server) listRevisions(c echo.Context) error {
	q := newQuery(c)
	fields := q.list("fields", answerFields(Revision{}))
	page := s.page(c, q)
	article, err := s.revisedArticle(c)
	if err := firstError(err, q.err()); err != nil {
		return err
	}
	list, err := s.service.Revisions(c.Request().Context(), actor(c), article.ID, page)
	if err != nil {
		return err
	}
	body := RevisionList{Data: newRevisions(list.Items)}
	if body.Page, err = pageInfo(s, c, q, page, list); err != nil {
		return err
	}
	return s.send(c, http.StatusOK, answer{body: body, fields: fields})
}

// getRevision answers one revision.
//
//	@Summary	One revision, with its content
//	@Tags		revisions
//	@Param		article	path		string		true	"Id or slug"
//	@Param		number	path		integer		true	"Its number"
//	@Param		fields	query		[]string	false	"Top-level fields to keep"	collectionFormat(csv)
//	@Success	200		{object}	RevisionInFull
//	@Failure	403		{object}	Problem
//	@Router		/v1/articles/{article}/revisions/{number} [get]
func (s *Server) getRevision(c echo.Context) error {
	q := newQuery(c)
	fields := q.list("fields", answerFields(RevisionInFull{}))
	article, err := s.revisedArticle(c)
	if err != nil {
		return err
	}
	shown, err := s.revision(c, article.ID, revisionNumber(c))
	if err := firstError(err, q.err()); err != nil {
		return err
	}
	return s.send(c, http.StatusOK, answer{body: shown, fields: fields})
}

// diffRevisions tells two revisions apart.
//
//	@Summary	What one revision changed since another
//	@Tags		revisions
//	@Param		article	path		string	true	"Id or slug"
//	@Param		number	path		integer	true	"The number of the later revision"
//	@Param		against	query		integer	false	"The number of the other one; without it, the one before"	minimum(1)	maximum(1000000000)
//	@Success	200		{object}	RevisionDiff
//	@Failure	403		{object}	Problem
//	@Router		/v1/articles/{article}/revisions/{number}/diff [get]
func (s *Server) diffRevisions(c echo.Context) error {
	const most = 1_000_000_000
	q := newQuery(c)
	number := revisionNumber(c)
	against := q.number("against", 1, most, number-1)
	article, err := s.revisedArticle(c)
	if err != nil {
		return err
	}
	later, err := s.revision(c, article.ID, number)
	if err := firstError(err, q.err()); err != nil {
		return err
	}
	earlier := &RevisionInFull{}
	if against > 0 {
		if earlier, err = s.revision(c, article.ID, against); err != nil {
			return err
		}
	}
	changes, err := fieldChanges(earlier, later)
	if err != nil {
		return err
	}
	body := RevisionDiff{Number: number, Against: against, Changes: changes, Body: bodyEdits(earlier, later)}
	return s.send(c, http.StatusOK, answer{body: body})
}

// revisedArticle returns the article whose revisions are asked for.
func (s *Server) revisedArticle(c echo.Context) (*news.Article, error) {
	article, err := s.service.Article(c.Request().Context(), actor(c), pathParam(c, "article"))
	if err != nil {
		return nil, err
	}
	return article, articleState(article, nil).moved(c)
}

func (s *Server) revision(c echo.Context, articleID string, number int) (*RevisionInFull, error) {
	revision, article, err := s.service.Revision(c.Request().Context(), actor(c), articleID, number)
	if err != nil {
		return nil, err
	}
	return &RevisionInFull{Revision: newRevision(revision), Content: newRevisionContent(article)}, nil
}

// revisionNumber returns the number in the path, 0 for what is none.
func revisionNumber(c echo.Context) int {
	number, err := strconv.ParseUint(pathParam(c, "number"), 10, 31)
	if err != nil {
		return 0
	}
	return int(number)
}

// fieldChanges compares contents field by field. Against nothing, what is
// empty is no change.
func fieldChanges(earlier, later *RevisionInFull) ([]FieldChange, error) {
	before, err := toTree(earlier.Content)
	if err != nil {
		return nil, err
	}
	after, err := toTree(later.Content)
	if err != nil {
		return nil, err
	}
	changes := []FieldChange{}
	for _, name := range answerFields(RevisionContent{}) {
		was, is := before[name], after[name]
		if earlier.Number == 0 {
			was = nil
		}
		items, isList := is.([]any)
		empty := isList && len(items) == 0
		if name != "body" && !reflect.DeepEqual(was, is) && (was != nil || !empty) {
			changes = append(changes, FieldChange{Field: name, Old: was, New: is})
		}
	}
	return changes, nil
}

func bodyEdits(earlier, later *RevisionInFull) []diff.Edit {
	was, is := orBlank(earlier.Content.Body), orBlank(later.Content.Body)
	if was == is {
		return []diff.Edit{}
	}
	return diff.Words(was, is)
}

func orBlank(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
