import { startsAsPass } from "./pass.js";

// So many reads of keyboard scanners wait for their turn; at two a second nobody gets further ahead.
const MOST_WAITING = 60;

/**
 * Judges what camera and keyboard scanners read, one read after the other, and shows each verdict long enough to be seen.
 * Event "judged": a verdict was shown (detail: the verdict).
 */
export class Reads extends EventTarget {
  #scanning;
  #verdicts;
  /** @type {{ text: string, isTyped: boolean }[]} */
  #waiting = [];
  #isWorking = false;

  /** People taken in today by this facility, as far as this device knows. */
  count = 0;

  /**
   * @param {import("./scan.js").Scanning} scanning
   * @param {import("./verdict-view.js").VerdictView} verdicts
   */
  constructor(scanning, verdicts) {
    super();
    this.#scanning = scanning;
    this.#verdicts = verdicts;
  }

  get isIdle() {
    return !this.#isWorking && !this.#verdicts.isShown;
  }

  /**
   * From the camera. Nothing waits: the camera looks again.
   * @param {string[]} texts
   * @param {boolean} isCovered a dialog is open: what is in view stays known, but nothing is judged
   */
  see(texts, isCovered) {
    const fresh = texts.filter((text) => !this.#scanning.isQuiet(text));
    const next = fresh.find(startsAsPass) ?? fresh[0];
    if (next !== undefined && !isCovered && !this.#isWorking && this.#verdicts.isDone) this.#add({ text: next, isTyped: false });
  }

  /**
   * From a keyboard scanner, which reads once. Waits while another read is judged.
   * @param {string} text
   */
  type(text) {
    if (this.#waiting.length < MOST_WAITING) this.#add({ text, isTyped: true });
  }

  /** @param {{ text: string, isTyped: boolean }} read */
  #add(read) {
    this.#waiting.push(read);
    if (!this.#isWorking) this.#work();
  }

  async #work() {
    this.#isWorking = true;
    for (let read = this.#waiting.shift(); read; read = this.#waiting.shift()) {
      const verdict = await this.#judge(read);
      await this.#verdicts.untilSeen();
      if (verdict.kind === "accepted") this.count++;
      this.#verdicts.show(verdict, this.count);
      this.dispatchEvent(new CustomEvent("judged", { detail: verdict }));
    }
    this.#isWorking = false;
  }

  /**
   * @param {{ text: string, isTyped: boolean }} read
   * @returns {Promise<Verdict>}
   */
  async #judge({ text, isTyped }) {
    try {
      return await (isTyped ? this.#scanning.judgeAgain(text) : this.#scanning.judge(text));
    } catch (error) {
      // A defect. The person at the door gets an answer all the same, and the next one too.
      return { kind: "refused", code: error instanceof Error ? error.name : "unknown" };
    }
  }
}
