import { Language } from "../shared/language.js";
import { EN } from "./texts-en.js";
import { KO } from "./texts-ko.js";

export const WORDS = { ko: KO, en: EN };

/** @typedef {"accepted" | "kept" | "repeated" | "notOurs" | "used" | "usedHere" | "undone" | "old" | "expired" | "early" | "notAuthentic" | "inactive" | "ended" | "revoked" | "late" | "lost" | "lostNoStorage" | "failed"} VerdictKey each has a title and a text */

/** @type {Record<string, VerdictKey>} */
export const REFUSALS = {
  "pass-already-used": "used",
  "visit-undone": "undone",
  "pass-old": "old",
  "pass-expired": "expired",
  "pass-not-yet-valid": "early",
  "pass-not-authentic": "notAuthentic",
  "pass-malformed": "notOurs",
  "facility-inactive": "inactive",
  "collection-ended": "ended",
  "device-revoked": "revoked",
  "device-unknown": "revoked",
  "not-sent-in-time": "late",
};

/**
 * The key of a refusal's title and text by its code.
 * @param {string | null | undefined} code
 * @returns {VerdictKey | undefined}
 */
export const refusal = (code) => REFUSALS[code ?? ""];

export const language = new Language("kipass.scanner.language", WORDS);

/** @type {typeof language.text} */
export const words = (key, values, inLanguage) => language.text(key, values, inLanguage);

/**
 * "12초", "12 min": whole seconds, minutes or hours.
 * @param {number} milliseconds
 * @param {LanguageCode} [inLanguage]
 */
export function timeSpan(milliseconds, inLanguage) {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 60) return words("seconds", { count: seconds }, inLanguage);
  return seconds < 3600 ? words("minutes", { count: Math.floor(seconds / 60) }, inLanguage) : words("hours", { count: Math.floor(seconds / 3600) }, inLanguage);
}

/**
 * "19:42:10" on the Korean clock.
 * @param {number | string} time
 */
export function timeOfDay(time) {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Seoul", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  return format.format(new Date(time));
}
