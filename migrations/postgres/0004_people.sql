-- +goose Up
-- The one token with which a user may set a password, kept as its hash.
CREATE TABLE password_resets (
    user_id    uuid PRIMARY KEY REFERENCES users (id),
    hash       text COLLATE "C" NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE TABLE tokens (
    id           uuid PRIMARY KEY,
    user_id      uuid NOT NULL REFERENCES users (id),
    name         text NOT NULL,
    scopes       jsonb NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    last_used_at timestamptz
);
CREATE INDEX tokens_by_created ON tokens (created_at, id);
CREATE INDEX tokens_by_user ON tokens (user_id, created_at, id);

-- How much of what failed sign-ins may take is used up, under a hashed key.
CREATE TABLE sign_in_limits (
    key         text COLLATE "C" PRIMARY KEY,
    full_at     timestamptz NOT NULL,
    known_until timestamptz NOT NULL
);

-- +goose Down
DROP TABLE sign_in_limits;
DROP TABLE tokens;
DROP TABLE password_resets;
