-- +goose Up
-- The folded names of bylines and tags, which are looked at when a query is: a rename costs nothing.
ALTER TABLE bylines ADD COLUMN folded text NOT NULL DEFAULT '';
ALTER TABLE tags ADD COLUMN folded text NOT NULL DEFAULT '';

-- The terms of an entry: the words, made by the program, and every character beyond ASCII and every two that touch. Of a
-- large entry there is no text: a tsvector holds a megabyte.
-- +goose StatementBegin
CREATE FUNCTION search_terms(entry text, words text[]) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 100000 AS $$
    SELECT array_to_tsvector(words
        || ARRAY(SELECT c.one FROM unnest(string_to_array(entry, NULL)) AS c (one) WHERE c.one COLLATE "C" > '~')
        || ARRAY(SELECT p.one || p.next
            FROM unnest(string_to_array(entry, NULL), string_to_array(substr(entry, 2), NULL)) AS p (one, next)
            WHERE p.one COLLATE "C" > '~' AND p.next COLLATE "C" > '~'))
$$;
-- +goose StatementEnd

-- One row for each article: its place in the order of publication, the digest of what is indexed, and the folded texts,
-- which are stored apart. title and printed hold the values of those fields, entry all.
CREATE TABLE search_entries (
    article_id      uuid PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    published_order timestamptz NOT NULL,
    digest          text NOT NULL,
    is_large        boolean NOT NULL,
    title           text NOT NULL,
    printed         text NOT NULL,
    words           text[] NOT NULL,
    entry           text NOT NULL
) WITH (toast_tuple_target = 128);

-- Without a list of what is pending, which each query would have to go through.
CREATE INDEX search_entries_terms ON search_entries
    USING gin (search_terms(CASE WHEN is_large THEN '' ELSE entry END, words)) WITH (fastupdate = off);
ALTER INDEX search_entries_terms ALTER COLUMN 1 SET STATISTICS 0;

-- What was written before is indexed by a job.
INSERT INTO jobs (id, kind, key, payload, run_at, due_at, attempts, lease, last_error, created_at)
    SELECT '00000000-0000-7000-8000-000000000013', 'reindex', NULL, '', n.at, n.at, 0, '', '', n.at
    FROM (SELECT now() AS at) n
    WHERE EXISTS (SELECT 1 FROM articles) OR EXISTS (SELECT 1 FROM bylines) OR EXISTS (SELECT 1 FROM tags);

-- +goose Down
DROP TABLE search_entries;
DROP FUNCTION search_terms;
ALTER TABLE tags DROP COLUMN folded;
ALTER TABLE bylines DROP COLUMN folded;
DELETE FROM jobs WHERE kind = 'reindex';
