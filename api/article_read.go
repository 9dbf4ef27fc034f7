package api

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/markup"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// getArticle answers one article.
//
//	@Summary	One article, with its body
//	@Tags		articles
//	@Param		article		path	string	true	"Id or slug"
//	@Param		include		query	[]string	false	"Parts to add; revisions if signed in"	Enums(neighbors, revisions)	collectionFormat(csv)
//	@Param		body_format	query	string	false	"html in body, plain text in body, or blocks in blocks"	Enums(html, text, blocks)
//	@Param		fields		query	[]string	false	"Top-level fields to keep"	collectionFormat(csv)
//	@Param		preview		query	string	false	"The token of a preview link: shows the article before its time"
//	@Param		script		query	string	false	"The script to show Chinese in, before Accept-Language"	Enums(hans, hant, hant-tw, hant-hk)
//	@Success	200			{object}	Article
//	@Failure	410			{object}	Problem
//	@Router		/v1/articles/{article} [get]
func (s *Server) getArticle(c echo.Context) error {
	q := newQuery(c)
	to := wantedScript(c, q)
	include := q.list("include", []string{"neighbors", "revisions"})
	if slices.Contains(include, "revisions") && (!actor(c).SignedIn() || previews(c)) {
		q.fault("include", "sign-in", "revisions are for signed-in users")
	}
	format := oneOf(q, "body_format", "html", "text", "blocks")
	fields := q.list("fields", answerFields(Article{}))
	article, err := s.wantedArticle(c, q)
	if err := firstError(err, q.err()); err != nil {
		return err
	}
	if err := articleState(article, nil).moved(c); err != nil {
		return err
	}
	writing, err := s.writing(c, to)
	if err != nil {
		return err
	}
	reply := answer{revision: article.Revision, fields: fields, groups: article.Groups(), writing: writing}
	shown := newArticle(article, actor(c), s.service.Now())
	writing.article(shown, article)
	shown.format(format)
	if slices.Contains(include, "neighbors") {
		if err := s.addNeighbors(c, article, shown, &reply); err != nil {
			return err
		}
	}
	if slices.Contains(include, "revisions") {
		newest, err := s.service.Revisions(c.Request().Context(), actor(c), article.ID, news.Page{Limit: defaultLimit})
		if err != nil {
			return err
		}
		shown.Revisions = newRevisions(newest.Items)
	}
	reply.body = shown
	return s.send(c, http.StatusOK, reply)
}

func (a *Article) format(format string) {
	if a.Body == nil {
		return
	}
	switch format {
	case "text":
		a.Body = orNull(markup.Text(*a.Body))
	case "blocks":
		a.Blocks = orEmpty(markup.Blocks(*a.Body))
		a.Body = nil
	}
}

func (s *Server) addNeighbors(c echo.Context, article *news.Article, shown *Article, reply *answer) error {
	since, until := s.ahead(c)
	around, err := s.service.Neighbors(c.Request().Context(), article, since, until)
	if err != nil {
		return err
	}
	shown.Neighbors = newNeighbors(around.Previous, around.Next)
	reply.writing.neighbor(shown.Neighbors.Previous, around.Previous)
	reply.writing.neighbor(shown.Neighbors.Next, around.Next)
	if article.SectionID != nil && !actor(c).SignedIn() {
		reply.groups = news.UnionGroups(reply.groups, []news.Group{news.Lists, news.ListGroup(*article.SectionID)})
		reply.changes = around.Changes
	}
	return nil
}

// listArticles answers a page of articles.
//
//	@Summary		A list of articles
//	@Description	What is public; with status, what signed-in users ask for.
//	@Tags			articles
//	@Param			filter	query		ArticleQuery	false	"Filters and order"
//	@Param			page	query		PageQuery		false	"Which page"
//	@Param		script		query	string	false	"The script to show Chinese in, before Accept-Language"	Enums(hans, hant, hant-tw, hant-hk)
//	@Success		200		{object}	ArticleList
//	@Failure		422		{object}	Problem
//	@Router			/v1/articles [get]
func (s *Server) listArticles(c echo.Context) error {
	q := newQuery(c)
	to := wantedScript(c, q)
	filter, sort := articleFilter(q, actor(c))
	fields := q.list("fields", answerFields(ArticleSummary{}))
	page := s.page(c, q)
	if err := q.err(); err != nil {
		return err
	}
	list, err := s.service.Articles(c.Request().Context(), actor(c), filter, sort, page, s.horizon(c))
	if err != nil {
		return err
	}
	writing, err := s.writing(c, to)
	if err != nil {
		return err
	}
	body := ArticleList{Data: make([]ArticleSummary, len(list.Items))}
	for i := range list.Items {
		body.Data[i] = newArticleSummary(&list.Items[i], actor(c), s.service.Now())
		writing.summary(&body.Data[i], &list.Items[i])
	}
	if body.Page, err = pageInfo(s, c, q, page, list.List); err != nil {
		return err
	}
	return s.send(c, http.StatusOK, answer{body: body, fields: fields, groups: list.Groups, changes: list.Changes, writing: writing})
}

// articleFilter reads the filters and the order of a list of articles.
func articleFilter(q *query, who news.Actor) (news.ArticleFilter, news.Sort) {
	filter := news.ArticleFilter{
		Sections:       q.all("section"),
		SectionOnly:    oneOf(q, "section_scope", "subtree", "self") == "self",
		Bylines:        q.all("byline"),
		Roles:          manyOf(q, "role", news.CreditRoles()),
		Tags:           q.all("tag"),
		Sources:        q.all("source"),
		Kinds:          manyOf(q, "kind", news.ArticleKinds()),
		Languages:      collect(q.all("language"), func(_ int, text string) string { return languageTag(text) }),
		Featured:       q.flag("featured"),
		PublishedFrom:  q.time("published_from"),
		PublishedTo:    q.time("published_to"),
		UpdatedSince:   q.time("updated_since"),
		HasCorrections: q.flag("has_corrections"),
		Query:          q.text("q"),
	}
	for _, name := range []string{"section", "byline", "tag"} {
		q.means(name, news.NormaliseSlug)
	}
	q.means("language", languageTag)
	sorts := []news.Sort{news.SortNewest, news.SortOldest, news.SortRecentlyUpdated, news.SortLeastUpdated, news.SortTitle}
	if who.SignedIn() {
		filter.Statuses = statuses(q)
		filter.CreatedBy = ids(q, "created_by")
		filter.ExternalIDs = q.all("external_id")
		sorts = append(sorts, news.SortRecentlyCreated)
	} else {
		q.signedIn("status", "created_by", "external_id")
	}
	return filter, oneOf(q, "sort", sorts...)
}

// statuses reads the status filter; "any" is everything but the trash.
func statuses(q *query) []news.Status {
	const anyStatus = news.Status("any")
	given := manyOf(q, "status", append(news.Statuses(), anyStatus))
	if !slices.Contains(given, anyStatus) {
		return given
	}
	for _, status := range news.Statuses() {
		if status != news.StatusTrashed && !slices.Contains(given, status) {
			given = append(given, status)
		}
	}
	return slices.DeleteFunc(given, func(status news.Status) bool { return status == anyStatus })
}

func ids(q *query, name string) []string {
	values := q.all(name)
	parsed := make([]string, 0, len(values))
	for _, value := range values {
		id, ok := news.ParseID(value)
		if !ok {
			q.fault(name, "id", name+" must be an id (UUID)")
			return nil
		}
		parsed = append(parsed, id)
	}
	return parsed
}
