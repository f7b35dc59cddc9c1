import { readText, writeText } from "./storage.js";

/**
 * The texts of an app in Korean and English, and which of the two is shown.
 * @template {string} K
 */
export class Language {
  #key;
  #texts;
  /** @type {LanguageCode} */
  #current;

  /**
   * @param {string} key where the choice is stored
   * @param {Record<LanguageCode, Record<K, string>>} texts
   */
  constructor(key, texts) {
    this.#key = key;
    this.#texts = texts;
    const chosen = readText(key) ?? (navigator.language?.startsWith("ko") === false ? "en" : "ko");
    this.#current = chosen === "en" ? "en" : "ko";
  }

  get current() {
    return this.#current;
  }

  /** @returns {LanguageCode} */
  get other() {
    return this.#current === "ko" ? "en" : "ko";
  }

  switch() {
    this.#current = this.other;
    writeText(this.#key, this.#current);
  }

  /**
   * The text of a key with its {placeholders} filled in.
   * @param {K} key
   * @param {Placeholders} [values]
   * @param {LanguageCode} [language]
   */
  text(key, values = {}, language = this.#current) {
    return this.#texts[language][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
  }
}
