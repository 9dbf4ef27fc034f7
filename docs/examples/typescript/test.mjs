// Runs the example against a server of its own, which has an empty database
// in a folder that is gone afterwards.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

const binary = path.resolve(import.meta.dirname, "../../../bin/broadsheet");
const folder = await mkdtemp(path.join(tmpdir(), "broadsheet-example-"));
const address = `127.0.0.1:${await freePort()}`;
const account = { email: "editor@example.org", password: randomBytes(18).toString("base64url") };

const server = spawn(binary, ["serve"], {
  cwd: folder,
  stdio: ["ignore", "inherit", "inherit"],
  env: {
    PATH: process.env.PATH,
    BROADSHEET_ADDR: address,
    BROADSHEET_DATABASE_URL: `sqlite:${path.join(folder, "broadsheet.db")}`,
    BROADSHEET_SIGNING_KEYS: path.join(folder, "keys"),
    BROADSHEET_ADMIN_EMAIL: account.email,
    BROADSHEET_ADMIN_PASSWORD: account.password,
    BROADSHEET_LOG: "warn",
  },
});
const ended = once(server, "exit");

try {
  await ready(`http://${address}/readyz`);
  process.exitCode = await run({
    BROADSHEET_URL: `http://${address}`,
    BROADSHEET_EMAIL: account.email,
    BROADSHEET_PASSWORD: account.password,
  });
} finally {
  server.kill("SIGTERM");
  await ended;
  await rm(folder, { recursive: true });
}

async function run(settings) {
  const example = spawn(process.execPath, [path.join(import.meta.dirname, "dist/main.js")], {
    stdio: "inherit",
    env: { ...process.env, ...settings },
  });
  const [code] = await once(example, "exit");
  return code ?? 1;
}

async function ready(url) {
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
