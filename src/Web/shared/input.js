// What both apps do with typed text and with Korean time.

const KOREA_MS = 9 * 3600000;

/**
 * As typed, but with full-width digits and signs, as Korean and Japanese keyboards write them, in their usual form and without invisible
 * characters and blanks around it.
 * @param {string} text
 */
export const tidy = (text) =>
  text
    .normalize("NFKC")
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "")
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .trim();

/**
 * yyyy-MM-ddTHH:mm on the Korean clock.
 * @param {number} time milliseconds since 1970-01-01 UTC
 */
export const koreanMinute = (time) => new Date(time + KOREA_MS).toISOString().slice(0, 16);

/**
 * yyyy-MM-dd on the Korean clock.
 * @param {number} time milliseconds since 1970-01-01 UTC
 */
export const koreanDate = (time) => koreanMinute(time).slice(0, 10);

/**
 * The reverse of koreanMinute; NaN when it is none.
 * @param {string} minute
 */
export const fromKoreanMinute = (minute) => Date.parse(`${minute}:00Z`) - KOREA_MS;
