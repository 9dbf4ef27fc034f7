-- +goose Up
-- What is to be done at a time, on whatever node. run_at is when anyone may
-- take it next; due_at when it was meant to be done.
CREATE TABLE jobs (
    id         text PRIMARY KEY,
    kind       text NOT NULL,
    key        text, -- of those with one, there is one job a kind
    payload    text NOT NULL,
    run_at     datetime NOT NULL,
    due_at     datetime NOT NULL,
    attempts   integer NOT NULL,
    lease      text NOT NULL, -- of who works on it until run_at, or ''
    last_error text NOT NULL,
    created_at datetime NOT NULL
);
CREATE UNIQUE INDEX jobs_by_key ON jobs (kind, key);
CREATE INDEX jobs_by_time ON jobs (run_at, id);

-- +goose Down
DROP TABLE jobs;
