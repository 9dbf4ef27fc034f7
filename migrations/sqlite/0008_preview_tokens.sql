-- +goose Up
-- The links with which people without an account see one article before its
-- time. What a link holds is a signed name of its row.
CREATE TABLE preview_tokens (
    id         text PRIMARY KEY,
    article_id text NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    created_at datetime NOT NULL,
    created_by text,
    expires_at datetime NOT NULL
);
CREATE INDEX preview_tokens_by_article ON preview_tokens (article_id, created_at, id);

-- +goose Down
DROP TABLE preview_tokens;
