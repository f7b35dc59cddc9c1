const HOLD = 40;
const FEW = 20;

/**
 * Codes that the issuer computed, for a browser that cannot keep tickets: ten minutes of them, in memory, so that a weak network does not
 * stop the queue at a door.
 */
export class FetchedCodes {
  #clock;
  /** @type {Map<string, HeldCode[]>} by person, by slot */
  #held = new Map();

  /** @param {Pick<import("../shared/clock.js").ServerClock, "now">} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /**
   * The code of this slot; null when none is held.
   * @param {string} person
   */
  current(person) {
    const now = this.#clock.now();
    return this.#of(person).find((code) => code.from <= now && now < code.until) ?? null;
  }

  /**
   * How long the codes held last without network, in milliseconds.
   * @param {string} person
   */
  lastsMs(person) {
    const now = this.#clock.now();
    let end = now;
    for (const code of this.#of(person)) {
      if (code.from > end) break;
      end = Math.max(end, code.until);
    }
    return end - now;
  }

  /**
   * How many codes the issuer should send; 0 when enough are held.
   * @param {string} person
   */
  wanted(person) {
    return this.#of(person).length < FEW ? HOLD : 0;
  }

  /**
   * A slot that is held already keeps its code, so that the code on screen does not change, unless another one was asked for.
   * @param {string} person
   * @param {{ pass: string, validFrom: string, validUntil: string }[]} passes
   * @param {boolean} isReplacing
   */
  take(person, passes, isReplacing) {
    const bySlot = new Map(this.#of(person).map((code) => [code.from, code]));
    for (const { pass, validFrom, validUntil } of passes) {
      const from = Date.parse(validFrom);
      if (isReplacing || !bySlot.has(from)) bySlot.set(from, { text: pass, from, until: Date.parse(validUntil) });
    }
    this.#held.set(person, [...bySlot.values()].sort((a, b) => a.from - b.from));
  }

  /** @param {string} person */
  #of(person) {
    const now = this.#clock.now();
    return (this.#held.get(person) ?? []).filter((code) => code.until > now);
  }
}
