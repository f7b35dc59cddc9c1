const HOLD = 40;
const REFILL_BELOW = 20;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30000;

/** The visitor; companions are named by their id. */
export const SELF = "self";

/** Holds passes ahead of time, so that a weak network or a short outage does not stop the queue at a door. */
export class Passes extends EventTarget {
  #store;
  #api;
  #clock;
  /** @type {Map<string, Promise<void>>} requests that are not answered yet, by person */
  #asking = new Map();
  /** @type {Map<string, number>} by person, as performance.now() */
  #retryAt = new Map();
  #failures = 0;

  /** @type {string | null} null when the last request was answered; else the code of the fault: "network", "session", "too-many-requests", … */
  trouble = null;

  /**
   * @param {import("./device-store.js").DeviceStore} store
   * @param {import("./api.js").Api} api
   * @param {import("../shared/clock.js").ServerClock} clock
   */
  constructor(store, api, clock) {
    super();
    this.#store = store;
    this.#api = api;
    this.#clock = clock;
  }

  /**
   * The pass to show now; null when none is held for this moment.
   * @param {string} person
   */
  current(person) {
    const now = this.#clock.now();
    return this.#held(person).find((pass) => pass.from <= now && now < pass.until) ?? null;
  }

  /**
   * How long the passes held last without network, in milliseconds.
   * @param {string} person
   */
  lastsMs(person) {
    let end = this.#clock.now();
    for (const pass of this.#held(person)) {
      if (pass.from > end) break;
      end = Math.max(end, pass.until);
    }
    return end - this.#clock.now();
  }

  /**
   * Fetches passes when few are left, and one when the issuer's time is not known for sure. Does nothing while a request is under way or a
   * failed one waits for its next try.
   * @param {string} person
   */
  keepFilled(person) {
    const isLow = this.#held(person).length < REFILL_BELOW;
    if ((!isLow && this.#clock.isSure) || performance.now() < (this.#retryAt.get(person) ?? 0)) return;
    this.#fetch(person, isLow ? HOLD : 1, false);
  }

  /**
   * Tries again at once: the network is back, or somebody asks.
   * @param {string} person
   */
  retryNow(person) {
    this.#retryAt.clear();
    this.#failures = 0;
    this.keepFilled(person);
  }

  /**
   * Replaces the pass of the current slot, which may have been used at the last door. Resolves with whether there is another one.
   * @param {string} person
   */
  async another(person) {
    const before = this.current(person)?.pass;
    await this.#asking.get(person);
    await this.#fetch(person, 1, true);
    return this.current(person)?.pass !== before;
  }

  /** @param {string} person */
  #held(person) {
    const now = this.#clock.now();
    const held = (this.#store.passes[person] ?? []).filter((pass) => pass.until > now);
    this.#store.passes[person] = held;
    return held;
  }

  /**
   * @param {string} person
   * @param {number} count
   * @param {boolean} isReplacing
   */
  #fetch(person, count, isReplacing) {
    const running = this.#asking.get(person);
    if (running) return running;
    const asking = this.#ask(person, count, isReplacing).finally(() => this.#asking.delete(person));
    this.#asking.set(person, asking);
    return asking;
  }

  /**
   * @param {string} person
   * @param {number} count
   * @param {boolean} isReplacing
   */
  async #ask(person, count, isReplacing) {
    const session = this.#store.session;
    const answer = await this.#api.passes(count, person === SELF ? undefined : person);
    if (session !== this.#store.session) return;
    if (answer.ok) {
      this.#take(person, answer.body.passes, isReplacing);
      this.#failures = 0;
      this.trouble = null;
    } else {
      this.#failures++;
      const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1)) * (0.75 + Math.random() / 2);
      this.#retryAt.set(person, performance.now() + Math.max(wait, answer.retryAfterMs));
      this.trouble = answer.status === 401 ? "session" : answer.code;
    }
    this.dispatchEvent(new Event("change"));
  }

  /**
   * A slot that is held already keeps its pass, so that the code on screen does not change, unless another one was asked for.
   * @param {string} person
   * @param {{ pass: string, validFrom: string, validUntil: string }[]} passes
   * @param {boolean} isReplacing
   */
  #take(person, passes, isReplacing) {
    const bySlot = new Map(this.#held(person).map((pass) => [pass.from, pass]));
    for (const { pass, validFrom, validUntil } of passes) {
      const from = Date.parse(validFrom);
      if (isReplacing || !bySlot.has(from)) bySlot.set(from, { pass, from, until: Date.parse(validUntil) });
    }
    this.#store.passes[person] = [...bySlot.values()].sort((a, b) => a.from - b.from);
    this.#store.savePasses();
  }
}
