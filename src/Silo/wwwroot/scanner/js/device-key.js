import { done, inTransaction } from "./database.js";

// The device's own signing key: made for one pairing, never exportable, in the browser's database. With it the health authority sees which
// device wrote a paper entry, and that nobody else did.

const KEY = "device-key";
const CURVE = { name: "ECDSA", namedCurve: "P-256" };

/** @typedef {{ deviceId: string | null, pair: CryptoKeyPair }} StoredKey */

/**
 * A new key, on disk before it is used. Null where the browser cannot make or store one: such a device pairs without a key.
 * @returns {Promise<{ publicKey: Jwk, belongTo: (deviceId: string) => Promise<void> } | null>}
 */
export async function makeDeviceKey() {
  if (!globalThis.crypto?.subtle) return null;
  try {
    const pair = await crypto.subtle.generateKey(CURVE, false, ["sign", "verify"]);
    const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
    await store(`${KEY}-new`, { deviceId: null, pair });
    return { publicKey: /** @type {Jwk} */ ({ kty, crv, x, y }), belongTo: (deviceId) => store(KEY, { deviceId, pair }) };
  } catch {
    return null;
  }
}

/**
 * The private key of this device; null when it was paired without one.
 * @param {string} deviceId
 * @returns {Promise<CryptoKey | null>}
 */
export async function deviceKey(deviceId) {
  /** @type {StoredKey | undefined} */
  const stored = await inTransaction("settings", "readonly", (settings) => done(settings.get(KEY))).catch(() => undefined);
  return stored?.deviceId === deviceId ? stored.pair.privateKey : null;
}

/**
 * @param {string} name
 * @param {StoredKey} value
 */
const store = (name, value) => inTransaction("settings", "readwrite", async (settings) => void settings.put(value, name));
