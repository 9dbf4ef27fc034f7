package main

// What the statements of floor Q share on Postgres. Times are told by the
// server, whose zone is UTC.
const (
	postgresVisible = `a.status = 'published' AND a.visible_at <= now()`

	// postgresSummary are the pairs of an article's object in a list; f is where it
	// is filed.
	postgresSummary = `
		'id', a.id, 'revision', a.revision, 'slug', a.slug, 'path', coalesce(f.path || '/', '') || a.slug,
		'links', json_build_object('self', '/v1/articles/' || a.id),
		'title', a.title, 'subtitle', nullif(a.subtitle, ''), 'short_title', nullif(a.short_title, ''),
		'summary', nullif(a.summary, ''), 'language', a.language, 'kind', a.kind, 'status', 'published',
		'section_id', a.section_id,
		'section', CASE WHEN f.id IS NOT NULL THEN json_build_object('id', f.id, 'slug', f.slug, 'name', f.name, 'path', f.path) END,
		'breadcrumbs', ('[' || coalesce(f.crumbs, '') || ']')::json,
		'credits', coalesce((
			SELECT json_agg(json_build_object(
				'role', c.role, 'name', coalesce(nullif(c.name, ''), b.name), 'byline_id', b.id,
				'byline', json_build_object('id', b.id, 'slug', b.slug, 'name', b.name, 'kind', b.kind)) ORDER BY c.position)
			FROM credits c JOIN bylines b ON b.id = c.byline_id WHERE c.article_id = a.id), '[]'),
		'sources', coalesce((
			SELECT json_agg(json_build_object('name', s.name, 'url', nullif(s.url, '')) ORDER BY s.position)
			FROM article_sources s WHERE s.article_id = a.id), '[]'),
		'original', CASE WHEN a.original IS NOT NULL THEN json_build_object('title', a.original->'title', 'author', a.original->'author',
			'url', a.original->'url', 'published_at', a.original->'published_at') END,
		'dateline', CASE WHEN a.dateline IS NOT NULL THEN json_build_object('agency', a.dateline->'agency',
			'place', a.dateline->'place', 'date', a.dateline->'date') END,
		'tags', coalesce((
			SELECT json_agg(json_build_object('slug', t.slug, 'name', t.name) ORDER BY m.position)
			FROM article_tags m JOIN tags t ON t.id = m.tag_id WHERE m.article_id = a.id), '[]'),
		'variants', (
			SELECT json_object_agg(v.language, json_build_object('title', nullif(v.title, ''), 'subtitle', nullif(v.subtitle, ''),
				'short_title', nullif(v.short_title, ''), 'summary', nullif(v.summary, '')))
			FROM article_variants v WHERE v.article_id = a.id),
		'converted', false,
		'lead_image', CASE WHEN a.lead_image IS NOT NULL THEN json_build_object('url', a.lead_image->'url', 'alt', a.lead_image->'alt',
			'caption', a.lead_image->'caption', 'credit', a.lead_image->'credit',
			'width', a.lead_image->'width', 'height', a.lead_image->'height') END,
		'featured', a.featured,
		'rights', CASE WHEN a.rights IS NOT NULL THEN json_build_object('copyright', a.rights->'copyright',
			'usage_terms', a.rights->'usage_terms', 'ai_generated', coalesce(a.rights->'ai_generated', 'false')) END,
		'published_at', a.published_at, 'published_precision', nullif(a.published_precision, ''),
		'published_date', nullif(a.published_date, ''), 'first_published_at', a.first_published_at, 'withdrawn', null,
		'word_count', a.word_count, 'reading_minutes', a.reading_minutes, 'created_at', a.created_at, 'updated_at', a.updated_at`

	postgresCrumb = `json_build_object('id', s.id, 'slug', s.slug, 'name', s.name)::text`

	// postgresList makes a list of the rows of page, newest first, of which there
	// are 21 where there is more; they are filed in tree.
	postgresList = `
		SELECT json_build_object(
			'data', coalesce((SELECT json_agg(json_build_object(` + postgresSummary + `) ORDER BY p.published_order DESC, p.id DESC)
				FROM (SELECT * FROM page ORDER BY published_order DESC, id DESC LIMIT 20) p
				JOIN articles a ON a.id = p.id LEFT JOIN tree f ON f.id = a.section_id), '[]'),
			'page', json_build_object('limit', 20, 'has_more', count(*) > 20,
				'next_cursor', CASE WHEN count(*) > 20 THEN (array_agg(published_order || '/' || id ORDER BY published_order DESC, id DESC))[20] END,
				'prev_cursor', null))::text
		FROM page`
)

