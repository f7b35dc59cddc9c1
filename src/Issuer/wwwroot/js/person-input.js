import { koreanDate, tidy } from "../shared/input.js";

// How a person's data may be typed. The issuer reads the same way; both are tested with tests/Issuer.Tests/Personal/visitor-input.json.

const AGE_OF_CONSENT = 14;

/**
 * "010-1234-5678", "+82 (0)10 1234 5678", "８２－１０…" → "+821012345678". A number with another country's code is passed on as E.164, since
 * only the issuer knows which of them are mobile numbers. Null: cannot receive messages.
 * @param {string} text
 * @returns {string | null}
 */
export function mobileNumber(text) {
  const written = tidy(text);
  if (!/^[+\d\s().·/-]*$/.test(written)) return null;
  const digits = written.replace(/\(0\)/, "").replace(/[^\d+]/g, "");
  const readings = internationalReadings(digits);
  const korean = readings.map((reading) => reading.replace(/^\+?82(?=0?1)0?|^(?=1)/, "0")).find((number) => /^01[016789]\d{7,8}$/.test(number));
  if (korean) return `+82${korean.slice(1)}`;
  return readings.find((reading) => /^\+(?!82|0)\d{8,15}$/.test(reading)) ?? null;
}

/**
 * "00182…" and "0082…" with a plus instead of the prefix: 001, 002, 005, 006, 008 and 009 are Korean carriers' prefixes, 00 everybody else's.
 * @param {string} digits
 */
function internationalReadings(digits) {
  if (!digits.startsWith("00")) return [digits];
  const everywhere = `+${digits.slice(2)}`;
  return /^00[125689]/.test(digits) ? [`+${digits.slice(3)}`, everywhere] : [everywhere];
}

/**
 * "+821012345678" → "010-1234-5678"; other countries' numbers stay as they are.
 * @param {string} phone E.164
 */
export function shownNumber(phone) {
  return phone.replace(/^\+82(\d{2})(\d{3,4})(\d{4})$/, "0$1-$2-$3");
}

/**
 * "19900315", "1990.3.15", "1990년 3월 15일" → "1990-03-15". Null: no such day, or after the Korean day of `now`.
 * @param {string} text
 * @param {number} now
 * @returns {string | null}
 */
export function realDate(text, now) {
  const written = tidy(text);
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(written) ?? /^(\d{4})[-./년\s]+(\d{1,2})[-./월\s]+(\d{1,2})[.일]?$/.exec(written);
  if (!match) return null;
  const [year, month, day] = match.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists || year < 1900) return null;
  const iso = date.toISOString().slice(0, 10);
  return iso <= koreanDate(now) ? iso : null;
}

/**
 * Whether somebody born on that day is under 14 on the Korean date of `now`, so that a guardian has to agree.
 * @param {string} birthDate yyyy-MM-dd
 * @param {number} now
 */
export function isUnder14(birthDate, now) {
  const birthday = `${Number(birthDate.slice(0, 4)) + AGE_OF_CONSENT}${birthDate.slice(4)}`;
  return koreanDate(now) < birthday;
}
