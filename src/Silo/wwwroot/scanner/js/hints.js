const HINT_AFTER_MS = 5000;
const CALM_AFTER_MS = 2000;
const MOVEMENT = 6;
const DARK = 45;

/** Notices that somebody holds up a code that cannot be read, and says what would help. */
export class UnreadHint {
  /** @type {number | null} */
  #since = null;
  #lastSign = 0;

  reset() {
    this.#since = null;
  }

  /**
   * @param {DecodedFrame} frame one in which nothing was read
   * @returns {"hintDark" | "hintUnread" | null}
   */
  after({ isCandidate, movement, brightness }) {
    const now = performance.now();
    if (isCandidate || movement > MOVEMENT) {
      this.#lastSign = now;
      this.#since ??= now;
    } else if (now - this.#lastSign > CALM_AFTER_MS) {
      this.#since = null;
    }
    if (this.#since === null || now - this.#since <= HINT_AFTER_MS) return null;
    return brightness < DARK ? "hintDark" : "hintUnread";
  }
}
