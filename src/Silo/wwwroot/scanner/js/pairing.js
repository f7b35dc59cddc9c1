// The portal's pairing QR: a link to this page, see docs/pairing.md.

/**
 * What a pairing link of this register says, or the host of another register's link; null when it is none.
 * @param {string} text
 * @param {{ origin: string }} here
 * @returns {{ code: string, authority: string | null } | { foreign: string } | null}
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
  const authority = values.get("authority");
  return { code, authority: authority && /^[\w-]{43}$/.test(authority) ? authority : null };
}

/**
 * Whether the register could read it as a pairing code: ten letters and digits, as forgiving as it is (case, blanks, hyphens).
 * @param {string} text
 */
export const looksLikeCode = (text) => /^(?:[ -]*[0-9A-TV-Z]){10}[ -]*$/i.test(text);
