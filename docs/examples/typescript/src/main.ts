// Files an article as an editor does, and reads it back as everyone can.
import assert from "node:assert/strict";
import { etag, good, reader, signIn, type Article } from "./client.js";

const baseUrl = setting("BROADSHEET_URL");
const newsroom = await signIn(baseUrl, setting("BROADSHEET_EMAIL"), setting("BROADSHEET_PASSWORD"));
const anyone = reader(baseUrl);

const section = good(await newsroom.POST("/v1/sections", { body: { name: "Harbour news" } }));
const byline = good(await newsroom.POST("/v1/bylines", { body: { name: "Wei Lan", kind: "person" } }));

const created = await newsroom.POST("/v1/articles", {
  body: {
    title: "寧波港的新隧道",
    language: "zh-Hant",
    body: "<p>The first trains ran at dawn.</p>",
    section_id: section.id,
    credits: [{ byline_id: byline.id, role: "reporter" }],
    tags: ["tunnels", { name: "Trains" }],
  },
});
const draft = good(created);
assert.equal(draft.status, "draft");
assert.equal(created.response.headers.get("Location"), draft.links.self);

await hiddenFromReaders(draft);
await refusesFaults();
const changed = await refusesStaleChanges(draft, etag(created));
await publish(changed);
await readBack(changed);
console.log(`Published and read back: ${changed.title}`);

async function hiddenFromReaders(article: Article) {
  const { error } = await anyone.GET("/v1/articles/{article}", { params: { path: { article: article.id } } });
  assert.equal(error?.code, "not-found");
}

// A 422 lists every fault at once, each with the place it is at.
async function refusesFaults() {
  const { error, response } = await newsroom.POST("/v1/articles", {
    body: {
      title: "",
      // @ts-expect-error the compiler knows which kinds there are, as the server does
      kind: "poem",
      summary: "x".repeat(1001),
    },
  });
  assert.equal(response.status, 422);
  assert.equal(error?.code, "validation");
  assert.deepEqual(error.errors?.map((fault) => fault.pointer).sort(), ["/kind", "/summary", "/title"]);
}

// Of two changes from the same ETag one wins, the other is a 412.
async function refusesStaleChanges(article: Article, tag: string) {
  const change = (subtitle: string) =>
    newsroom.PATCH("/v1/articles/{article}", {
      params: { path: { article: article.id }, header: { "If-Match": tag } },
      body: { subtitle },
    });
  const winner = good(await change("It opens a year early"));
  assert.equal(winner.revision, article.revision + 1);
  const { error, response } = await change("Nobody read the other change");
  assert.equal(response.status, 412);
  assert.equal(error?.code, "stale");
  return winner;
}

async function publish(article: Article) {
  const published = good(
    await newsroom.POST("/v1/articles/{article}/publish", { params: { path: { article: article.id } }, body: {} }),
  );
  assert.equal(published.status, "published");
}

async function readBack(article: Article) {
  const path = { article: article.slug };
  const first = await anyone.GET("/v1/articles/{article}", { params: { path, query: { include: ["neighbors"] } } });
  const read = good(first);
  assert.equal(read.title, article.title);
  assert.deepEqual(read.credits.map(({ name, role }) => [name, role]), [["Wei Lan", "reporter"]]);
  assert.deepEqual(read.tags.map(({ name }) => name), ["tunnels", "Trains"]);
  assert.deepEqual(read.neighbors, { previous: null, next: null });
  assert.equal(read.created_by, undefined, "readers do not see who made an article");

  const list = good(
    await anyone.GET("/v1/articles", {
      params: { query: { section: [section.slug], fields: ["id", "title"], with_total: true } },
    }),
  );
  assert.deepEqual(list.data, [{ id: article.id, title: article.title }]);
  assert.equal(list.page.total, 1);

  const again = await anyone.GET("/v1/articles/{article}", {
    params: { path: { article: article.id }, header: { "If-None-Match": etag(await anyone.GET("/v1/articles/{article}", { params: { path } })) } },
  });
  assert.equal(again.response.status, 304);
}

function setting(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set`);
  }
  return value;
}
