-- +goose Up
CREATE INDEX corrections_by_time ON corrections (at, id);
CREATE INDEX corrections_by_kind ON corrections (kind, at, id);

-- +goose Down
DROP INDEX corrections_by_kind;
DROP INDEX corrections_by_time;
