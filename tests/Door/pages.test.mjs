import { test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";

const root = fileURLToPath(new URL("../../", import.meta.url));
const pages = ["src/Issuer/wwwroot", "src/Silo/wwwroot/scanner"];
const shared = "src/Web/shared";
const own = (page) => readdirSync(join(root, page), { recursive: true }).map(String).filter((file) => /\.(html|css|js|webmanifest)$/.test(file) && !file.startsWith("lib"));

test("the service workers name every file of their page, in its present state", () => {
  const run = spawnSync(process.execPath, [join(root, "deploy/stamp-web.mjs"), "--check"], { encoding: "utf8" });
  assert.equal(run.status, 0, run.stderr);
});

test("no page has inline script or style or an address elsewhere", () => {
  for (const page of [...pages, shared]) {
    for (const file of own(page)) {
      const text = readFileSync(join(root, page, file), "utf8").replaceAll("http://www.w3.org/2000/svg", "");
      assert.doesNotMatch(text, /(?:src|href|url\(|from|import)\s*[=("' ]+https?:/i, `${page}/${file}`);
      if (file.endsWith(".html")) {
        assert.doesNotMatch(text, /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/i, `${page}/${file}`);
      }
    }
  }
});

test("every text that an app uses exists, and every text is used", async () => {
  globalThis.localStorage ??= { getItem: () => null, setItem: () => {}, removeItem: () => {} };
  if (!globalThis.navigator?.language) Object.defineProperty(globalThis, "navigator", { value: { language: "ko" }, configurable: true });
  for (const page of pages) {
    const { WORDS } = await import(join(root, page, "js/words.js"));
    const files = own(page).filter((name) => name.startsWith("js/"));
    if (files.includes("js/more-words.js")) await import(join(root, page, "js/more-words.js"));
    const sources = files.map((name) => readFileSync(join(root, page, name), "utf8"));
    const code = sources.join("\n").replace(/^ {4}"?[\w-]+"?: ".*",$/gm, "");
    for (const [, key] of code.matchAll(/\bwords\("([\w-]+)"/g)) assert.ok(WORDS.ko[key], `${page}: ${key}`);
    const unused = Object.keys(WORDS.ko).filter((key) => !code.includes(`"${key}"`) && !code.includes(`"${key.replace(/(Title|Text)$/, "")}"`));
    assert.deepEqual(unused, [], page);
  }
});

test("the visitor's page asks at once for every module that its first screen needs", () => {
  const [page] = pages;
  const html = readFileSync(join(root, page, "index.html"), "utf8");
  const ahead = [...html.matchAll(/rel="modulepreload" href="([^"]+)"/g)].map(([, file]) => file);
  const needed = new Set();
  const follow = (file) => {
    if (needed.has(file)) return;
    needed.add(file);
    const text = readFileSync(join(root, file.startsWith("shared/") ? "src/Web" : page, file), "utf8");
    for (const [, specifier] of text.matchAll(/^import .* from "([^"]+)";$/gm)) follow(join(dirname(file), specifier));
  };
  follow("js/app.js");
  needed.delete("js/app.js");
  assert.deepEqual(ahead.sort(), [...needed].sort());
});
