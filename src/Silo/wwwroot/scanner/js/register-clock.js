import { ServerClock } from "../shared/clock.js";

const SYNC_EVERY_MS = 5 * 60000;
const LOOK_EVERY_MS = 1000;
const RETRY_MS = 5000;
const QUESTIONS = 3;

/**
 * The register's clock. Every scan carries its time, not the device's: a tablet whose clock is an hour off must not refuse a whole queue.
 */
export class RegisterClock extends ServerClock {
  #time;
  /** @type {Promise<boolean> | null} */
  #syncing = null;
  #nextSync = 0;

  /** @param {() => Promise<Answer>} time asks the register for its time */
  constructor(time) {
    super("kipass.clock");
    this.#time = time;
    this.addEventListener("jump", () => this.sync());
    setInterval(() => performance.now() > this.#nextSync && navigator.onLine && !document.hidden && this.sync(), LOOK_EVERY_MS);
    document.addEventListener("visibilitychange", () => !document.hidden && this.sync());
    addEventListener("online", () => this.sync());
  }

  /** Asks the register three times; the fastest answer counts. Resolves with whether one came. */
  sync() {
    this.#syncing ??= this.#ask().finally(() => (this.#syncing = null));
    return this.#syncing;
  }

  async #ask() {
    let fastest = null;
    for (let i = 0; i < QUESTIONS; i++) {
      const asked = performance.now();
      const answer = await this.#time();
      const answered = performance.now();
      if (!answer.ok || !answer.body?.utc) break;
      if (!fastest || answered - asked < fastest.answered - fastest.asked) fastest = { utc: answer.body.utc, asked, answered };
    }
    if (fastest) this.learn(Date.parse(fastest.utc), fastest.asked, fastest.answered);
    this.#nextSync = performance.now() + (this.isSure ? SYNC_EVERY_MS : RETRY_MS);
    return fastest !== null;
  }
}
