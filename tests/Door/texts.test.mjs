import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

globalThis.localStorage = { getItem: () => null, setItem: () => {}, removeItem: () => {} };
if (!globalThis.navigator?.language) Object.defineProperty(globalThis, "navigator", { value: { language: "ko" }, configurable: true });
globalThis.HTMLElement ??= class {};

const visitor = await import("../../src/Issuer/wwwroot/js/words.js");
await import("../../src/Issuer/wwwroot/js/more-words.js");
const { Language } = await import("../../src/Web/shared/language.js");
const scanner = await import("../../src/Silo/wwwroot/scanner/js/words.js");
const { isUnder14, mobileNumber, realDate, shownNumber } = await import("../../src/Issuer/wwwroot/js/person-input.js");
const { looksLikeCode, readPairing } = await import("../../src/Silo/wwwroot/scanner/js/pairing.js");
const { bestReading, typed, typedByPlace } = await import("../../src/Silo/wwwroot/scanner/js/keyboard-scanner.js");
const { readPass } = await import("../../src/Silo/wwwroot/scanner/js/pass.js");
const { codes: vectors } = JSON.parse(readFileSync(new URL("../Tokens.Tests/vectors/pass-v2.json", import.meta.url)));

const placeholders = (text) => (text.match(/\{\w+\}/g) ?? []).sort().join();

for (const [name, { WORDS }] of Object.entries({ visitor, scanner })) {
  test(`the ${name}'s words are complete in both languages, with the same placeholders`, () => {
    assert.deepEqual(Object.keys(WORDS.ko), Object.keys(WORDS.en));
    for (const [key, text] of Object.entries(WORDS.ko)) {
      assert.ok(text && WORDS.en[key], key);
      assert.equal(placeholders(text), placeholders(WORDS.en[key]), key);
    }
  });
}

test("both apps speak in one tone and with one word for one thing", () => {
  const said = { ko: new Set(["acceptedTitle"]), en: new Set() };
  const wrong = {
    ko: [/KI-PASS/, /니다(?=[.!?]|$)/, /등록 서버|등록기관|기기 등록|함께 온 사람|가상 수신함|문자함/, /없애기|지우기/],
    en: [/KI-PASS/, /\bKept\b/, /People with you|Leave on this phone|go on\b|Add a device|whoever|\banew\b|taken back/],
  };
  for (const [name, { WORDS }] of Object.entries({ visitor, scanner })) {
    for (const language of ["ko", "en"]) {
      for (const [key, text] of Object.entries(WORDS[language])) {
        for (const pattern of wrong[language]) assert.ok(said[language].has(key) || !pattern.test(text), `${name} ${key}: ${text}`);
      }
    }
  }
});

test("the language follows the device, and a choice is kept", () => {
  const stored = new Map();
  const before = [globalThis.localStorage, navigator.language];
  globalThis.localStorage = { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => stored.set(key, value), removeItem: (key) => stored.delete(key) };
  const on = (device) => {
    Object.defineProperty(navigator, "language", { value: device, configurable: true });
    return new Language("language", { ko: {}, en: {} });
  };
  for (const [device, expected] of [["ko", "ko"], ["ko-KR", "ko"], ["en-US", "en"], ["vi-VN", "en"], [undefined, "ko"]]) assert.equal(on(device).current, expected, device);
  on("ko-KR").switch();
  assert.equal(on("ko-KR").current, "en");
  [globalThis.localStorage] = before;
  Object.defineProperty(navigator, "language", { value: before[1], configurable: true });
});

test("every refusal that a scan can get has its own words", () => {
  for (const code of ["pass-already-used", "pass-expired", "pass-not-yet-valid", "pass-not-authentic", "pass-malformed", "facility-inactive", "collection-ended", "device-revoked", "device-unknown"]) {
    assert.ok(scanner.WORDS.ko[`${scanner.REFUSALS[code]}Title`] && scanner.WORDS.en[`${scanner.REFUSALS[code]}Text`], code);
  }
});

test("phone numbers are read as people write them", () => {
  for (const text of ["010-1234-5678", "01012345678", "010 1234 5678", "+82 10-1234-5678", "+821012345678", "0082 10 1234 5678"]) assert.equal(mobileNumber(text), "+821012345678", text);
  for (const text of ["", "02-123-4567", "010-12", "abc"]) assert.equal(mobileNumber(text), null, text);
  assert.equal(shownNumber("+821012345678"), "010-1234-5678");
});

