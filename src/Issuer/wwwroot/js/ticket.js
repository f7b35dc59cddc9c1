// What a phone computes from a ticket, and which ticket comes next: docs/pass-format.md.

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const MAC_BYTES = 12;
const KOREA_MS = 9 * 3600000;
const SLOT_MS = 15000;

const DAY_MS = 86400000;
/** Number of tickets of a person and day; n runs from 0 and wraps here. */
export const TICKETS_A_DAY = 64;
/** Most unused tickets of a person and day on a phone. With fewer than `FEW_UNUSED` it asks for more. */
export const MOST_UNUSED = 32;
export const FEW_UNUSED = 16;

/**
 * The slot of a moment. `day`: days since 1970-01-01 of the date in Korea; `from` and `until` in milliseconds.
 * @param {number} time milliseconds since 1970-01-01 UTC
 */
export function slotAt(time) {
  const day = Math.floor((time + KOREA_MS) / DAY_MS);
  const midnight = day * DAY_MS - KOREA_MS;
  const slot = Math.floor((time - midnight) / SLOT_MS);
  const from = midnight + slot * SLOT_MS;
  return { day, slot, from, until: from + SLOT_MS };
}

/**
 * The text of the QR code: kid, ticket, slot and mac in Base45.
 * @param {Pick<Ticket, "kid" | "ticket" | "key">} ticket
 * @param {number} slot
 */
export async function codeOf({ kid, ticket, key }, slot) {
  const counter = [slot >> 8, slot & 0xff];
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, new Uint8Array(counter)));
  return "KP2:" + toBase45([...kid, ...ticket, ...counter, ...mac.subarray(0, MAC_BYTES)]);
}

/**
 * RFC 9285, for an even number of bytes.
 * @param {number[]} bytes
 */
export function toBase45(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 2) {
    const value = bytes[i] * 256 + bytes[i + 1];
    text += ALPHABET[value % 45] + ALPHABET[Math.floor(value / 45) % 45] + ALPHABET[Math.floor(value / 2025)];
  }
  return text;
}

/**
 * A ticket as the issuer sends it. The page cannot read the key again, only compute with it.
 * @param {string} person
 * @param {string} kid base64url
 * @param {{ n: number, ticket: string, key: string }} sent
 * @returns {Promise<Ticket>}
 */
export async function readTicket(person, kid, { n, ticket, key }) {
  const imported = await crypto.subtle.importKey("raw", bytesOf(key), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return { person, day: dayOf(kid), n, kid: bytesOf(kid), ticket: bytesOf(ticket), key: imported, used: 0 };
}

/**
 * The Korean day of a kid.
 * @param {string} kid base64url
 */
export function dayOf(kid) {
  const bytes = bytesOf(kid);
  return bytes[2] * 256 + bytes[3];
}

/**
 * The ticket for the next showing: an unused one, and when all are used the one whose use is longest ago. A code is never withheld.
 * @template {Pick<Ticket, "used">} T
 * @param {T[]} tickets of one person and day
 * @returns {T | undefined}
 */
export const nextTicket = (tickets) => tickets.reduce((/** @type {T | undefined} */ best, one) => (best && best.used <= one.used ? best : one), undefined);

/**
 * The n from which more tickets of a day are wanted; null when there are enough, or no others. Two phones of one person begin anywhere, so
 * that they seldom use the same ticket.
 * @param {Pick<Ticket, "n" | "used">[]} tickets of one person and day
 */
export function wantedFrom(tickets) {
  if (tickets.length === 0) return crypto.getRandomValues(new Uint8Array(1))[0] % TICKETS_A_DAY;
  if (tickets.length >= TICKETS_A_DAY || unused(tickets) >= FEW_UNUSED) return null;
  const held = new Set(tickets.map((one) => one.n));
  const last = tickets.find((one) => !held.has((one.n + 1) % TICKETS_A_DAY));
  return last ? (last.n + 1) % TICKETS_A_DAY : null;
}

/** @param {Pick<Ticket, "used">[]} tickets */
export const unused = (tickets) => tickets.filter((one) => one.used === 0).length;

/** @param {string} base64url */
const bytesOf = (base64url) => Uint8Array.from(atob(base64url.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));
