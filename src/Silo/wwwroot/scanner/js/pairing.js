// The portal's pairing QR: a link to this page, see docs/pairing.md.

/**
 * @typedef {object} PairingLink
 * @property {string} code
 * @property {string | null} authority thumbprint of the authority's encryption key
 * @property {string | null} signer thumbprint of the authority's signing key, with which it announces later keys
 */

/**
 * What a pairing link of this register says, or the host of another register's link; null when it is none.
 * @param {string} text
 * @param {{ origin: string }} here
 * @returns {PairingLink | { foreign: string } | null}
 */
export function readPairing(text, here = location) {
  let link;
  try {
    link = new URL(text);
  } catch {
    return null;
  }
  const values = new URLSearchParams(link.hash.slice(1));
  const code = values.get("pair");
  if (!code || !/^https?:$/.test(link.protocol) || !link.pathname.endsWith("/scanner/")) return null;
  if (link.origin !== here.origin) return { foreign: link.host };
  return { code, authority: print(values.get("authority")), signer: print(values.get("signer")) };
}

/** @param {string | null} value */
const print = (value) => (value && /^[\w-]{43}$/.test(value) ? value : null);

/**
 * Whether the register could read it as a pairing code: ten letters and digits, as forgiving as it is (case, blanks, hyphens).
 * @param {string} text
 */
export const looksLikeCode = (text) => /^(?:[ -]*[0-9A-TV-Z]){10}[ -]*$/i.test(text);