test("dates must exist and lie behind", () => {
  const now = Date.UTC(2020, 5, 12);
  for (const text of ["19900315", "1990-03-15", "1990.3.15", "1990. 3. 15."]) assert.equal(realDate(text, now), "1990-03-15", text);
  for (const text of ["", "1990-02-30", "1990", "20201231", "18990101", "15-03-1990"]) assert.equal(realDate(text, now), null, text);
});

test("one is under 14 until the Korean midnight of the fourteenth birthday", () => {
  assert.equal(isUnder14("2006-06-13", Date.parse("2020-06-12T14:59:59Z")), true);
  assert.equal(isUnder14("2006-06-13", Date.parse("2020-06-12T15:00:00Z")), false);
});

test("a pairing link is read only when it leads to this register", () => {
  const here = { origin: "https://register.example" };
  const authority = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";
  assert.deepEqual(readPairing(`https://register.example/scanner/#pair=7KQ2M-4XP9A&authority=${authority}`, here), { code: "7KQ2M-4XP9A", authority, signer: null });
  assert.deepEqual(readPairing(`https://register.example/scanner/#pair=7KQ2M-4XP9A&authority=${authority}&signer=${authority}`, here), { code: "7KQ2M-4XP9A", authority, signer: authority });
  assert.deepEqual(readPairing("https://register.example/scanner/#pair=7KQ2M&authority=short", here), { code: "7KQ2M", authority: null, signer: null });
  assert.deepEqual(readPairing("https://other.example/scanner/#pair=7KQ2M", here), { foreign: "other.example" });
  for (const text of ["", "7KQ2M-4XP9A", "https://register.example/scanner/", "https://register.example/elsewhere#pair=1", "javascript:/scanner/#pair=1"]) assert.equal(readPairing(text, here), null, text);
});

test("what cannot be a pairing code is told before the register is asked, as forgiving as the register is", () => {
  for (const text of ["7KQ2M-4XP9A", "7kq2m4xp9a", "7KQ2M 4XP9A", "O0I1L-00000", "7-K-Q-2-M-4-X-P-9-A"]) assert.equal(looksLikeCode(text), true, text);
  for (const text of ["", "7KQ2M", "7KQ2M-4XP9AB", "7KQ2M-4XP9U", "등록코드일곱자리열", "https://register.example/", "7KQ2M_4XP9A"]) assert.equal(looksLikeCode(text), false, text);
});

test("a keyboard scanner is understood whatever keyboard layout or input method is on", () => {
  assert.equal(typed({ key: "A", code: "KeyA" }), "A");
  assert.equal(typed({ key: "ㅁ", code: "KeyA", shiftKey: true }), "A");
  assert.equal(typed({ key: "Process", code: "Digit5", shiftKey: true }), "%");
  assert.equal(typed({ key: "Process", code: "Semicolon", shiftKey: true }), ":");
  assert.equal(typed({ key: "Process", code: "Space" }), " ");
  assert.equal(typed({ key: "Shift", code: "ShiftLeft" }), null);
});

test("the right one of two well-formed readings is taken, whether the scanner is set to the device's layout or to a US keyboard", () => {
  const isOurs = (text) => readPass(text) !== null;
  const german = { Y: "Z", Z: "Y" };
  for (const { text } of vectors) {
    const place = (character) => (character === ":" ? { code: "Semicolon", shiftKey: true } : /[A-Z]/.test(character) ? { code: `Key${character}`, shiftKey: true } : null);
    const readings = (key, code) => [[...text].map(key).join(""), [...text].map(code).join("")];
    const byPlace = (character) => (place(character) ? typedByPlace(place(character)) : character);
    assert.equal(bestReading(readings((one) => german[one] ?? one, byPlace), isOurs), text, "typed as a US keyboard");
    const pressed = (one) => (one === ":" ? typedByPlace({ code: "Period", shiftKey: true }) : (german[one] ?? one));
    assert.equal(bestReading(readings((one) => one, pressed), isOurs), text, "typed as a German keyboard");
  }
});
