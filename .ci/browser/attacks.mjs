// Reads the attacks that the Go tests use, and the published allow-list.
import { readFile } from "node:fs/promises";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");

// attacks returns the strings as JSON can carry them and a database keep them:
// in UTF-8 and without NUL.
export async function attacks() {
  const lines = (await readFile(path.join(root, "internal/hygiene/attacks/xss.txt"), "utf8")).split("\n");
  return lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => unquote(line).replaceAll("\0", ""));
}

const escapes = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "\\": "\\", '"': '"' };

// unquote reads a string literal of Go. What is not UTF-8 becomes U+FFFD.
function unquote(literal) {
  if (literal.startsWith("`")) {
    return literal.slice(1, -1);
  }
  const bytes = [];
  const pattern = /\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|\\U([0-9a-f]{8})|\\(.)|([^\\]+)/giu;
  for (const [, byte, short, long, escape, plain] of literal.slice(1, -1).matchAll(pattern)) {
    if (byte) {
      bytes.push(Buffer.from(byte, "hex"));
    } else if (short ?? long) {
      bytes.push(Buffer.from(String.fromCodePoint(parseInt(short ?? long, 16))));
    } else if (escape && !(escape in escapes)) {
      throw new Error(`${literal} has an unknown escape`);
    } else {
      bytes.push(Buffer.from(plain ?? escapes[escape]));
    }
  }
  return Buffer.concat(bytes).toString();
}

// allowList returns the elements of docs/body-html.md with their attributes,
// and those that every element may have.
export async function allowList() {
  const list = { elements: {}, global: [] };
  for (const line of (await readFile(path.join(root, "docs/body-html.md"), "utf8")).split("\n")) {
    const cells = line.split("|");
    if (cells.length !== 4) {
      continue;
    }
    const words = (cell) => [...cell.matchAll(/`([a-z0-9]+)`/g)].map(([, word]) => word);
    if (cells[1].trim() === "any of these") {
      list.global = words(cells[2]);
    }
    for (const element of words(cells[1])) {
      list.elements[element] = words(cells[2]);
    }
  }
  if (Object.keys(list.elements).length < 40 || !list.global.includes("lang")) {
    throw new Error("docs/body-html.md lists too little");
  }
  return list;
}
