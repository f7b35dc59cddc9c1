// The fields of a code (KP2) that a scanner can read: issuer, day and slot. Only the register can tell whether it is authentic.

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const PREFIX = "KP2:";
const TEXT_LENGTH = 55;
const BYTES = 34;
const SLOTS_A_DAY = 5760;
const SLOT_MS = 15000;
const DAY_MS = 86400000;
const KOREA_MS = 9 * 3600000;
// Places in kid(4), ticket(16), slot(2), mac(12).
const DAY_AT = 2;
const SLOT_AT = 20;

/**
 * Whether the text begins as our codes do, of this version or the first.
 * @param {string} text
 */
export const startsAsPass = (text) => /^KP[12]:/.test(text);

/**
 * Whether the text is a code of version 1, which a page shows that was not loaded since.
 * @param {string} text
 */
export const isOldPass = (text) => text.startsWith("KP1:");

/**
 * RFC 9285; null for anything that is not Base45.
 * @param {string} text
 */
export function fromBase45(text) {
  if (text.length % 3 === 1) return null;
  const bytes = [];
  for (let i = 0; i < text.length; i += 3) {
    const digits = [...text.slice(i, i + 3)].map((character) => ALPHABET.indexOf(character));
    if (digits.includes(-1)) return null;
    const value = digits.reduce((sum, digit, place) => sum + digit * 45 ** place, 0);
    if (value > (digits.length === 3 ? 0xffff : 0xff)) return null;
    if (digits.length === 3) bytes.push(value >> 8);
    bytes.push(value & 0xff);
  }
  return Uint8Array.from(bytes);
}

/**
 * Null when the text is no KI-Pass code.
 * @param {string} text
 * @returns {ReadablePass | null}
 */
export function readPass(text) {
  if (!text.startsWith(PREFIX) || text.length !== TEXT_LENGTH) return null;
  const bytes = fromBase45(text.slice(PREFIX.length));
  if (bytes === null || bytes.length !== BYTES) return null;
  const view = new DataView(bytes.buffer);
  const issuer = view.getUint16(0);
  const day = view.getUint16(DAY_AT);
  const slot = view.getUint16(SLOT_AT);
  if (issuer === 0 || slot >= SLOTS_A_DAY) return null;
  const startsAtMs = day * DAY_MS - KOREA_MS + slot * SLOT_MS;
  return { issuer, day, startsAtMs, expiresAtMs: startsAtMs + SLOT_MS };
}
