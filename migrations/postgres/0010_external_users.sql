-- +goose Up
-- Who signs in at a trusted issuer: its name and its name for the user, and the
-- iat of the newest token that the row follows. Empty for users of our own.
ALTER TABLE users
    ADD COLUMN issuer text COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN subject text COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN claims_at timestamptz;
CREATE UNIQUE INDEX users_identity ON users (issuer, subject) WHERE issuer <> '';

-- +goose Down
DROP INDEX users_identity;
ALTER TABLE users DROP COLUMN claims_at, DROP COLUMN subject, DROP COLUMN issuer;
