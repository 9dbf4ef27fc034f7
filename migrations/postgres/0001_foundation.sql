-- +goose Up
CREATE TABLE settings (
    name  text COLLATE "C" PRIMARY KEY,
    value text NOT NULL
);

CREATE TABLE site (
    id            uuid PRIMARY KEY,
    revision      bigint NOT NULL,
    name          text NOT NULL,
    url           text NOT NULL,
    description   text NOT NULL,
    language      text NOT NULL,
    time_zone     text NOT NULL,
    copyright     text NOT NULL,
    contact_email text NOT NULL,
    publisher     jsonb,
    registrations jsonb,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL
);

-- Every slug that is or was in use. A row whose target no longer carries the
-- slug is a redirect.
CREATE TABLE slugs (
    noun       text COLLATE "C" NOT NULL,
    slug       text COLLATE "C" NOT NULL,
    target_id  uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (noun, slug)
);
CREATE INDEX slugs_target ON slugs (target_id);

CREATE TABLE users (
    id            uuid PRIMARY KEY,
    revision      bigint NOT NULL,
    email         text COLLATE "C" NOT NULL UNIQUE,
    name          text NOT NULL,
    role          text NOT NULL CHECK (role IN ('reader', 'author', 'editor', 'admin')),
    active        boolean NOT NULL,
    password_hash text NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL
);

CREATE TABLE sessions (
    id         uuid PRIMARY KEY,
    user_id    uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at   timestamptz
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE refresh_tokens (
    hash       text COLLATE "C" PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

CREATE TABLE sections (
    id          uuid PRIMARY KEY,
    revision    bigint NOT NULL,
    slug        text COLLATE "C" NOT NULL UNIQUE,
    name        text NOT NULL,
    description text NOT NULL,
    parent_id   uuid REFERENCES sections (id),
    position    bigint NOT NULL,
    seo         jsonb,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);
CREATE INDEX sections_parent ON sections (parent_id);

CREATE TABLE bylines (
    id           uuid PRIMARY KEY,
    revision     bigint NOT NULL,
    slug         text COLLATE "C" NOT NULL UNIQUE,
    name         text COLLATE "C" NOT NULL,
    sort_name    text COLLATE "C" NOT NULL,
    search_key   text COLLATE "C" NOT NULL,
    kind         text COLLATE "C" NOT NULL CHECK (kind IN ('person', 'organization', 'desk', 'agency')),
    job_title    text NOT NULL,
    organization text COLLATE "C" NOT NULL,
    bio          text NOT NULL,
    image_url    text NOT NULL,
    url          text NOT NULL,
    same_as      jsonb,
    email        text NOT NULL,
    external_id  text COLLATE "C" UNIQUE,
    user_id      uuid REFERENCES users (id),
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL
);
CREATE INDEX bylines_by_sort_name ON bylines (sort_name, id);
CREATE INDEX bylines_user ON bylines (user_id);

CREATE TABLE tags (
    id         uuid PRIMARY KEY,
    revision   bigint NOT NULL,
    slug       text COLLATE "C" NOT NULL UNIQUE,
    name       text COLLATE "C" NOT NULL,
    name_key   text COLLATE "C" NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX tags_by_name ON tags (name, id);

CREATE TABLE articles (
    id                  uuid PRIMARY KEY,
    revision            bigint NOT NULL,
    slug                text COLLATE "C" NOT NULL UNIQUE,
    title               text COLLATE "C" NOT NULL,
    subtitle            text NOT NULL,
    short_title         text NOT NULL,
    summary             text NOT NULL,
    word_count          bigint NOT NULL,
    reading_minutes     bigint NOT NULL,
    language            text COLLATE "C" NOT NULL,
    kind                text COLLATE "C" NOT NULL,
    section_id          uuid REFERENCES sections (id),
    dateline            jsonb,
    original            jsonb,
    lead_image          jsonb,
    seo                 jsonb,
    rights              jsonb,
    legacy              jsonb,
    featured            boolean NOT NULL,
    external_id         text COLLATE "C" UNIQUE,
    status              text COLLATE "C" NOT NULL CHECK (status IN ('draft', 'in_review', 'published', 'withdrawn', 'trashed')),
    published_at        timestamptz,
    published_precision text NOT NULL,
    published_date      text NOT NULL,
    embargo_until       timestamptz,
    first_published_at  timestamptz,
    visible_at          timestamptz,
    published_order     timestamptz NOT NULL,
    withdrawn_reason    text NOT NULL,
    withdrawn_note      text NOT NULL,
    withdrawn_at        timestamptz,
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL,
    created_by          uuid,
    updated_by          uuid,
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
    article_id uuid NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    position   bigint NOT NULL,
    byline_id  uuid NOT NULL REFERENCES bylines (id),
    role       text COLLATE "C" NOT NULL,
    name       text NOT NULL,
    PRIMARY KEY (article_id, position)
);
CREATE INDEX credits_by_byline ON credits (byline_id, article_id);

CREATE TABLE article_tags (
    article_id uuid NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    position   bigint NOT NULL,
    tag_id     uuid NOT NULL REFERENCES tags (id),
    PRIMARY KEY (article_id, position),
    UNIQUE (article_id, tag_id)
);
CREATE INDEX article_tags_by_tag ON article_tags (tag_id, article_id);

CREATE TABLE article_sources (
    article_id uuid NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    position   bigint NOT NULL,
    name       text COLLATE "C" NOT NULL,
    url        text NOT NULL,
    PRIMARY KEY (article_id, position)
);
CREATE INDEX article_sources_by_name ON article_sources (name, article_id);

CREATE TABLE corrections (
    id         uuid PRIMARY KEY,
    article_id uuid NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    kind       text COLLATE "C" NOT NULL CHECK (kind IN ('correction', 'clarification', 'update', 'retraction')),
    note       text NOT NULL,
    at         timestamptz NOT NULL
);
CREATE INDEX corrections_by_article ON corrections (article_id, at, id);

-- +goose Down
DROP TABLE corrections, article_sources, article_tags, credits, articles, tags, bylines, sections,
    refresh_tokens, sessions, users, slugs, site, settings;
