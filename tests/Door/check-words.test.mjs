import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

globalThis.localStorage ??= { getItem: () => null, setItem: () => {}, removeItem: () => {} };
if (!globalThis.navigator?.language) Object.defineProperty(globalThis, "navigator", { value: { language: "ko" }, configurable: true });
globalThis.HTMLElement ??= class {};

const { checkWords } = await import("../../src/Silo/wwwroot/scanner/js/check-words.js");
const { KOREAN, ENGLISH } = await import("../../src/Silo/wwwroot/scanner/lib/check-words.js");
const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

test("the scanner computes the words of the worked examples", async () => {
  for (const { thumbprint, korean, english } of JSON.parse(read("tests/Tokens.Tests/vectors/check-words.json"))) {
    assert.deepEqual(await checkWords(thumbprint), { ko: korean, en: english });
  }
});

test("scanner and portal have the same word lists", () => {
  assert.equal(KOREAN.join(" "), read("src/Tokens/Keys/check-words-korean.txt").trim());
  assert.equal(ENGLISH.join(" "), read("src/Tokens/Keys/check-words-english.txt").trim());
});
