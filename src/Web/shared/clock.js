import { readText, writeText } from "./storage.js";

const LOOK_EVERY_MS = 1000;
const JUMP_MS = 2000;
// An answer that took longer may be further off than what is known already.
const SLOW_MS = 3000;

/**
 * The server's clock. From one answer to the next the browser's monotonic clock carries it on, so that it does not move when somebody sets
 * the device's clock. Event "jump": the device's clock and the monotonic clock moved apart, so the server should be asked again.
 */
export class ServerClock extends EventTarget {
  #key;
  // Both relative to performance.now(): the device's clock, and the server's.
  #device = Date.now() - performance.now();
  #server;
  #wasHidden = document.hidden;

  /** Whether the server has told its time since this page was opened and since the last jump. */
  isSure = false;

  /** Whether there was a jump and the server has not told its time since. */
  hasJumped = false;

  /** @param {string} key where the difference to the device's clock is stored, for a start without network */
  constructor(key) {
    super();
    this.#key = key;
    this.#server = this.#device + (Number(readText(key)) || 0);
    setInterval(() => this.#look(), LOOK_EVERY_MS);
    document.addEventListener("visibilitychange", () => (document.hidden ? (this.#wasHidden = true) : this.#look()));
  }

  /** Milliseconds since 1970-01-01 UTC by the server's clock. */
  now() {
    this.#look();
    return performance.now() + this.#server;
  }

  /** How far the server's clock is ahead of the device's, in milliseconds. */
  get offset() {
    return this.#server - this.#device;
  }

  /**
   * Learns from an answer that carried the server's time.
   * @param {number} server milliseconds since 1970-01-01 UTC
   * @param {number} asked performance.now() before the request
   * @param {number} answered performance.now() after it
   * @param {number} [toleranceMs] a smaller difference to what is known only confirms that
   */
  learn(server, asked, answered, toleranceMs = 0) {
    this.#look();
    if (Number.isNaN(server) || (this.isSure && answered - asked > SLOW_MS)) return;
    const heard = server - (asked + answered) / 2;
    if (Math.abs(heard - this.#server) > toleranceMs) this.#server = heard;
    this.isSure = true;
    this.hasJumped = false;
    this.#store();
  }

  #look() {
    const device = Date.now() - performance.now();
    const jump = device - this.#device;
    const mayHaveSlept = document.hidden || this.#wasHidden;
    this.#wasHidden = document.hidden;
    if (Math.abs(jump) <= JUMP_MS) return;
    this.#device = device;
    // The monotonic clock may stop while a device sleeps, so a jump ahead after the page was hidden is time that went by. Any other jump
    // means that the device's clock was set.
    if (jump > 0 && mayHaveSlept) this.#server += jump;
    this.isSure = false;
    this.hasJumped = true;
    this.#store();
    this.dispatchEvent(new Event("jump"));
  }

  #store() {
    writeText(this.#key, String(Math.round(this.offset)));
  }
}
