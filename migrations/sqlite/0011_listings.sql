-- +goose Up
-- The lists that articles are in, numbered: 'section/<id>' (with what is under it), 'self/<id>', 'byline/<id>',
-- 'tag/<id>', 'creator/<id>', 'role/…', 'source/…', 'kind/…', 'language/…', 'featured/true', 'corrected/false'.
CREATE TABLE lists (
    id   integer PRIMARY KEY,
    name text NOT NULL UNIQUE
);

-- One row for each published article and list that it is in, with the sort keys of the article.
CREATE TABLE listings (
    article_id      text NOT NULL,
    list            integer NOT NULL,
    published_order datetime NOT NULL,
    updated_at      datetime NOT NULL,
    created_at      datetime NOT NULL,
    visible_at      datetime NOT NULL,
    title           text NOT NULL,
    PRIMARY KEY (article_id, list)
) WITHOUT ROWID;

CREATE TEMPORARY TABLE wanted AS
WITH RECURSIVE
    up (section_id, id) AS (
        SELECT id, id FROM sections
        UNION ALL
        SELECT up.section_id, s.parent_id FROM up JOIN sections s ON s.id = up.id WHERE s.parent_id IS NOT NULL
    ),
    listed AS (SELECT id, section_id, kind, language, featured, created_by FROM articles WHERE status = 'published' AND visible_at IS NOT NULL)
SELECT a.id AS article_id, 'section/' || up.id AS name FROM listed a JOIN up ON up.section_id = a.section_id
UNION SELECT id, 'self/' || section_id FROM listed WHERE section_id IS NOT NULL
UNION SELECT id, 'kind/' || kind FROM listed
UNION SELECT id, 'language/' || language FROM listed
UNION SELECT id, CASE WHEN featured THEN 'featured/true' ELSE 'featured/false' END FROM listed
UNION SELECT id, 'creator/' || created_by FROM listed WHERE created_by IS NOT NULL
UNION SELECT a.id, CASE WHEN EXISTS (SELECT 1 FROM corrections c WHERE c.article_id = a.id)
    THEN 'corrected/true' ELSE 'corrected/false' END FROM listed a
UNION SELECT a.id, 'byline/' || c.byline_id FROM listed a JOIN credits c ON c.article_id = a.id
UNION SELECT a.id, 'role/' || c.role FROM listed a JOIN credits c ON c.article_id = a.id
UNION SELECT a.id, 'tag/' || t.tag_id FROM listed a JOIN article_tags t ON t.article_id = a.id
UNION SELECT a.id, 'source/' || s.name FROM listed a JOIN article_sources s ON s.article_id = a.id;
INSERT INTO lists (name) SELECT DISTINCT name FROM wanted ORDER BY name;
INSERT INTO listings (article_id, list, published_order, updated_at, created_at, visible_at, title)
    SELECT a.id, l.id, a.published_order, a.updated_at, a.created_at, a.visible_at, a.title
    FROM wanted w JOIN lists l ON l.name = w.name JOIN articles a ON a.id = w.article_id;
DROP TABLE wanted;

CREATE INDEX listings_by_published ON listings (list, published_order, article_id);
CREATE INDEX listings_by_updated ON listings (list, updated_at, article_id);
CREATE INDEX listings_by_created ON listings (list, created_at, article_id);
CREATE INDEX listings_by_title ON listings (list, title, article_id);

-- What is asked by status, or of everything, goes by these. articles_late holds what became visible after its last change.
DROP INDEX articles_by_published;
DROP INDEX articles_by_updated;
DROP INDEX articles_by_created;
DROP INDEX articles_by_title;
DROP INDEX articles_by_section;
CREATE INDEX articles_by_status_updated ON articles (status, updated_at, id);
CREATE INDEX articles_by_status_created ON articles (status, created_at, id);
CREATE INDEX articles_by_status_title ON articles (status, title, id);
CREATE INDEX articles_by_section ON articles (section_id);
CREATE INDEX articles_by_creator ON articles (created_by);
CREATE INDEX articles_late ON articles (visible_at, updated_at) WHERE visible_at > updated_at;

-- Nodes keep the outline of the sections for as long as its version is the one that they read beside it.
CREATE TABLE section_outline (
    version text NOT NULL
);
INSERT INTO section_outline VALUES (hex(randomblob(16)));
-- +goose StatementBegin
CREATE TRIGGER section_outline_insert AFTER INSERT ON sections BEGIN
    UPDATE section_outline SET version = hex(randomblob(16));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER section_outline_update AFTER UPDATE ON sections BEGIN
    UPDATE section_outline SET version = hex(randomblob(16));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER section_outline_delete AFTER DELETE ON sections BEGIN
    UPDATE section_outline SET version = hex(randomblob(16));
END;
-- +goose StatementEnd

-- What the planner is to believe of what is new: see 0001.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('articles', 'articles_by_status_updated', '20000 10000 1 1'),
    ('articles', 'articles_by_status_created', '20000 10000 1 1'),
    ('articles', 'articles_by_status_title', '20000 10000 2 1'),
    ('articles', 'articles_by_section', '20000 500'),
    ('articles', 'articles_by_creator', '20000 2000'),
    ('articles', 'articles_late', '1000 1 1'),
    ('lists', 'sqlite_autoindex_lists_1', '1000 1'),
    ('listings', 'listings', '280000 14 1'),
    ('listings', 'listings_by_published', '280000 280 1 1'),
    ('listings', 'listings_by_updated', '280000 280 1 1'),
    ('listings', 'listings_by_created', '280000 280 1 1'),
    ('listings', 'listings_by_title', '280000 280 2 1');
ANALYZE sqlite_schema;

-- +goose Down
DROP TRIGGER section_outline_insert;
DROP TRIGGER section_outline_update;
DROP TRIGGER section_outline_delete;
DROP TABLE section_outline;
DROP TABLE listings;
DROP TABLE lists;
DROP INDEX articles_by_status_updated;
DROP INDEX articles_by_status_created;
DROP INDEX articles_by_status_title;
DROP INDEX articles_by_section;
DROP INDEX articles_by_creator;
DROP INDEX articles_late;
CREATE INDEX articles_by_published ON articles (published_order, id);
CREATE INDEX articles_by_updated ON articles (updated_at, id);
CREATE INDEX articles_by_created ON articles (created_at, id);
CREATE INDEX articles_by_title ON articles (title, id);
CREATE INDEX articles_by_section ON articles (section_id, published_order, id);
