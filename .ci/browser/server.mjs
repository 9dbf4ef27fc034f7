// Starts a Broadsheet of its own, with an empty database in a folder that is
// gone afterwards.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

const binary = path.resolve(import.meta.dirname, "../../bin/broadsheet");

// startServer returns the server's address, a function that calls its API as an
// admin, and one that ends it.
export async function startServer() {
  const folder = await mkdtemp(path.join(tmpdir(), "broadsheet-browser-"));
  const url = `http://127.0.0.1:${await freePort()}`;
  const account = { email: "admin@example.org", password: randomBytes(18).toString("base64url") };
  const server = spawn(binary, ["serve"], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      PATH: process.env.PATH,
      BROADSHEET_ADDR: new URL(url).host,
      BROADSHEET_DATABASE_URL: `sqlite:${path.join(folder, "broadsheet.db")}`,
      BROADSHEET_SIGNING_KEYS: path.join(folder, "keys"),
      BROADSHEET_ADMIN_EMAIL: account.email,
      BROADSHEET_ADMIN_PASSWORD: account.password,
      BROADSHEET_RATE_LIMIT_WRITE: "0",
      BROADSHEET_LOG: "warn",
    },
  });
  const ended = once(server, "exit");
  const stop = async () => {
    server.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true });
  };
  try {
    await ready(server, `${url}/readyz`);
    return { url, call: await caller(url, account), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function caller(url, account) {
  const call = async (method, path, body, headers = {}) => {
    const answer = await fetch(url + path, {
      method,
      headers: { "Content-Type": "application/json", ...headers },
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) {
      throw new Error(`${method} ${path} is ${answer.status}: ${await answer.text()}`);
    }
    return answer.json();
  };
  const { access_token: token } = await call("POST", "/v1/auth/login", account);
  return (method, path, body) => call(method, path, body, { Authorization: `Bearer ${token}` });
}

async function ready(server, url) {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline && server.exitCode === null) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the server does not get ready");
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  return port;
}
