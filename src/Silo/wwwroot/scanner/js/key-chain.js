import { done, inTransaction } from "./database.js";
import { base64url, thumbprint } from "./paper.js";

// The chain of the health authority's keys. A scanner learns the authority's signing key at pairing. From then on it encrypts paper entries only
// to keys that the authority has announced with a signature by a key of the chain, even if the register serves another key (docs/trace-order.md).

const KEY = "authority-chain";
const MOST_STATEMENTS = 64;
const utf8 = new TextEncoder();

/**
 * @typedef {object} Served what the register says
 * @property {Jwk} key the encryption key
 * @property {string[]} statements
 * @property {Jwk | null} signingKey
 *
 * @typedef {{ deviceId: string, signer: Jwk, fromDay: string, encryption: string }} StoredChain
 *
 * @typedef {object} KeyVerdict
 * @property {"trusted" | "compare" | "broken"} state "compare": nobody has confirmed a key on this device yet
 * @property {string} print the check value: a thumbprint
 * @property {Partial<Device>} confirmed with "compare": what the device remembers once somebody has confirmed the value
 */

/**
 * Whether a paper entry may be encrypted to the key that the register serves.
 * @param {Device} device
 * @param {Served} served
 * @returns {Promise<KeyVerdict>}
 */
export async function judgeKey(device, served) {
  const print = await thumbprint(served.key);
  if (!device.signer) return print === device.authority ? verdict("trusted", print) : compare(print, served);
  const chain = await stored(device.deviceId);
  const start = chain?.signer ?? (await matching([served.signingKey, ...served.statements.slice(0, MOST_STATEMENTS).map(announced)], device.signer));
  const newest = start && (await follow(start, served.statements));
  const shown = start ? await thumbprint(newest?.signingKey ?? start) : device.signer;
  // Nothing new is announced: the key is the one that this device had before.
  if (!newest) return verdict(print === (chain?.encryption ?? device.authority) ? "trusted" : "broken", shown);
  const isAnnounced = (await thumbprint(newest.encryptionKey)) === print;
  if (!isAnnounced || (chain && newest.fromDay < chain.fromDay)) return verdict("broken", shown);
  await store({ deviceId: device.deviceId, signer: newest.signingKey, fromDay: newest.fromDay, encryption: print });
  return verdict("trusted", shown);
}

/**
 * The newest statement that follows from a known signing key; null when none does.
 * @param {Jwk} known
 * @param {string[]} statements oldest first
 */
export async function follow(known, statements) {
  let newest = null;
  for (const text of statements.slice(0, MOST_STATEMENTS)) {
    const next = await read(text, newest?.signingKey ?? known);
    if (next && (!newest || next.fromDay >= newest.fromDay)) newest = next;
  }
  return newest;
}

/**
 * A statement, if this key signed it.
 * @param {string} text compact JWS
 * @param {Jwk} key
 * @returns {Promise<{ fromDay: string, signingKey: Jwk, encryptionKey: Jwk } | null>}
 */
async function read(text, { kty, crv, x, y }) {
  try {
    const [header, payload, signature, ...more] = text.split(".");
    const { alg, typ, ...others } = JSON.parse(new TextDecoder().decode(bytes(header)));
    if (alg !== "ES256" || typ !== "kipass-keys+jwt" || Object.keys(others).length > 0 || more.length > 0) return null;
    const verifier = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
    const isSigned = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, verifier, bytes(signature), utf8.encode(`${header}.${payload}`));
    return isSigned ? JSON.parse(new TextDecoder().decode(bytes(payload))) : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} print
 * @param {Served} served
 * @returns {Promise<KeyVerdict>}
 */
async function compare(print, { signingKey, statements }) {
  const newest = signingKey && (await follow(signingKey, statements));
  if (!signingKey || !newest || (await thumbprint(newest.encryptionKey)) !== print) return verdict("compare", print, { authority: print });
  const signer = await thumbprint(signingKey);
  return verdict("compare", signer, { authority: print, signer });
}

/**
 * @param {KeyVerdict["state"]} state
 * @param {string} print
 * @param {Partial<Device>} [confirmed]
 * @returns {KeyVerdict}
 */
const verdict = (state, print, confirmed = {}) => ({ state, print, confirmed });

/**
 * The key with this thumbprint, no matter who delivers it.
 * @param {(Jwk | null)[]} keys
 * @param {string} print
 */
async function matching(keys, print) {
  for (const key of keys) {
    if (key && (await thumbprint(key).catch(() => "")) === print) return key;
  }
  return null;
}

/**
 * The signing key that a statement announces, no matter who signed it. The register serves only the newest signing key, so a device that was paired
 * before a change finds the key of its pairing here.
 * @param {string} text compact JWS
 * @returns {Jwk | null}
 */
function announced(text) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes(text.split(".")[1]))).signingKey ?? null;
  } catch {
    return null;
  }
}

/**
 * @param {string} deviceId
 * @returns {Promise<StoredChain | null>}
 */
async function stored(deviceId) {
  /** @type {StoredChain | undefined} */
  const chain = await inTransaction("settings", "readonly", (settings) => done(settings.get(KEY))).catch(() => undefined);
  return chain?.deviceId === deviceId ? chain : null;
}

/** @param {StoredChain} chain */
const store = (chain) => inTransaction("settings", "readwrite", async (settings) => void settings.put(chain, KEY)).catch(() => {});

/** @param {string} text base64url */
function bytes(text) {
  const decoded = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
  if (base64url(decoded) !== text) throw new RangeError("Not canonical base64url.");
  return decoded;
}
