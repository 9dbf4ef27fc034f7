package main

import (
	"slices"
	"strings"
)

// sqliteVisible takes the time of day as the last parameter.
const sqliteVisible = `a.status = 'published' AND a.visible_at <= `

// member is one of a JSON object: its name, and an expression whose text is JSON.
type member struct{ name, json string }

// object is an expression whose text is a JSON object.
func object(members []member) string {
	pieces, before := make([]string, len(members)), "{"
	for i, m := range members {
		pieces[i] = `'` + before + `"` + m.name + `":', ` + m.json
		before = ","
	}
	return `concat(` + strings.Join(pieces, `, `) + `, '}')`
}

// list is an expression whose text is a JSON list of an expression's texts.
func list(json, order, from string) string {
	return `'[' || coalesce((SELECT group_concat(` + json + `, ',' ORDER BY ` + order + `) FROM ` + from + `), '') || ']'`
}

func text(column string) string { return `json_quote(` + column + `)` }

func textOrNull(column string) string { return `json_quote(nullif(` + column + `, ''))` }

// moment tells a column's time as RFC 3339 does.
func moment(column string) string {
	return `coalesce('"' || replace(replace(` + column + `, ' ', 'T'), '+00:00', 'Z') || '"', 'null')`
}

func boolean(expression string) string { return `iif(` + expression + `, 'true', 'false')` }

// parts is an object of some keys of a column's JSON, or null.
func parts(column string, names ...string) string {
	pairs := make([]string, len(names))
	for i, name := range names {
		pairs[i] = `'` + name + `', ` + column + `->'` + name + `'`
	}
	return `iif(` + column + ` IS NULL, 'null', json_object(` + strings.Join(pairs, ", ") + `))`
}

// partsWithFlag is parts, with a key that is false where it is missing.
func partsWithFlag(column, name string, names ...string) string {
	of := parts(column, names...)
	return strings.TrimSuffix(of, `))`) + `, '` + name + `', coalesce(` + column + `->'` + name + `', json('false'))))`
}

var (
	sqliteCrumb = object([]member{{"id", text("s.id")}, {"slug", text("s.slug")}, {"name", text("s.name")}})

	// sqliteSummary is an article's object in a list; f is where it is filed.
	sqliteSummary = []member{
		{"id", text("a.id")},
		{"revision", "a.revision"},
		{"slug", text("a.slug")},
		{"path", text("coalesce(f.path || '/', '') || a.slug")},
		{"links", `'{"self":"/v1/articles/' || a.id || '"}'`},
		{"title", text("a.title")},
		{"subtitle", textOrNull("a.subtitle")},
		{"short_title", textOrNull("a.short_title")},
		{"summary", textOrNull("a.summary")},
		{"language", text("a.language")},
		{"kind", text("a.kind")},
		{"status", `'"published"'`},
		{"section_id", text("a.section_id")},
		{"section", `iif(f.id IS NULL, 'null', ` + object([]member{
			{"id", text("f.id")}, {"slug", text("f.slug")}, {"name", text("f.name")}, {"path", text("f.path")},
		}) + `)`},
		{"breadcrumbs", `'[' || coalesce(f.crumbs, '') || ']'`},
		{"credits", list(object([]member{
			{"role", text("c.role")},
			{"name", text("coalesce(nullif(c.name, ''), b.name)")},
			{"byline_id", text("b.id")},
			{"byline", object([]member{{"id", text("b.id")}, {"slug", text("b.slug")}, {"name", text("b.name")}, {"kind", text("b.kind")}})},
		}), "c.position", "credits c JOIN bylines b ON b.id = c.byline_id WHERE c.article_id = a.id")},
		{"sources", list(object([]member{{"name", text("s.name")}, {"url", textOrNull("s.url")}}),
			"s.position", "article_sources s WHERE s.article_id = a.id")},
		{"original", parts("a.original", "title", "author", "url", "published_at")},
		{"dateline", parts("a.dateline", "agency", "place", "date")},
		{"tags", list(object([]member{{"slug", text("t.slug")}, {"name", text("t.name")}}),
			"m.position", "article_tags m JOIN tags t ON t.id = m.tag_id WHERE m.article_id = a.id")},
		{"variants", `coalesce((SELECT '{' || group_concat(json_quote(v.language) || ':' || ` + object([]member{
			{"title", textOrNull("v.title")},
			{"subtitle", textOrNull("v.subtitle")},
			{"short_title", textOrNull("v.short_title")},
			{"summary", textOrNull("v.summary")},
		}) + `, ',') || '}' FROM article_variants v WHERE v.article_id = a.id), 'null')`},
		{"converted", `'false'`},
		{"lead_image", parts("a.lead_image", "url", "alt", "caption", "credit", "width", "height")},
		{"featured", boolean("a.featured")},
		{"rights", partsWithFlag("a.rights", "ai_generated", "copyright", "usage_terms")},
		{"published_at", moment("a.published_at")},
		{"published_precision", textOrNull("a.published_precision")},
		{"published_date", textOrNull("a.published_date")},
		{"first_published_at", moment("a.first_published_at")},
		{"withdrawn", `'null'`},
		{"word_count", "a.word_count"},
		{"reading_minutes", "a.reading_minutes"},
		{"created_at", moment("a.created_at")},
		{"updated_at", moment("a.updated_at")},
	}

	sqliteFull = append(slices.Clip(sqliteSummary),
		member{"body", textOrNull("a.body")}, member{"blocks", `'[]'`},
		member{"seo", partsWithFlag("a.seo", "noindex", "title", "description", "canonical_url")},
		member{"corrections", list(object([]member{
			{"id", text("c.id")}, {"kind", text("c.kind")}, {"note", text("c.note")}, {"at", moment("c.at")},
		}), "c.at, c.id", "corrections c WHERE c.article_id = a.id")},
	)

	// sqliteList makes a list of the rows of page, newest first, of which there are
	// 21 where there is more; they are filed in tree.
	sqliteList = `
		SELECT '{"data":' || ` + list(object(sqliteSummary), "p.published_order DESC, p.id DESC",
		`(SELECT * FROM page ORDER BY published_order DESC, id DESC LIMIT 20) p
			CROSS JOIN articles a ON a.id = p.id LEFT JOIN tree f ON f.id = a.section_id`) + `
		|| ',"page":{"limit":20,"has_more":' || ` + boolean("(SELECT count(*) FROM page) > 20") + `
		|| ',"next_cursor":' || iif((SELECT count(*) FROM page) > 20, json_quote((
			SELECT published_order || '/' || id FROM page ORDER BY published_order DESC, id DESC LIMIT 1 OFFSET 19)), 'null')
		|| ',"prev_cursor":null}}'`
)

