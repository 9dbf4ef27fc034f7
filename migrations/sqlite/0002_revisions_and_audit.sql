-- +goose Up
CREATE TABLE revisions (
    article_id    text NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    number        integer NOT NULL,
    deed          text NOT NULL,
    at            datetime NOT NULL,
    user_id       text,
    change_note   text NOT NULL,
    content       text NOT NULL,
    previous_hash text NOT NULL,
    hash          text NOT NULL,
    key_id        text NOT NULL,
    signature     text NOT NULL,
    PRIMARY KEY (article_id, number)
);

CREATE TABLE signing_keys (
    id          text PRIMARY KEY,
    public_key  text NOT NULL,
    endorsed_by text NOT NULL,
    endorsement text NOT NULL,
    created_at  datetime NOT NULL
);

-- Rows outlive what they are about, so they refer to nothing.
CREATE TABLE audit (
    id          text PRIMARY KEY,
    at          datetime NOT NULL,
    user_id     text,
    token_id    text,
    deed        text NOT NULL,
    noun        text NOT NULL,
    resource_id text NOT NULL,
    address     text NOT NULL,
    request_id  text NOT NULL,
    change_note text NOT NULL
);
CREATE INDEX audit_by_time ON audit (at, id);
CREATE INDEX audit_by_user ON audit (user_id, at, id);
CREATE INDEX audit_by_deed ON audit (deed, at, id);
CREATE INDEX audit_by_noun ON audit (noun, at, id);
CREATE INDEX audit_by_resource ON audit (resource_id, at, id);

-- +goose Down
DROP TABLE audit;
DROP TABLE signing_keys;
DROP TABLE revisions;
