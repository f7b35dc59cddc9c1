import { test } from "node:test";
import assert from "node:assert/strict";
import { webcrypto, createHash } from "node:crypto";

globalThis.crypto ??= webcrypto;
const { fits, seal, thumbprint } = await import("../../src/Silo/wwwroot/scanner/js/paper.js");
const visit = { name: "김방문", phone: "010-1234-5678", facility: crypto.randomUUID(), device: crypto.randomUUID(), scanId: crypto.randomUUID(), enteredAt: "2020-06-12T10:42:00Z" };

test("a sealed visit is a compact JWE to the key that its header names by thumbprint", async () => {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const key = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const expected = createHash("sha256").update(`{"crv":"P-256","kty":"EC","x":"${key.x}","y":"${key.y}"}`).digest("base64url");
  assert.equal(await thumbprint({ ...key, use: "enc", kid: "x" }), expected);

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

test("a signed visit contains a JWS by the device that names it, and opens with the authority's key", async () => {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const device = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const sealed = await seal(visit, await crypto.subtle.exportKey("jwk", pair.publicKey), device.privateKey);
  const [header, payload, signature] = (await open(sealed, pair.privateKey)).split(".");
  assert.deepEqual(JSON.parse(Buffer.from(header, "base64url")), { alg: "ES256", typ: "kipass-paper+jwt", kid: visit.device });
  const content = Buffer.from(payload, "base64url");
  assert.equal(content.length, 512);
  assert.equal(JSON.parse(content).name, visit.name);
  const signed = new TextEncoder().encode(`${header}.${payload}`);
  assert.ok(await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, device.publicKey, Buffer.from(signature, "base64url"), signed));
  assert.ok(sealed.length <= 2048, "the register takes 2,048 characters");
});

async function open(jwe, privateKey) {
  const [header, , iv, text, tag] = jwe.split(".");
  const { kty, crv, x, y } = JSON.parse(Buffer.from(header, "base64url")).epk;
  const theirs = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, { name: "ECDH", namedCurve: "P-256" }, false, []);
  const secret = Buffer.from(await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, privateKey, 256));
  const number = (value) => Buffer.from([0, 0, value >> 8, value & 0xff]);
  const derived = createHash("sha256").update(Buffer.concat([number(1), secret, number(7), Buffer.from("A256GCM"), number(0), number(0), number(256)])).digest();
  const key = await crypto.subtle.importKey("raw", derived, "AES-GCM", false, ["decrypt"]);
  const bytes = Buffer.concat([Buffer.from(text, "base64url"), Buffer.from(tag, "base64url")]);
  return new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: Buffer.from(iv, "base64url"), additionalData: Buffer.from(header) }, key, bytes));
}