// postgresStatements go by the table of listings, where there is one: else they
// gather the newest of every section.
func postgresStatements(listed bool) statements {
	newest := `
				SELECT n.id, n.published_order FROM tree t CROSS JOIN LATERAL (
					SELECT a.id, a.published_order FROM articles a WHERE a.section_id = t.id AND ` + postgresVisible + `
					ORDER BY a.published_order DESC, a.id DESC LIMIT 21) n
				ORDER BY n.published_order DESC, n.id DESC LIMIT 21`
	if listed {
		newest = `
				SELECT article_id AS id, published_order FROM listings
				WHERE list = (SELECT l.id FROM lists l WHERE l.name = (SELECT 'section/' || s.id FROM sections s WHERE s.slug = $1))
				AND visible_at <= now() ORDER BY published_order DESC, article_id DESC LIMIT 21`
	}
	return statements{
		article: `
			WITH RECURSIVE shown AS MATERIALIZED (
				SELECT a.* FROM articles a WHERE a.id = $1 AND ` + postgresVisible + `
			), trail AS (
				SELECT s.id, s.slug, s.name, s.parent_id, s.slug AS path, ` + postgresCrumb + ` AS crumbs
				FROM sections s WHERE s.id = (SELECT section_id FROM shown)
				UNION ALL
				SELECT t.id, t.slug, t.name, s.parent_id, s.slug || '/' || t.path, ` + postgresCrumb + ` || ',' || t.crumbs
				FROM trail t JOIN sections s ON s.id = t.parent_id
			)
			SELECT json_build_object(` + postgresSummary + `,
				'body', nullif(a.body, ''), 'blocks', '[]'::json,
				'seo', CASE WHEN a.seo IS NOT NULL THEN json_build_object('title', a.seo->'title', 'description', a.seo->'description',
					'canonical_url', a.seo->'canonical_url', 'noindex', coalesce(a.seo->'noindex', 'false')) END,
				'corrections', coalesce((
					SELECT json_agg(json_build_object('id', c.id, 'kind', c.kind, 'note', c.note, 'at', c.at) ORDER BY c.at, c.id)
					FROM corrections c WHERE c.article_id = a.id), '[]'))::text
			FROM shown a LEFT JOIN trail f ON f.parent_id IS NULL`,
		section: `
			WITH RECURSIVE trail AS (
				SELECT s.id, s.slug, s.name, s.parent_id, s.slug AS path, ` + postgresCrumb + ` AS crumbs FROM sections s WHERE s.slug = $1
				UNION ALL
				SELECT t.id, t.slug, t.name, s.parent_id, s.slug || '/' || t.path, ` + postgresCrumb + ` || ',' || t.crumbs
				FROM trail t JOIN sections s ON s.id = t.parent_id
			), tree AS (
				SELECT id, slug, name, path, crumbs FROM trail WHERE parent_id IS NULL
				UNION ALL
				SELECT s.id, s.slug, s.name, t.path || '/' || s.slug, t.crumbs || ',' || ` + postgresCrumb + `
				FROM tree t JOIN sections s ON s.parent_id = t.id
			), page AS MATERIALIZED (` + newest + `
			)` + postgresList,
		page: `
			WITH RECURSIVE tree AS (
				SELECT s.id, s.slug, s.name, s.slug AS path, ` + postgresCrumb + ` AS crumbs FROM sections s WHERE s.parent_id IS NULL
				UNION ALL
				SELECT s.id, s.slug, s.name, t.path || '/' || s.slug, t.crumbs || ',' || ` + postgresCrumb + `
				FROM tree t JOIN sections s ON s.parent_id = t.id
			), page AS MATERIALIZED (
				SELECT a.id, a.published_order FROM articles a
				WHERE ` + postgresVisible + ` AND (a.published_order, a.id) < ($1, $2)
				ORDER BY a.published_order DESC, a.id DESC LIMIT 21
			)` + postgresList,
	}
}
