// Sends every attack through the API as an article's body, and shows Chromium
// what comes back: nothing may run, nothing may be asked for but images, and
// nothing may be in the live DOM that is not of the published allow-list. The
// attacks as they are must be noticed, or this test could not fail. Then it
// opens answers of the API and the reference page. Arguments name the parts
// (bodies, answers, reference) that run.
import assert from "node:assert/strict";
import { allowList, attacks } from "./attacks.mjs";
import { openPage, site, startBrowser, survey } from "./browser.mjs";
import { startServer } from "./server.mjs";

const list = await allowList();
const raw = await attacks();
const server = await startServer();
const browser = await startBrowser();
let shared; // the page of the next attempt, if there is one
try {
  console.log(`Chromium ${browser.version()}`);
  for (const part of [bodies, answers, reference]) {
    if (process.argv.length < 3 || process.argv.includes(part.name)) {
      await part();
    }
  }
} finally {
  await browser.close();
  await server.stop();
}

async function bodies() {
  assert.ok(new Set(raw).size >= 400, `${new Set(raw).size} attacks`);
  const clean = [];
  for (const attack of raw) {
    const { id } = await server.call("POST", "/v1/articles", { title: "A", body: attack });
    clean.push((await server.call("GET", `/v1/articles/${id}`)).body ?? "");
  }
  const kept = { documents: await documents(clean), fragments: await fragments(clean) };
  for (const [way, tries] of Object.entries(kept)) {
    for (const [i, { ran, asked, faults }] of tries.entries()) {
      const others = asked.filter((what) => !what.startsWith("image "));
      assert.deepEqual({ ran, others, faults }, { ran: [], others: [], faults: [] }, `${way}: ${raw[i]} as ${clean[i]}`);
    }
    console.log(`${tries.length} bodies as ${way}: nothing ran, nothing foreign in the DOM`);
  }
  const some = raw.filter((_, i) => i % 4 === 0); // they take long, and some prove the point
  const control = { documents: await documents(some), fragments: await fragments(some) };
  for (const [way, tries] of Object.entries(control)) {
    const ran = tries.filter((t) => t.ran.length > 0).length;
    const seen = tries.filter((t) => t.faults.length > 0).length;
    console.log(`${tries.length} attacks as they are, as ${way}: ${ran} ran, ${seen} seen in the DOM`);
    assert.ok(ran >= some.length / 10 && seen >= some.length / 2, "the canaries sing too seldom");
  }
}

// documents shows each body as a document of its own.
async function documents(all) {
  const tries = [];
  for (const body of all) {
    tries.push(await attempt(async ({ page, show }) => {
      await show(`<!DOCTYPE html><html lang="en"><head><title>A</title></head><body>${body}</body></html>`);
      return page.evaluate(survey, { list });
    }));
  }
  return tries;
}

// fragments sets each body through innerHTML, in an empty document.
async function fragments(all) {
  const tries = [];
  for (const fragment of all) {
    tries.push(await attempt(async ({ page, show }) => {
      await show('<!DOCTYPE html><html lang="en"><head><title>A</title></head><body><main></main><main></main></body></html>');
      return page.evaluate(survey, { fragment, list });
    }));
  }
  return tries;
}

// attempt runs one try and returns what was noticed. A page that went elsewhere
// is not used again.
async function attempt(look) {
  shared ??= await openPage(browser);
  const { noticed, close } = shared;
  let faults = [];
  try {
    faults = await look(shared);
  } catch (error) {
    noticed.ran.push(`the page went elsewhere: ${error.message.split("\n")[0]}`);
    shared = undefined;
    await close();
  }
  const { ran, asked } = noticed;
  noticed.ran = [];
  noticed.asked = [];
  return { ran, asked, faults };
}

// answers opens answers of the API, which hold a hostile title, as pages.
async function answers() {
  const title = '"><script>alert(1)</script><img src=x onerror=alert(2)>';
  const { id } = await server.call("POST", "/v1/articles", { title, body: `<p>${title}</p>` });
  const section = await server.call("POST", "/v1/sections", { name: title });
  await server.call("PATCH", `/v1/articles/${id}`, { section_id: section.id }).catch(() => {});
  const own = (request) => request.url().startsWith(server.url);
  const opened = await openPage(browser, own);
  for (const path of [
    "/v1/sections",
    `/v1/articles/${encodeURIComponent(title)}`,
    `/problems/${encodeURIComponent(title)}`,
    `/v1/articles?${encodeURIComponent(title)}=${encodeURIComponent(title)}`,
    `/docs/${encodeURIComponent(title)}`,
  ]) {
    await opened.page.goto(server.url + path, { waitUntil: "load" });
    assert.equal(await opened.page.evaluate(() => document.scripts.length), 0, path);
  }
  assert.deepEqual(opened.noticed, { ran: [], asked: [] });
  await opened.close();
  console.log("answers that hold a script are shown as text");
}

// reference opens the page at /docs, which may ask nobody but its server, and
// has it show an answer with a hostile title.
async function reference() {
  const own = (request) => request.url().startsWith(server.url) || request.url().startsWith("data:image/");
  const opened = await openPage(browser, own);
  const said = [];
  opened.page.on("console", (message) => message.type() === "error" && said.push(message.text()));
  await opened.page.goto(`${server.url}/docs`, { waitUntil: "load" });
  const operation = opened.page.locator(".opblock", { has: opened.page.locator('[data-path="/v1/sections"]') }).first();
  await operation.waitFor();
  const operations = await opened.page.locator(".opblock").count();
  assert.ok(operations > 40, `${operations} operations are shown`);
  await operation.locator(".opblock-summary-control").click();
  await operation.getByRole("button", { name: "Try it out" }).click();
  await operation.getByRole("button", { name: "Execute" }).click();
  await operation.locator(".live-responses-table", { hasText: "onerror=alert(2)" }).waitFor();
  if (process.env.SCREENSHOT) {
    await opened.page.screenshot({ path: process.env.SCREENSHOT, fullPage: false });
  }
  const ran = opened.noticed.ran.filter((what) => !what.startsWith("fetch("));
  assert.deepEqual({ ran, asked: opened.noticed.asked, said }, { ran: [], asked: [], said: [] });
  await opened.close();
  console.log(`the reference page works by itself and shows ${operations} operations; a hostile title in an answer is text`);
}
