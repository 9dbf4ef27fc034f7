// Starts Chromium on pages that notice whatever runs in them.
import { chromium } from "playwright-core";

// site is where the pages are that the tests make up. Nothing leaves the
// browser: every request is answered here or refused.
export const site = "https://site.example";

const patience = 60_000; // milliseconds, on a busy machine

export async function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

// openPage returns a page with what it noticed so far: `ran` of what ran or
// tried to lead elsewhere, `asked` of the requests that were refused.
export async function openPage(browser, passes = () => false) {
  const context = await browser.newContext({ serviceWorkers: "block" });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const noticed = { ran: [], asked: [] };
  let content = "";
  await context.exposeBinding("notice", (_, what) => noticed.ran.push(what));
  await context.addInitScript(plantCanaries);
  await context.route("**/*", (route) => {
    const request = route.request();
    if (request.url() === `${site}/` && request.isNavigationRequest() && request.frame() === page.mainFrame()) {
      return route.fulfill({ contentType: "text/html; charset=utf-8", body: content });
    }
    if (passes(request)) {
      return route.continue();
    }
    noticed.asked.push(`${request.resourceType()} ${request.url()}`);
    return route.abort();
  });
  page.on("pageerror", (error) => noticed.ran.push(`error ${error.message}`));
  page.on("dialog", (dialog) => {
    noticed.ran.push(`dialog ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  page.on("popup", (popup) => noticed.ran.push(`popup ${popup.url()}`));
  page.on("download", (download) => noticed.ran.push(`download ${download.url()}`));
  page.on("frameattached", () => noticed.ran.push("a frame"));
  page.on("worker", () => noticed.ran.push("a worker"));
  // show has the browser parse a whole document.
  const show = async (html) => {
    content = html;
    await page.goto(`${site}/`, { waitUntil: "load" });
  };
  return { page, noticed, show, close: () => context.close() };
}

// plantCanaries runs in every document before anything else. It leaves eval to
// Playwright, which needs it.
function plantCanaries() {
  const notice = window.notice;
  for (const name of ["alert", "confirm", "prompt", "print", "open", "msgbox", "expression"]) {
    window[name] = (...values) => notice(`${name}(${values.join()})`);
  }
  for (const [owner, name] of [
    [window, "fetch"],
    [XMLHttpRequest.prototype, "open"],
    [Navigator.prototype, "sendBeacon"],
    [Document.prototype, "write"],
  ]) {
    const original = owner[name];
    owner[name] = function canary(...values) {
      notice(`${name}(${values.join().slice(0, 100)})`);
      return original.apply(this, values);
    };
  }
}

// survey runs in a page. Given a fragment, it sets that through innerHTML, and
// what this makes once more. It waits until images have failed and what they
// call has been called. Then it returns what is wrong with the live DOM:
// whatever is not of the list, and addresses that the browser takes for another
// scheme than those of bodies.
export async function survey({ fragment, list }) {
  const faults = [];
  const [first, second] = document.querySelectorAll("main");
  if (fragment !== undefined) {
    first.innerHTML = fragment;
    second.innerHTML = first.innerHTML;
  }
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  await new Promise((resolve) => setTimeout(resolve, 10));
  const selector = fragment === undefined ? "body" : "main";
  const schemes = { href: ["http:", "https:", "mailto:"], cite: ["http:", "https:", "mailto:"], src: ["https:"] };
  for (const element of document.querySelectorAll(`${selector} *`)) {
    const name = element.localName;
    if (element.namespaceURI !== "http://www.w3.org/1999/xhtml" || !Object.hasOwn(list.elements, name) || element.shadowRoot) {
      faults.push(`<${name}>`);
      continue;
    }
    for (const attribute of element.attributes) {
      const known = list.global.includes(attribute.name) || list.elements[name].includes(attribute.name);
      if (!known || attribute.name.startsWith("on") || attribute.name === "style") {
        faults.push(`${name}.${attribute.name}`);
      }
      if (Object.hasOwn(schemes, attribute.name)) {
        const address = URL.parse(attribute.value, document.baseURI);
        if (address && !schemes[attribute.name].includes(address.protocol)) {
          faults.push(`${name}.${attribute.name}=${attribute.value}`);
        }
        const own = /^\s*[/\\]{2}/.test(attribute.value) || /^\/\\/.test(attribute.value);
        if (own) {
          faults.push(`${name}.${attribute.name} leaves the site: ${attribute.value}`);
        }
      }
    }
  }
  return faults;
}
