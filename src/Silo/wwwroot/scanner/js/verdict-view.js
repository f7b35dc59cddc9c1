import { element, svg } from "../shared/element.js";
import { feedback } from "./feedback.js";
import { STORAGE_FULL } from "./scan.js";
import { settings } from "./settings.js";
import { say } from "./speech.js";
import { language, refusal, timeSpan, words } from "./words.js";

const ACCEPTED_MS = 1200;
const KEPT_MS = 1500;
const KIOSK_MS = 6000;
const AT_LEAST_MS = 500;

const MARKS = {
  accepted: "M20 52 42 74 82 28",
  refused: "M26 26 74 74M74 26 26 74",
  kept: "M24 40 44 60 80 20M22 84h56",
};

/** @typedef {keyof typeof MARKS} Mood colour and sound */

/**
 * @param {Verdict} verdict
 * @returns {[Mood, import("./words.js").VerdictKey]} how it looks, and the key of its title and text
 */
export function describe({ kind, code, usedMsAgo }) {
  switch (kind) {
    case "accepted":
      return ["accepted", "accepted"];
    case "kept":
      return ["kept", "kept"];
    case "repeated":
      return ["kept", "repeated"];
    case "not-ours":
      return ["refused", "notOurs"];
    case "revoked":
      return ["refused", "revoked"];
    case "lost":
      return ["refused", code === STORAGE_FULL ? "lost" : "lostNoStorage"];
    case "refused":
      return ["refused", usedMsAgo === undefined ? (refusal(code) ?? "failed") : "usedHere"];
  }
}

/** The result over the whole screen: colour, a mark, two words, one sentence, in both languages. */
export class VerdictView {
  /** @type {HTMLElement | null} */
  #screen = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #shownAt = -Infinity;

  /** Whether another verdict may take its place now: a visitor must have had the time to see theirs. */
  get isDone() {
    return !this.#screen || this.#seenIn() <= 0;
  }

  get isShown() {
    return this.#screen !== null;
  }

  /** Resolves when another verdict may take its place. */
  async untilSeen() {
    while (!this.isDone) await new Promise((resolve) => setTimeout(resolve, this.#seenIn()));
  }

  /**
   * @param {Verdict} verdict
   * @param {number} count
   */
  show(verdict, count) {
    this.hide();
    const [mood, key] = describe(verdict);
    /** @param {LanguageCode} [inLanguage] */
    const values = (inLanguage) => ({ count, code: verdict.code, ago: timeSpan(verdict.usedMsAgo ?? 0, inLanguage) });
    const title = words(`${key}Title`, values());
    const text = words(`${key}Text`, values());
    const stays = mood === "refused";
    const button = element(
      `button.verdict.${mood}`,
      { type: "button", "data-kind": verdict.kind, "data-code": verdict.code, onclick: () => this.hide() },
      svg("svg", { viewBox: "0 0 100 100", class: "mark" }, svg("path", { d: MARKS[mood] })),
      element("strong", {}, title),
      element("span.other", { lang: language.other }, words(`${key}Title`, values(language.other), language.other)),
      element("span.reason", {}, text),
      element("span.reason.other", { lang: language.other }, words(`${key}Text`, values(language.other), language.other)),
      stays && element("span.go-on", {}, words("tapToGoOn")),
    );
    this.#screen = element("div.verdict-holder", { role: "alert", lang: language.current }, button);
    this.#host().append(this.#screen);
    document.documentElement.dataset.verdict = mood;
    this.#shownAt = performance.now();
    feedback(mood);
    say(mood === "refused" ? `${title}. ${text}` : title);
    const lasts = mood === "accepted" ? ACCEPTED_MS : mood === "kept" ? KEPT_MS : settings.kiosk ? KIOSK_MS : null;
    if (lasts) this.#timer = setTimeout(() => this.hide(), lasts);
    else button.focus({ preventScroll: true });
  }

  hide() {
    clearTimeout(this.#timer);
    this.#screen?.remove();
    this.#screen = null;
    delete document.documentElement.dataset.verdict;
  }

  #seenIn() {
    return AT_LEAST_MS - (performance.now() - this.#shownAt);
  }

  // What lies outside of an open dialog is behind it. Escape then closes the verdict first.
  #host() {
    const dialog = [...document.querySelectorAll("dialog[open]")].pop();
    if (!dialog) return document.body;
    const screen = this.#screen;
    /** @param {Event} event */
    const cancel = (event) => {
      dialog.removeEventListener("cancel", cancel);
      if (this.#screen !== screen) return;
      event.preventDefault();
      this.hide();
    };
    dialog.addEventListener("cancel", cancel);
    dialog.addEventListener("close", () => this.#screen === screen && this.hide());
    return dialog;
  }
}
