-- +goose Up
-- The folded names of bylines and tags, which are looked at when a query is: a rename costs nothing.
ALTER TABLE bylines ADD COLUMN folded text NOT NULL DEFAULT '';
ALTER TABLE tags ADD COLUMN folded text NOT NULL DEFAULT '';

-- One row for each article: its number in the index, its place in the order of publication, and the digest of what is indexed.
CREATE TABLE search_entries (
    number          integer PRIMARY KEY,
    article_id      text NOT NULL UNIQUE REFERENCES articles (id) ON DELETE CASCADE,
    published_order datetime NOT NULL,
    digest          text NOT NULL,
    is_large        integer NOT NULL
);

-- The folded texts, apart from the narrow rows above. title and printed hold the values of those fields, entry all.
CREATE TABLE search_texts (
    number  integer PRIMARY KEY,
    title   text NOT NULL,
    printed text NOT NULL,
    entry   text NOT NULL
);

-- The terms by number: made by the program, kept without positions.
CREATE VIRTUAL TABLE search_terms USING fts5 (terms, content='', contentless_delete=1, detail=none, tokenize='ascii');

-- +goose StatementBegin
CREATE TRIGGER search_entries_gone AFTER DELETE ON search_entries BEGIN
    DELETE FROM search_texts WHERE number = old.number;
    DELETE FROM search_terms WHERE rowid = old.number;
END;
-- +goose StatementEnd

-- What was written before is indexed by a job.
INSERT INTO jobs (id, kind, key, payload, run_at, due_at, attempts, lease, last_error, created_at)
    SELECT '00000000-0000-7000-8000-000000000013', 'reindex', NULL, '', n.at, n.at, 0, '', '', n.at
    FROM (SELECT strftime('%Y-%m-%d %H:%M:%f+00:00', 'now') AS at) n
    WHERE EXISTS (SELECT 1 FROM articles) OR EXISTS (SELECT 1 FROM bylines) OR EXISTS (SELECT 1 FROM tags);

-- +goose Down
DROP TABLE search_terms;
DROP TABLE search_texts;
DROP TABLE search_entries;
ALTER TABLE tags DROP COLUMN folded;
ALTER TABLE bylines DROP COLUMN folded;
DELETE FROM jobs WHERE kind = 'reindex';
