// Writes the list of cached files and a hash of their contents into the service worker of each app, so that browsers update an app as a whole
// or not at all. Run it after changing an app: node deploy/stamp-web.mjs. With --check it only reports outdated files (exit code 1).
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const pages = ["src/Issuer/wwwroot", "src/Silo/wwwroot/scanner"];
const notKept = /^sw\.js$|\.png$|\.br$|LICENCES\.txt$/;
let stale = false;

for (const page of pages) {
  const folder = join(root, page);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).replaceAll("\\", "/"))
    .filter((file) => !notKept.test(file))
    .sort();
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update("\0").update(readFileSync(join(folder, file))).update("\0");
  const version = hash.digest("hex").slice(0, 16);
  const names = files.map((file) => (file === "index.html" ? "./" : file));

  const worker = join(folder, "sw.js");
  const before = readFileSync(worker, "utf8");
  const after = before
    .replace(/^const VERSION = .*;$/m, `const VERSION = ${JSON.stringify(version)};`)
    .replace(/^const FILES = .*;$/m, `const FILES = ${JSON.stringify(names)};`);
  if (after === before) continue;
  stale = true;
  if (process.argv.includes("--check")) console.error(`${page}/sw.js is out of date: run node deploy/stamp-web.mjs`);
  else writeFileSync(worker, after);
}
process.exitCode = stale && process.argv.includes("--check") ? 1 : 0;
