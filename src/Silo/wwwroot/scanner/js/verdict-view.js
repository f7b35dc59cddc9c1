import { element } from "./element.js";
import { feedback } from "./feedback.js";
import { settings } from "./settings.js";
import { currentLanguage, otherLanguage, REFUSALS, words } from "./words.js";

const ACCEPTED_MS = 1200;
const KEPT_MS = 1500;
const KIOSK_MS = 6000;
const AT_LEAST_MS = 500;

const MARKS = {
  accepted: "M20 52 42 74 82 28",
  refused: "M26 26 74 74M74 26 26 74",
  kept: "M50 18v42M32 44l18 18 18-18M22 80h56",
};

/** Which words, colour and sound a verdict has: {mood, key, values}. */
export function describe(verdict, count) {
  const texts = {
    accepted: ["accepted", "accepted"],
    kept: ["kept", "kept"],
    "not-ours": ["refused", "notOurs"],
    revoked: ["refused", "revoked"],
    lost: ["refused", "lost"],
    refused: ["refused", REFUSALS[verdict.code] ?? "failed"],
  };
  const [mood, key] = texts[verdict.kind];
  return { mood, key, values: { count, code: verdict.code } };
}

/** The result over the whole screen: colour, a mark, two words, one sentence, in both languages. */
export class VerdictView {
  #screen = null;
  #timer;
  #shownAt = 0;

  /** Whether another verdict may take the place now: a visitor must have had the time to see theirs. */
  get isDone() {
    return !this.#screen || performance.now() - this.#shownAt >= AT_LEAST_MS;
  }

  get isShown() {
    return this.#screen !== null;
  }

  show(verdict, count) {
    const { mood, key, values } = describe(verdict, count);
    this.hide();
    const other = otherLanguage();
    const stays = mood === "refused";
    const button = element(
      `button.verdict.${mood}`,
      { type: "button", "data-kind": verdict.kind, "data-code": verdict.code ?? null, onclick: () => this.hide() },
      mark(mood),
      element("strong", {}, words(`${key}Title`, values)),
      element("span.other", { lang: other }, words(`${key}Title`, values, other)),
      element("span.reason", {}, words(`${key}Text`, values)),
      element("span.reason.other", { lang: other }, words(`${key}Text`, values, other)),
      stays && element("span.go-on", {}, words("tapToGoOn")),
    );
    this.#screen = element("div.verdict-holder", { role: "alert", lang: currentLanguage() }, button);
    document.body.append(this.#screen);
    document.documentElement.dataset.verdict = mood;
    this.#shownAt = performance.now();
    feedback(mood);
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
}

export function mark(mood) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 100 100");
  svg.setAttribute("class", "mark");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", MARKS[mood]);
  svg.append(line);
  return svg;
}
