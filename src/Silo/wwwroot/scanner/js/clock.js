// Every scan carries the register's time, not the device's: a tablet whose clock is an hour off must not refuse a whole queue.

const KEY = "kipass.clock";
const SYNC_EVERY_MS = 5 * 60000;
const WATCH_EVERY_MS = 1000;
const JUMP_MS = 2000;

export class Clock extends EventTarget {
  #api;
  #offset = Number(localStorage.getItem(KEY) ?? 0) || 0;
  #wall = Date.now();
  #steady = performance.now();
  #syncing = null;
  #syncedAt = -Infinity;

  constructor(api) {
    super();
    this.#api = api;
    setInterval(() => this.#watch(), WATCH_EVERY_MS);
    document.addEventListener("visibilitychange", () => !document.hidden && this.sync());
    addEventListener("online", () => this.sync());
  }

  /** Milliseconds since 1970-01-01 UTC by the register's clock. */
  now() {
    return this.#wall + (performance.now() - this.#steady) + this.#offset;
  }

  /** Asks the register; the answer with the shortest way of three counts. True when at least one came. */
  sync() {
    this.#syncing ??= this.#ask().finally(() => (this.#syncing = null));
    return this.#syncing;
  }

  async #ask() {
    let best = null;
    for (let i = 0; i < 3; i++) {
      const asked = performance.now();
      const answer = await this.#api.time();
      const way = performance.now() - asked;
      if (!answer.ok || Number.isNaN(Date.parse(answer.body?.utc))) break;
      if (!best || way < best.way) best = { way, offset: Date.parse(answer.body.utc) + way / 2 - (this.#wall + performance.now() - this.#steady) };
    }
    if (!best) return false;
    this.#offset = Math.round(best.offset);
    this.#syncedAt = performance.now();
    localStorage.setItem(KEY, String(this.#offset));
    return true;
  }

  // Someone set the device's clock, or it slept. After sleep the steady clock may have stood still, so a jump ahead is believed; nothing
  // but a hand turns a clock back, so that is not. The register is asked in either case.
  #watch() {
    const drift = Date.now() - (this.#wall + performance.now() - this.#steady);
    if (Math.abs(drift) > JUMP_MS) {
      this.#wall = Date.now();
      this.#steady = performance.now();
      if (drift < 0) {
        this.#offset -= drift;
        localStorage.setItem(KEY, String(Math.round(this.#offset)));
      }
      this.sync();
    } else if (performance.now() - this.#syncedAt > SYNC_EVERY_MS && navigator.onLine && !document.hidden) {
      this.#syncedAt = performance.now();
      this.sync();
    }
  }
}
