import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fromBase45, readPass } from "../../src/Silo/wwwroot/scanner/js/pass.js";

const { passes } = JSON.parse(readFileSync(new URL("../Tokens.Tests/vectors/pass.json", import.meta.url)));

test("every worked example of the pass format is read: issuer, day, slot", () => {
  assert.ok(passes.length >= 5);
  for (const { text, issuer, day, exp, cbor } of passes) {
    assert.deepEqual(readPass(text), { issuer, day, startsAtMs: (exp - 15) * 1000, expiresAtMs: exp * 1000 });
    assert.equal(Buffer.from(fromBase45(text.slice(4))).toString("hex"), cbor);
  }
});

test("the examples of RFC 9285 are read", () => {
  for (const [plain, coded] of [["AB", "BB8"], ["Hello!!", "%69 VD92EX0"], ["base-45", "UJCLQE7W581"], ["ietf!", "QED8WEX0"]]) {
    assert.equal(Buffer.from(fromBase45(coded)).toString(), plain);
  }
});

test("what is no pass is no KI-PASS code", () => {
  const { text } = passes[0];
  const foreign = ["", "KP1:", "https://example.com/menu", "HC1:6BF", "kp1:" + text.slice(4), " " + text, text + " ", text.slice(0, -1), text + "00", "KP2:" + text.slice(4), "KP1:" + "0".repeat(141), "KP1:" + "ZZZ".repeat(47), "KP1:한글".padEnd(145, "0")];
  for (const other of foreign) assert.equal(readPass(other), null, other);
});

test("a changed header is noticed, whichever character is changed", () => {
  // The first 39 bytes but kid and iv are fixed by the format; the rest is random or sealed and only the register can judge it.
  const { text } = passes[0];
  for (let at = 4; at < 4 + 12; at++) {
    const other = text[at] === "0" ? "1" : "0";
    assert.equal(readPass(text.slice(0, at) + other + text.slice(at + 1)), null, `character ${at}`);
  }
});
