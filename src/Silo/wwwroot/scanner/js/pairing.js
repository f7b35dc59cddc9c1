// The portal's pairing QR: a link to this page, see docs/pairing.md.

/** {code, authority} of a pairing link of this register; {foreign: host} of another register's; null when it is none. */
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
  return { code, authority: /^[\w-]{43}$/.test(authority ?? "") ? authority : null };
}

/** Whether the register could read it as a pairing code: ten letters and digits, as forgiving as it is (case, blanks, hyphens). */
export const looksLikeCode = (text) => /^(?:[ -]*[0-9A-TV-Z]){10}[ -]*$/i.test(text);