// sqliteTrail walks from a section up, gathering its path.
func sqliteTrail(where string) string {
	return `trail (id, slug, name, parent_id, path, crumbs) AS (
			SELECT s.id, s.slug, s.name, s.parent_id, s.slug, ` + sqliteCrumb + ` FROM sections s WHERE ` + where + `
			UNION ALL
			SELECT t.id, t.slug, t.name, s.parent_id, s.slug || '/' || t.path, ` + sqliteCrumb + ` || ',' || t.crumbs
			FROM trail t JOIN sections s ON s.id = t.parent_id)`
}

// sqliteTree walks from some sections down.
func sqliteTree(from string) string {
	return `tree (id, slug, name, path, crumbs) AS MATERIALIZED (
			` + from + `
			UNION ALL
			SELECT s.id, s.slug, s.name, t.path || '/' || s.slug, t.crumbs || ',' || ` + sqliteCrumb + `
			FROM tree t JOIN sections s ON s.parent_id = t.id)`
}

// sqliteStatements go by the table of listings, where there is one: else they
// gather the newest of every section.
func sqliteStatements(listed bool) statements {
	newest := `
				SELECT n.id, n.published_order FROM tree t CROSS JOIN articles n ON n.id IN (
					SELECT a.id FROM articles a WHERE a.section_id = t.id AND ` + sqliteVisible + `?2
					ORDER BY a.published_order DESC, a.id DESC LIMIT 21)
				ORDER BY n.published_order DESC, n.id DESC LIMIT 21`
	if listed {
		newest = `
				SELECT article_id AS id, published_order FROM listings
				WHERE list = (SELECT l.id FROM lists l WHERE l.name = (SELECT 'section/' || s.id FROM sections s WHERE s.slug = ?1))
				AND visible_at <= ?2 ORDER BY published_order DESC, article_id DESC LIMIT 21`
	}
	return statements{
		article: `WITH RECURSIVE ` + sqliteTrail(`s.id = (SELECT section_id FROM articles WHERE id = ?1)`) + `
			SELECT ` + object(sqliteFull) + `
			FROM articles a LEFT JOIN trail f ON f.parent_id IS NULL WHERE a.id = ?1 AND ` + sqliteVisible + `?2`,
		section: `WITH RECURSIVE ` + sqliteTrail(`s.slug = ?1`) + `, ` +
			sqliteTree(`SELECT id, slug, name, path, crumbs FROM trail WHERE parent_id IS NULL`) + `,
			page AS MATERIALIZED (` + newest + `)` + sqliteList,
		page: `WITH RECURSIVE ` +
			sqliteTree(`SELECT s.id, s.slug, s.name, s.slug, `+sqliteCrumb+` FROM sections s WHERE s.parent_id IS NULL`) + `,
			page AS MATERIALIZED (
				SELECT a.id, a.published_order FROM articles a
				WHERE ` + sqliteVisible + `?3 AND (a.published_order, a.id) < (?1, ?2)
				ORDER BY a.published_order DESC, a.id DESC LIMIT 21)` + sqliteList,
	}
}
