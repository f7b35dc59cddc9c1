// Writes the list of cached files and a hash of their contents into the service worker of each app, so that browsers update an app as a whole
// or not at all. Run it after changing an app: node deploy/stamp-web.mjs. With --check it only reports outdated files (exit code 1).
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const apps = ["src/Issuer/wwwroot", "src/Silo/wwwroot/scanner"];
// Published with each app as its folder shared/.
const shared = "src/Web/shared";
const notKept = /^sw\.js$|\.png$|\.br$|LICENCES\.txt$/;
const isCheck = process.argv.includes("--check");

for (const app of apps) {
  const sources = new Map([...files(app).filter(([name]) => !notKept.test(name)), ...files(shared).map(([name, path]) => [`shared/${name}`, path])]);
  const names = [...sources.keys()].sort();
  const hash = createHash("sha256");
  for (const name of names) hash.update(name).update("\0").update(readFileSync(sources.get(name))).update("\0");
  const kept = names.map((name) => (name === "index.html" ? "./" : name));

  const worker = join(root, app, "sw.js");
  const before = readFileSync(worker, "utf8");
  const after = before.replace(/^keepOfflineCopy\("([\w-]+)".*\);$/m, (_, name) => `keepOfflineCopy(${[name, hash.digest("hex").slice(0, 16), kept].map((value) => JSON.stringify(value)).join(", ")});`);
  if (after === before) continue;
  if (!isCheck) writeFileSync(worker, after);
  else {
    console.error(`${app}/sw.js is out of date: run node deploy/stamp-web.mjs`);
    process.exitCode = 1;
  }
}

/** The files of a folder by their name in it. */
function files(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .map((path) => [relative(join(root, folder), path).replaceAll("\\", "/"), path]);
}
