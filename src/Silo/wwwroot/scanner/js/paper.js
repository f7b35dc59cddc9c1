// A visitor without a phone: name and number become a JWE (RFC 7516, ECDH-ES + A256GCM, compact) to the health authority's key here in the
// browser, signed by this device; the register stores sealed bytes. Only the key whose RFC 7638 thumbprint the portal showed at pairing is used.

const CONTENT_BYTES = 512;
const utf8 = new TextEncoder();

/** @param {ArrayBuffer | Uint8Array} bytes */
export const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/**
 * RFC 7638, SHA-256, base64url.
 * @param {Jwk} key
 */
export async function thumbprint({ crv, kty, x, y }) {
  return base64url(await crypto.subtle.digest("SHA-256", utf8.encode(JSON.stringify({ crv, kty, x, y }))));
}

/**
 * Whether name and number fit.
 * @param {PaperVisit} visit
 */
export function fits(visit) {
  return utf8.encode(JSON.stringify({ ...visit, pad: "" })).length <= CONTENT_BYTES;
}

/**
 * Signed by the device and encrypted. All sealed visits have the same length.
 * @param {PaperVisit} visit
 * @param {Jwk} authorityKey
 * @param {CryptoKey | null} [deviceKey] of the device that the visit names; null for a device that was paired without one
 */
export async function seal(visit, authorityKey, deviceKey = null) {
  const missing = CONTENT_BYTES - utf8.encode(JSON.stringify({ ...visit, pad: "" })).length;
  if (missing < 0) throw new RangeError("The visit does not fit.");
  const padded = utf8.encode(JSON.stringify({ ...visit, pad: " ".repeat(missing) }));
  const content = deviceKey ? await sign(padded, visit.device, deviceKey) : padded;
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const theirs = await crypto.subtle.importKey("jwk", { kty: authorityKey.kty, crv: authorityKey.crv, x: authorityKey.x, y: authorityKey.y }, curve, false, []);
  const ours = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", ours.publicKey);
  const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, ours.privateKey, 256);
  const key = await crypto.subtle.importKey("raw", await contentKey(secret), "AES-GCM", false, ["encrypt"]);

  const header = base64url(utf8.encode(JSON.stringify({ alg: "ECDH-ES", enc: "A256GCM", kid: await thumbprint(authorityKey), epk: { kty, crv, x, y } })));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8.encode(header) }, key, content));
  return [header, "", base64url(iv), base64url(sealed.slice(0, -16)), base64url(sealed.slice(-16))].join(".");
}

/**
 * A compact JWS (RFC 7515, ES256).
 * @param {Uint8Array} payload
 * @param {string} device
 * @param {CryptoKey} key
 */
async function sign(payload, device, key) {
  const header = { alg: "ES256", typ: "kipass-paper+jwt", kid: device };
  const input = `${base64url(utf8.encode(JSON.stringify(header)))}.${base64url(payload)}`;
  const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, utf8.encode(input));
  return utf8.encode(`${input}.${base64url(signature)}`);
}

/**
 * The Concat KDF of RFC 7518 section 4.6.2, one round: counter, secret, algorithm, empty parties, length of the key in bits.
 * @param {ArrayBuffer} secret
 */
function contentKey(secret) {
  const algorithm = utf8.encode("A256GCM");
  /** @param {number} value */
  const number = (value) => [0, 0, value >> 8, value & 0xff];
  return crypto.subtle.digest(
    "SHA-256",
    Uint8Array.from([...number(1), ...new Uint8Array(secret), ...number(algorithm.length), ...algorithm, ...number(0), ...number(0), ...number(256)]),
  );
}
