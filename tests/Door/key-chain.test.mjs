import { test } from "node:test";
import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto;
globalThis.indexedDB = fakeDatabase();
const { judgeKey } = await import("../../src/Silo/wwwroot/scanner/js/key-chain.js");
const { base64url, thumbprint } = await import("../../src/Silo/wwwroot/scanner/js/paper.js");

const utf8 = new TextEncoder();
const signer = await signingKey();
const first = await encryptionKey();
const second = await encryptionKey();
const statement1 = await statement(signer, "2020-06-10", signer.jwk, first);
const statement2 = await statement(signer, "2020-06-17", signer.jwk, second);

/** A device that was paired by the portal's QR code. */
const paired = async () => ({ deviceId: crypto.randomUUID(), authority: await thumbprint(first), signer: await thumbprint(signer.jwk) });
const judge = async (device, key, statements, signingKey = signer.jwk) => (await judgeKey(device, { key, statements, signingKey })).state;

test("the key of the pairing QR code and each key that the authority announces later are trusted", async () => {
  const device = await paired();
  assert.equal(await judge(device, first, []), "trusted");
  assert.equal(await judge(device, first, [statement1]), "trusted");
  assert.equal(await judge(device, second, [statement2]), "trusted");
  const { print } = await judgeKey(device, { key: second, statements: [statement2], signingKey: null });
  assert.equal(print, device.signer, "the shown value stays the same from week to week");
});

test("a new signing key is followed from the one of the pairing, also by a device that was off meanwhile", async () => {
  const next = await signingKey();
  const third = await encryptionKey();
  const chain = [await statement(signer, "2020-06-20", next.jwk, second), await statement(next, "2020-06-27", next.jwk, third)];
  const device = await paired();
  assert.equal(await judge(device, third, chain), "trusted");
  assert.equal(await judge(device, third, chain, null), "trusted");
  const later = { ...device, deviceId: crypto.randomUUID(), signer: await thumbprint(next.jwk) };
  assert.equal(await judge(later, third, chain, next.jwk), "trusted", "statements from before the pairing are skipped");
});

test("a device that was paired before the change of the signing key follows it, although only the new key is served", async () => {
  const next = await signingKey();
  const third = await encryptionKey();
  const chain = [statement1, await statement(signer, "2020-06-20", next.jwk, first), await statement(next, "2020-06-27", next.jwk, third)];
  assert.equal(await judge(await paired(), third, chain, next.jwk), "trusted");
  const forger = await signingKey();
  const own = await encryptionKey();
  const forged = [statement1, await statement(forger, "2020-06-20", forger.jwk, own)];
  assert.equal(await judge(await paired(), own, forged, forger.jwk), "broken", "a key outside the chain");
  assert.equal(await judge(await paired(), own, ["a.bnVsbA.c", "a.e30.c", "a.eyJzaWduaW5nS2V5Ijp7fX0.c"], forger.jwk), "broken", "junk");
});

test("Nobody reads a paper entry by replacing the authority's key at the register", async () => {
  const device = await paired();
  const forger = await signingKey();
  const own = await encryptionKey();
  assert.equal(await judge(device, first, [statement1]), "trusted");
  for (const [what, statements] of [
    ["without a statement", []],
    ["with the statement of another key", [statement1]],
    ["with a statement by another signer", [statement1, await statement(forger, "2020-06-18", signer.jwk, own)]],
    ["with a chain of its own", [await statement(forger, "2020-06-18", forger.jwk, own)]],
    ["with a statement of another type", [await statement(signer, "2020-06-18", signer.jwk, own, "kipass-order+jwt")]],
    ["with an altered statement", [alter(statement1, own)]],
    ["with text", ["a.b.c", "", "…"]],
  ]) {
    assert.equal(await judge(device, own, statements), "broken", what);
    assert.equal(await judge(device, own, statements, forger.jwk), "broken", `${what}, and another signing key`);
  }
  assert.equal(await judge(device, first, [statement1]), "trusted", "the right key works again");
});

test("Nobody leads a scanner back to an earlier key whose private part may be known", async () => {
  const device = await paired();
  assert.equal(await judge(device, second, [statement2]), "trusted");
  assert.equal(await judge(device, first, [statement1]), "broken");
  assert.equal(await judge(device, first, []), "broken");
  assert.equal(await judge(device, second, []), "trusted", "the same key without a statement is no change");
});

test("Nobody takes over a newly paired scanner by serving another signing key", async () => {
  const forger = await signingKey();
  const own = await encryptionKey();
  assert.equal(await judge(await paired(), own, [await statement(forger, "2020-06-18", forger.jwk, own)], forger.jwk), "broken");
});

test("a device that was paired by a typed code asks for the check value, and then remembers the signing key", async () => {
  const device = { ...(await paired()), authority: null, signer: null };
  const verdict = await judgeKey(device, { key: first, statements: [statement1], signingKey: signer.jwk });
  assert.deepEqual([verdict.state, verdict.print], ["compare", await thumbprint(signer.jwk)]);
  assert.equal(await judge({ ...device, ...verdict.confirmed }, second, [statement2]), "trusted");
  const old = await judgeKey(device, { key: first, statements: [], signingKey: signer.jwk });
  assert.deepEqual(old, { state: "compare", print: await thumbprint(first), confirmed: { authority: await thumbprint(first) } });
});

async function signingKey() {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  return { pair, jwk: await publicJwk(pair.publicKey) };
}

async function encryptionKey() {
  return publicJwk((await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"])).publicKey);
}

async function publicJwk(key) {
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", key);
  return { kty, crv, x, y };
}

async function statement(by, fromDay, signingKey, encryptionKey, typ = "kipass-keys+jwt") {
  const input = [{ alg: "ES256", typ }, { fromDay, signingKey, encryptionKey }].map((part) => base64url(utf8.encode(JSON.stringify(part)))).join(".");
  return `${input}.${base64url(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, by.pair.privateKey, utf8.encode(input)))}`;
}

function alter(text, encryptionKey) {
  const [header, payload, signature] = text.split(".");
  const claims = { ...JSON.parse(Buffer.from(payload, "base64url")), encryptionKey };
  return [header, base64url(utf8.encode(JSON.stringify(claims))), signature].join(".");
}

/** The part of IndexedDB that the app uses, in memory. */
function fakeDatabase() {
  const values = new Map();
  const later = (run) => queueMicrotask(run);
  const request = (result) => {
    const one = { result };
    later(() => one.onsuccess?.());
    return one;
  };
  const transaction = () => {
    const one = { objectStore: () => ({ get: (key) => request(values.get(key)), put: (value, key) => request(values.set(key, value)) }) };
    setTimeout(() => one.oncomplete?.());
    return one;
  };
  return { open: () => request({ transaction, close: () => {} }) };
}
