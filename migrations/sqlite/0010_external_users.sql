-- +goose Up
-- Who signs in at a trusted issuer: its name and its name for the user, and the
-- iat of the newest token that the row follows. Empty for users of our own.
ALTER TABLE users ADD COLUMN issuer text NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN subject text NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN claims_at datetime;
CREATE UNIQUE INDEX users_identity ON users (issuer, subject) WHERE issuer <> '';

-- +goose Down
DROP INDEX users_identity;
ALTER TABLE users DROP COLUMN claims_at;
ALTER TABLE users DROP COLUMN subject;
ALTER TABLE users DROP COLUMN issuer;
