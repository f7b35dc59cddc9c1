import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fromBase45, isOldPass, readPass } from "../../src/Silo/wwwroot/scanner/js/pass.js";
import { toBase45 } from "../../src/Issuer/wwwroot/js/ticket.js";

const { codes } = JSON.parse(readFileSync(new URL("../Tokens.Tests/vectors/pass-v2.json", import.meta.url)));
const bytesOf = (text) => [...fromBase45(text.slice(4))];
const textOf = (bytes) => "KP2:" + toBase45(bytes);

test("every worked example of the pass format is read: issuer, day, slot", () => {
  assert.ok(codes.length >= 5);
  for (const { text, issuer, day, slotStart, bytes } of codes) {
    assert.deepEqual(readPass(text), { issuer, day, startsAtMs: slotStart * 1000, expiresAtMs: (slotStart + 15) * 1000 });
    assert.equal(Buffer.from(fromBase45(text.slice(4))).toString("hex"), bytes);
  }
});

test("the examples of RFC 9285 are read", () => {
  for (const [plain, coded] of [["AB", "BB8"], ["Hello!!", "%69 VD92EX0"], ["base-45", "UJCLQE7W581"], ["ietf!", "QED8WEX0"]]) {
    assert.equal(Buffer.from(fromBase45(coded)).toString(), plain);
  }
});

test("what is no pass is no KI-Pass code", () => {
  const { text } = codes[0];
  const foreign = ["", "KP2:", "https://example.com/menu", "HC1:6BF", "kp2:" + text.slice(4), " " + text, text + " ", text.slice(0, -1), text + "00", "KP3:" + text.slice(4), "KP1:" + text.slice(4), "KP2:" + ":".repeat(51), "KP2:" + "ZZZ".repeat(17), "KP2:한글".padEnd(55, "0")];
  for (const other of foreign) assert.equal(readPass(other), null, other);
  for (let length = 0; length < text.length; length++) assert.equal(readPass(text.slice(0, length)), null, `${length} characters`);
});

test("a code without an issuer or with a slot after the end of the day is none", () => {
  const bytes = bytesOf(codes[0].text);
  const withSlot = (slot) => textOf([...bytes.slice(0, 20), slot >> 8, slot & 0xff, ...bytes.slice(22)]);
  assert.ok(readPass(withSlot(5759)));
  for (const slot of [5760, 5761, 32767, 65535]) assert.equal(readPass(withSlot(slot)), null, `slot ${slot}`);
  assert.equal(readPass(textOf([0, 0, ...bytes.slice(2)])), null);
  assert.ok(readPass(textOf([0, 1, ...bytes.slice(2)])));
});

test("a code of version 1 is known as such", () => {
  assert.equal(isOldPass("KP1:" + "0".repeat(141)), true);
  for (const { text } of codes) assert.equal(isOldPass(text), false);
  assert.equal(isOldPass("https://example.com/menu"), false);
});
