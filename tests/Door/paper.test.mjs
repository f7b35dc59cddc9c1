import { test } from "node:test";
import assert from "node:assert/strict";
import { webcrypto, createHash } from "node:crypto";

globalThis.crypto ??= webcrypto;
const { fits, grouped, seal, thumbprint } = await import("../../src/Silo/wwwroot/scanner/js/paper.js");
const visit = { name: "김방문", phone: "010-1234-5678", facility: crypto.randomUUID(), device: crypto.randomUUID(), scanId: crypto.randomUUID(), enteredAt: "2020-06-12T10:42:00Z" };

test("a sealed visit is a compact JWE to the key that its header names by thumbprint", async () => {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const key = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const expected = createHash("sha256").update(`{"crv":"P-256","kty":"EC","x":"${key.x}","y":"${key.y}"}`).digest("base64url");
  assert.equal(await thumbprint({ ...key, use: "enc", kid: "x" }), expected);
  assert.equal(grouped("abcdefgh1"), "abcd efgh 1");

  const parts = (await seal(visit, key)).split(".");
  assert.equal(parts.length, 5);
  const header = JSON.parse(Buffer.from(parts[0], "base64url"));
  assert.deepEqual([header.alg, header.enc, header.kid, parts[1]], ["ECDH-ES", "A256GCM", expected, ""]);
  assert.equal(Buffer.from(parts[3], "base64url").length, 512);
});

test("sealed visits all have the same length, and no two are alike", async () => {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const key = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const short = await seal({ ...visit, name: "이" }, key);
  const long = await seal({ ...visit, name: "가".repeat(60) }, key);
  assert.equal(short.length, long.length);
  assert.notEqual(await seal(visit, key), await seal(visit, key));
});

test("a name that does not fit is told before anything is sealed", async () => {
  assert.equal(fits(visit), true);
  assert.equal(fits({ ...visit, name: "😀".repeat(90) }), false);
});
