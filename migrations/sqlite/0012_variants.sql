-- +goose Up
-- How editors word articles in another script of Chinese. A table of its own, as few articles have any, and a column
-- behind body would be read past it.
CREATE TABLE article_variants (
    article_id  text NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    language    text NOT NULL CHECK (language IN ('zh-Hans', 'zh-Hant', 'zh-Hant-HK', 'zh-Hant-TW')),
    title       text NOT NULL,
    subtitle    text NOT NULL,
    short_title text NOT NULL,
    summary     text NOT NULL,
    PRIMARY KEY (article_id, language)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE article_variants;
