// The fields of a pass (KP1) that a scanner can read: issuer, day, expiry, form. The rest is sealed; only the register opens it.

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const TEXT_LENGTH = 145;
const BYTES = 94;
const SLOT_S = 15;

/** @type {[at: number, bytes: number[]][]} the bytes that are the same in every pass, by place */
const FIXED = [
  [0, [0xd0, 0x83, 0x51, 0xa3, 0x01, 0x03, 0x04, 0x44]],
  [12, [0x0f, 0xa1, 0x04, 0x1a]],
  [20, [0xa1, 0x05, 0x4c]],
  [35, [0x58, 0x39]],
];
const KID_AT = 8;
const EXPIRY_AT = 16;

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
 * Null when the text is no KI-PASS code.
 * @param {string} text
 * @returns {ReadablePass | null}
 */
export function readPass(text) {
  if (!text.startsWith("KP1:") || text.length !== TEXT_LENGTH) return null;
  const bytes = fromBase45(text.slice(4));
  if (bytes === null || bytes.length !== BYTES || FIXED.some(([at, values]) => values.some((value, index) => bytes[at + index] !== value))) return null;
  const view = new DataView(bytes.buffer);
  const issuer = view.getUint16(KID_AT);
  const day = view.getUint16(KID_AT + 2);
  const expiry = view.getUint32(EXPIRY_AT);
  if (issuer === 0 || Math.floor((expiry - SLOT_S + 9 * 3600) / 86400) !== day) return null;
  return { issuer, day, startsAtMs: (expiry - SLOT_S) * 1000, expiresAtMs: expiry * 1000 };
}
