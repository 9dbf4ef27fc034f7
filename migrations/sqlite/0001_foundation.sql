-- +goose Up
CREATE TABLE settings (
    name  text PRIMARY KEY,
    value text NOT NULL
);

CREATE TABLE site (
    id            text PRIMARY KEY,
    revision      integer NOT NULL,
    name          text NOT NULL,
    url           text NOT NULL,
    description   text NOT NULL,
    language      text NOT NULL,
    time_zone     text NOT NULL,
    copyright     text NOT NULL,
    contact_email text NOT NULL,
    publisher     text,
    registrations text,
    created_at    datetime NOT NULL,
    updated_at    datetime NOT NULL
);

-- Every slug that is or was in use. A row whose target no longer carries the
-- slug is a redirect.
CREATE TABLE slugs (
    noun       text NOT NULL,
    slug       text NOT NULL,
    target_id  text NOT NULL,
    created_at datetime NOT NULL,
    PRIMARY KEY (noun, slug)
);
CREATE INDEX slugs_target ON slugs (target_id);

CREATE TABLE users (
    id            text PRIMARY KEY,
    revision      integer NOT NULL,
    email         text NOT NULL UNIQUE,
    name          text NOT NULL,
    role          text NOT NULL CHECK (role IN ('reader', 'author', 'editor', 'admin')),
    active        boolean NOT NULL,
    password_hash text NOT NULL,
    created_at    datetime NOT NULL,
    updated_at    datetime NOT NULL
);

