import { test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const root = fileURLToPath(new URL("../../", import.meta.url));
const pages = ["src/Issuer/wwwroot", "src/Silo/wwwroot/scanner"];
const own = (page) => readdirSync(join(root, page), { recursive: true }).map(String).filter((file) => /\.(html|css|js|webmanifest)$/.test(file) && !file.startsWith("lib"));

test("the service workers name every file of their page, in its present state", () => {
  const run = spawnSync(process.execPath, [join(root, "deploy/stamp-web.mjs"), "--check"], { encoding: "utf8" });
  assert.equal(run.status, 0, run.stderr);
});

test("no page has inline script or style or an address elsewhere", () => {
  for (const page of pages) {
    for (const file of own(page)) {
      const text = readFileSync(join(root, page, file), "utf8").replaceAll("http://www.w3.org/2000/svg", "");
      assert.doesNotMatch(text, /(?:src|href|url\(|from|import)\s*[=("' ]+https?:/i, `${page}/${file}`);
      if (file.endsWith(".html")) {
        assert.doesNotMatch(text, /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/i, `${page}/${file}`);
      }
    }
  }
});

test("every word key that a page uses exists", async () => {
  for (const page of pages) {
    const words = readFileSync(join(root, page, "js/words.js"), "utf8");
    for (const file of own(page).filter((name) => name.startsWith("js/") && name !== "js/words.js")) {
      for (const [, key] of readFileSync(join(root, page, file), "utf8").matchAll(/\bwords\("([\w-]+)"/g)) {
        assert.match(words, new RegExp(`^\\s*"?${key}"?:`, "m"), `${page}/${file}: ${key}`);
      }
    }
  }
});
