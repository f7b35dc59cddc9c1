// Holds passes ahead of time, so that a flaky network or a short outage does not stop the queue at a door.

const HOLD = 40;
const REFILL_BELOW = 20;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30000;

export const SELF = "self";

export class Passes extends EventTarget {
  #store;
  #api;
  #clock;
  #asking = new Map();
  #retryAt = new Map();
  #failures = 0;

  constructor(store, api, clock) {
    super();
    this.#store = store;
    this.#api = api;
    this.#clock = clock;
  }

  /** null when the last request was answered; else the code of what went wrong: "network", "session-…", "too-many-requests", … */
  trouble = null;

  /** The pass to show now; null when none is held for this moment. */
  current(person) {
    const now = this.#clock.now();
    return this.#held(person).find((pass) => pass.from <= now && now < pass.until) ?? null;
  }

  /** How long the passes held will last without network, in milliseconds. */
  lastsMs(person) {
    let end = this.#clock.now();
    for (const pass of this.#held(person)) {
      if (pass.from > end) break;
      end = Math.max(end, pass.until);
    }
    return end - this.#clock.now();
  }

  /** Fetches when few are left; quiet when one is on its way or a failed one shall wait. */
  keepFilled(person) {
    if (this.#held(person).length >= REFILL_BELOW || performance.now() < (this.#retryAt.get(person) ?? 0)) return;
    this.#fetch(person, HOLD);
  }

  /** The network is back or a person asks: no more waiting. */
  retryNow(person) {
    this.#retryAt.clear();
    this.#failures = 0;
    this.keepFilled(person);
  }

  /** Another pass for the slot in progress: the one on screen may have been used at the last door. */
  async another(person) {
    const before = this.current(person);
    await this.#fetch(person, 1);
    return this.current(person) !== before;
  }

  #held(person) {
    const now = this.#clock.now();
    const held = (this.#store.passes[person] ?? []).filter((pass) => pass.until > now);
    this.#store.passes[person] = held;
    return held;
  }

  #fetch(person, count) {
    const running = this.#asking.get(person);
    if (running) return running;
    const asking = this.#ask(person, count).finally(() => this.#asking.delete(person));
    this.#asking.set(person, asking);
    return asking;
  }

  async #ask(person, count) {
    const session = this.#store.session;
    const answer = await this.#api.passes(count, person === SELF ? undefined : person);
    if (session !== this.#store.session) return;
    if (answer.ok) {
      this.#take(person, answer.body.passes, count === 1);
      this.#failures = 0;
      this.#setTrouble(null);
    } else {
      this.#failures++;
      const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1)) * (0.75 + Math.random() / 2);
      this.#retryAt.set(person, performance.now() + Math.max(wait, answer.retryAfterMs));
      this.#setTrouble(answer.status === 401 ? "session" : answer.code);
    }
    this.dispatchEvent(new Event("change"));
  }

  // A slot that is held already keeps its pass, so that the code on screen does not jump; unless another was asked for.
  #take(person, passes, replace) {
    const bySlot = new Map(this.#held(person).map((pass) => [pass.from, pass]));
    for (const { pass, validFrom, validUntil } of passes) {
      const from = Date.parse(validFrom);
      if (replace || !bySlot.has(from)) bySlot.set(from, { pass, from, until: Date.parse(validUntil) });
    }
    this.#store.passes[person] = [...bySlot.values()].sort((a, b) => a.from - b.from);
    this.#store.savePasses();
  }

  #setTrouble(code) {
    this.trouble = code;
  }
}
