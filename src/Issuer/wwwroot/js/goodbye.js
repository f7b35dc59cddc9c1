import { element } from "../shared/element.js";
import { words } from "./more-words.js";
import { slotAt } from "./ticket.js";
import { dayName } from "./words.js";

// An entry of today is destroyed at the Korean midnight that begins this day.
const LAST_ENTRY_DAYS = 29;

/** Shown once after the account was deleted: what is gone, and what runs out when. */
export class Goodbye {
  #clock;
  #issuerName;
  #onSignUp;

  /**
   * @param {object} options
   * @param {import("../shared/clock.js").ServerClock} options.clock
   * @param {() => string} options.issuerName
   * @param {() => unknown} options.onSignUp
   */
  constructor({ clock, issuerName, onSignUp }) {
    this.#clock = clock;
    this.#issuerName = issuerName;
    this.#onSignUp = onSignUp;
  }

  /** @param {HTMLElement} root */
  render(root) {
    const date = dayName(slotAt(this.#clock.now()).day + LAST_ENTRY_DAYS);
    root.replaceChildren(
      element(
        "section.card.goodbye",
        {},
        element("h1", {}, words("goodbyeTitle")),
        element(
          "dl.consent",
          {},
          element("dt", {}, words("goodbyeGone")),
          element("dd", {}, words("goodbyeGoneWhat", { issuer: this.#issuerName() })),
          element("dt", {}, words("goodbyeVisits")),
          element("dd", {}, words("goodbyeVisitsWhat", { date })),
          element("dt", {}, words("goodbyeTraces")),
          element("dd", {}, words("goodbyeTracesWhat")),
        ),
        element("p.hint", {}, words("goodbyeNext")),
        element("button.primary", { type: "button", onclick: () => this.#onSignUp() }, words("signUpAgain")),
      ),
    );
  }
}
