import { element } from "../shared/element.js";
import { language } from "./words.js";

// The authority's key as four words that staff compare with the portal: 44 bits of a slow hash of the thumbprint. See docs/pairing.md for why
// the hash is slow. Computed as src/Tokens/Keys/CheckWords.cs does.

const SALT = "kipass/check-words";
const ITERATIONS = 2 ** 20;
const BITS_OF_WORD = 11;
const WORDS = 4;
const utf8 = new TextEncoder();
/** @type {Map<string, Promise<{ ko: string, en: string }>>} by thumbprint */
const known = new Map();

/**
 * The words in both languages.
 * @param {string} print RFC 7638 thumbprint
 */
export function checkWords(print) {
  const words = known.get(print) ?? compute(print);
  known.set(print, words);
  return words;
}

/**
 * Shows the words, in the page's language first. They take up to some seconds on a slow phone.
 * @param {string} print
 */
export function showCheckWords(print) {
  const shown = element("output.print", { "aria-busy": "true" }, "…");
  checkWords(print).then((words) => {
    shown.replaceChildren(
      element("strong", { lang: language.current }, words[language.current]),
      element("span", { lang: language.other }, words[language.other]),
    );
    shown.removeAttribute("aria-busy");
  });
  return shown;
}

/** @param {string} print */
async function compute(print) {
  const [{ KOREAN, ENGLISH }, key] = await Promise.all([
    import("../lib/check-words.js"),
    crypto.subtle.importKey("raw", utf8.encode(print), "PBKDF2", false, ["deriveBits"]),
  ]);
  const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: utf8.encode(SALT), iterations: ITERATIONS }, key, 64);
  const value = new DataView(bits).getBigUint64(0);
  const places = Array.from({ length: WORDS }, (_, word) => Number(BigInt.asUintN(BITS_OF_WORD, value >> BigInt(64 - (word + 1) * BITS_OF_WORD))));
  /** @param {string[]} list */
  const read = (list) => places.map((place) => list[place]).join(" ");
  return { ko: read(KOREAN), en: read(ENGLISH) };
}
