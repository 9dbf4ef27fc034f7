-- +goose Up
-- The one token with which a user may set a password, kept as its hash.
CREATE TABLE password_resets (
    user_id    text PRIMARY KEY REFERENCES users (id),
    hash       text NOT NULL UNIQUE,
    created_at datetime NOT NULL,
    expires_at datetime NOT NULL
);

CREATE TABLE tokens (
    id           text PRIMARY KEY,
    user_id      text NOT NULL REFERENCES users (id),
    name         text NOT NULL,
    scopes       text NOT NULL,
    created_at   datetime NOT NULL,
    expires_at   datetime,
    last_used_at datetime
);
CREATE INDEX tokens_by_created ON tokens (created_at, id);
CREATE INDEX tokens_by_user ON tokens (user_id, created_at, id);

-- How much of what failed sign-ins may take is used up, under a hashed key.
CREATE TABLE sign_in_limits (
    key         text PRIMARY KEY,
    full_at     datetime NOT NULL,
    known_until datetime NOT NULL
);

-- +goose Down
DROP TABLE sign_in_limits;
DROP TABLE tokens;
DROP TABLE password_resets;