CREATE TABLE sessions (
    id         text PRIMARY KEY,
    user_id    text NOT NULL REFERENCES users (id),
    created_at datetime NOT NULL,
    expires_at datetime NOT NULL,
    ended_at   datetime
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE refresh_tokens (
    hash       text PRIMARY KEY,
    session_id text NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    created_at datetime NOT NULL,
    used_at    datetime
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

CREATE TABLE sections (
    id          text PRIMARY KEY,
    revision    integer NOT NULL,
    slug        text NOT NULL UNIQUE,
    name        text NOT NULL,
    description text NOT NULL,
    parent_id   text REFERENCES sections (id),
    position    integer NOT NULL,
    seo         text,
    created_at  datetime NOT NULL,
    updated_at  datetime NOT NULL
);
CREATE INDEX sections_parent ON sections (parent_id);

CREATE TABLE bylines (
    id           text PRIMARY KEY,
    revision     integer NOT NULL,
    slug         text NOT NULL UNIQUE,
    name         text NOT NULL,
    sort_name    text NOT NULL,
    search_key   text NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('person', 'organization', 'desk', 'agency')),
    job_title    text NOT NULL,
    organization text NOT NULL,
    bio          text NOT NULL,
    image_url    text NOT NULL,
    url          text NOT NULL,
    same_as      text,
    email        text NOT NULL,
    external_id  text UNIQUE,
    user_id      text REFERENCES users (id),
    created_at   datetime NOT NULL,
    updated_at   datetime NOT NULL
);
CREATE INDEX bylines_by_sort_name ON bylines (sort_name, id);
CREATE INDEX bylines_user ON bylines (user_id);

CREATE TABLE tags (
    id         text PRIMARY KEY,
    revision   integer NOT NULL,
    slug       text NOT NULL UNIQUE,
    name       text NOT NULL,
    name_key   text NOT NULL UNIQUE,
    created_at datetime NOT NULL,
    updated_at datetime NOT NULL
);
CREATE INDEX tags_by_name ON tags (name, id);

CREATE TABLE articles (
    id                  text PRIMARY KEY,
    revision            integer NOT NULL,
    slug                text NOT NULL UNIQUE,
    title               text NOT NULL,
    subtitle            text NOT NULL,
    short_title         text NOT NULL,
    summary             text NOT NULL,
    word_count          integer NOT NULL,
    reading_minutes     integer NOT NULL,
    language            text NOT NULL,
    kind                text NOT NULL,
    section_id          text REFERENCES sections (id),
    dateline            text,
    original            text,
    lead_image          text,
    seo                 text,
    rights              text,
    legacy              text,
    featured            boolean NOT NULL,
    external_id         text UNIQUE,
    status              text NOT NULL CHECK (status IN ('draft', 'in_review', 'published', 'withdrawn', 'trashed')),
    published_at        datetime,
    published_precision text NOT NULL,
    published_date      text NOT NULL,
    embargo_until       datetime,
    first_published_at  datetime,
    visible_at          datetime,
    published_order     datetime NOT NULL,
    withdrawn_reason    text NOT NULL,
    withdrawn_note      text NOT NULL,
    withdrawn_at        datetime,
    created_at          datetime NOT NULL,
    updated_at          datetime NOT NULL,
    created_by          text,
    updated_by          text,
    body                text NOT NULL -- last, for it is long: SQLite reads a row from the front, as far as it must
);
CREATE INDEX articles_by_published ON articles (published_order, id);
CREATE INDEX articles_by_updated ON articles (updated_at, id);
CREATE INDEX articles_by_created ON articles (created_at, id);
CREATE INDEX articles_by_title ON articles (title, id);
CREATE INDEX articles_by_section ON articles (section_id, published_order, id);
CREATE INDEX articles_by_status ON articles (status, published_order, id);
CREATE INDEX articles_by_visible ON articles (visible_at);

CREATE TABLE credits (
    article_id text NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    position   integer NOT NULL,
    byline_id  text NOT NULL REFERENCES bylines (id),
    role       text NOT NULL,
    name       text NOT NULL,
    PRIMARY KEY (article_id, position)
);
CREATE INDEX credits_by_byline ON credits (byline_id, article_id);

CREATE TABLE article_tags (
    article_id text NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    position   integer NOT NULL,
    tag_id     text NOT NULL REFERENCES tags (id),
    PRIMARY KEY (article_id, position),
    UNIQUE (article_id, tag_id)
);
CREATE INDEX article_tags_by_tag ON article_tags (tag_id, article_id);

CREATE TABLE article_sources (
    article_id text NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    position   integer NOT NULL,
    name       text NOT NULL,
    url        text NOT NULL,
    PRIMARY KEY (article_id, position)
);
CREATE INDEX article_sources_by_name ON article_sources (name, article_id);

CREATE TABLE corrections (
    id         text PRIMARY KEY,
    article_id text NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    kind       text NOT NULL CHECK (kind IN ('correction', 'clarification', 'update', 'retraction')),
    note       text NOT NULL,
    at         datetime NOT NULL
);
CREATE INDEX corrections_by_article ON corrections (article_id, at, id);

-- What the planner is to believe: the shape of a newsroom with 20,000 articles, as ANALYZE found it. Without it SQLite
-- takes "status = 'published'" to leave ten rows, and reads and sorts every published article for a list of twenty.
ANALYZE;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('articles', 'articles_by_published', '20000 1 1'),
    ('articles', 'articles_by_updated', '20000 1 1'),
    ('articles', 'articles_by_created', '20000 1 1'),
    ('articles', 'articles_by_title', '20000 2 1'),
    ('articles', 'articles_by_section', '20000 500 1 1'),
    ('articles', 'articles_by_status', '20000 10000 1 1'),
    ('articles', 'articles_by_visible', '20000 1'),
    ('credits', 'credits_by_byline', '39815 133 1'),
    ('article_tags', 'article_tags_by_tag', '50307 126 1'),
    ('article_sources', 'article_sources_by_name', '2290 115 1');
ANALYZE sqlite_schema;

-- +goose Down
DROP TABLE corrections;
DROP TABLE article_sources;
DROP TABLE article_tags;
DROP TABLE credits;
DROP TABLE articles;
DROP TABLE tags;
DROP TABLE bylines;
DROP TABLE sections;
DROP TABLE refresh_tokens;
DROP TABLE sessions;
DROP TABLE users;
DROP TABLE slugs;
DROP TABLE site;
DROP TABLE settings;
