-- +goose Up
-- The row stays when the copy is gone, without its content, so that revisions
-- of the next one go on and no If-Match of the past fits it.
CREATE TABLE working_copies (
    article_id    text PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    revision      integer NOT NULL,
    base_revision integer NOT NULL,
    content       text NOT NULL, -- as in revisions; '' when there is no copy
    schedule      text,
    failure       text,
    created_at    datetime NOT NULL,
    created_by    text,
    updated_at    datetime NOT NULL,
    updated_by    text
);

-- +goose Down
DROP TABLE working_copies;
