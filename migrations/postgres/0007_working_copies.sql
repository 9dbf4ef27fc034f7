-- +goose Up
-- The row stays when the copy is gone, without its content, so that revisions
-- of the next one go on and no If-Match of the past fits it.
CREATE TABLE working_copies (
    article_id    uuid PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    revision      bigint NOT NULL,
    base_revision bigint NOT NULL,
    content       text NOT NULL, -- as in revisions; '' when there is no copy
    schedule      jsonb,
    failure       jsonb,
    created_at    timestamptz NOT NULL,
    created_by    uuid,
    updated_at    timestamptz NOT NULL,
    updated_by    uuid
);

-- +goose Down
DROP TABLE working_copies;
