-- +goose Up
-- How requests with an Idempotency-Key were answered first, under a hash of who sent which key where.
CREATE TABLE kept_answers (
    scope       text COLLATE "C" PRIMARY KEY,
    fingerprint text NOT NULL,
    user_id     uuid NOT NULL,
    created_at  timestamptz NOT NULL,
    status      bigint NOT NULL,
    header      jsonb NOT NULL,
    body        text NOT NULL
);
CREATE INDEX kept_answers_by_time ON kept_answers (created_at);
CREATE INDEX kept_answers_of_refused ON kept_answers (user_id) WHERE status >= 300;

-- +goose Down
DROP TABLE kept_answers;
