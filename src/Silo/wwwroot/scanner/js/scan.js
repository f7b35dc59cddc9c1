import { api, isDecided, isOverQuota, isTurnedAway, NOT_ASKED } from "./api.js";
import { isOldPass, readPass } from "./pass.js";
import { randomId } from "./random-id.js";
import { settings } from "./settings.js";

const QUIET_MS = 4000;
const TOLERANCE_MS = 5000;

// Code of the verdict "refused" that only this device gives.
const OLD_PASS = "pass-old";

/** Why an entry could not be kept on this device: code of the verdict "lost". */
export const STORAGE_FULL = "storage-full";
export const STORAGE_MISSING = "storage-missing";

/** @typedef {{ scanId: string, pass: string, scannedAt: string }} Scan */
/** @typedef {{ on: true, code?: undefined } | { on: false, code: string }} Disk whether the entry is on disk, or why not */

/** From a text that the camera or a keyboard scanner read to a verdict. */
export class Scanning {
  #entries;
  #clock;
  #delivery;
  /** @type {Map<string, { seen: number, verdict: Verdict | null }>} by text, for as long as it is in view */
  #recent = new Map();

  /**
   * @param {import("./entries.js").Entries} entries
   * @param {import("./register-clock.js").RegisterClock} clock
   * @param {import("./delivery.js").Delivery} delivery
   */
  constructor(entries, clock, delivery) {
    this.#entries = entries;
    this.#clock = clock;
    this.#delivery = delivery;
  }

  /**
   * Whether the text was judged and has stayed in view since, or came back within a few seconds.
   * @param {string} text
   */
  isQuiet(text) {
    const now = performance.now();
    for (const [judged, { seen }] of this.#recent) if (now - seen > QUIET_MS) this.#recent.delete(judged);
    const found = this.#recent.get(text);
    if (found) found.seen = now;
    return found !== undefined;
  }

  /**
   * For a read that somebody made on purpose: a quiet text is not recorded again, but its outcome is told.
   * @param {string} text
   * @returns {Promise<Verdict>}
   */
  async judgeAgain(text) {
    const before = this.isQuiet(text) ? this.#recent.get(text)?.verdict : null;
    if (!before) return this.judge(text);
    return before.kind === "accepted" || before.kind === "kept" ? { kind: "repeated" } : before;
  }

  /**
   * @param {string} text
   * @returns {Promise<Verdict>}
   */
  async judge(text) {
    const recent = { seen: performance.now(), verdict: /** @type {Verdict | null} */ (null) };
    this.#recent.set(text, recent);
    return (recent.verdict = await this.#judge(text));
  }

  /**
   * An encrypted paper visit: like a scan, but nobody waits at the door.
   * @param {{ scanId: string, sealed: string, enteredAt: string }} visit
   * @returns {Promise<Verdict>}
   */
  async paper({ scanId, sealed, enteredAt }) {
    const disk = await this.#writeDown({ scanId, kind: "paper", sealed, at: enteredAt });
    if ("seen" in disk) return { kind: "repeated" };
    const answer = this.#delivery.connected ? await api.paper({ scanId, sealed, enteredAt }) : NOT_ASKED;
    if (isDecided(answer)) return this.#decided(scanId, answer, disk);
    if (!isOverQuota(answer)) this.#delivery.lost();
    const verdict = await this.#keep(scanId, enteredAt, disk);
    if (isOverQuota(answer)) this.#delivery.holdPaper(answer.retryAfterMs);
    return verdict;
  }

  /**
   * Undoes an entry at the register, or plans it for an entry that is not sent yet.
   * @param {string} scanId
   * @returns {Promise<{ ok: boolean, status?: number, code?: string | null }>}
   */
  async undo(scanId) {
    const entry = await this.#entries.get(scanId);
    if (entry?.state === "kept") {
      await this.#entries.wishUndone(scanId);
      this.#delivery.now();
      return { ok: true };
    }
    if (!entry?.pass) return { ok: false, code: "visit-unknown" };
    const answer = await api.undo(scanId, entry.pass);
    if (answer.ok) await this.#entries.settle(scanId, "undone", this.#clock.now());
    return answer;
  }

  /**
   * @param {string} text
   * @returns {Promise<Verdict>}
   */
  async #judge(text) {
    const pass = readPass(text);
    if (!pass) return isOldPass(text) ? { kind: "refused", code: OLD_PASS } : { kind: "not-ours" };
    if (!settings.device || settings.device.revoked) return { kind: "revoked" };
    const scan = { scanId: randomId(), pass: text, scannedAt: new Date(this.#clock.now()).toISOString() };
    const disk = await this.#writeDown({ scanId: scan.scanId, kind: "qr", pass: text, at: scan.scannedAt });
    if ("seen" in disk) return { kind: "refused", code: "pass-already-used", usedMsAgo: Math.max(0, this.#clock.now() - Date.parse(disk.seen.at)) };
    // While nobody answers, people do not wait for a time-out each.
    const answer = this.#delivery.connected ? await this.#send(scan) : NOT_ASKED;
    return isDecided(answer) ? this.#decided(scan.scanId, answer, disk) : this.#undecided(scan, pass, disk);
  }

  /**
   * @param {Omit<NewEntry, "facilityId">} entry
   * @returns {Promise<Disk | { seen: Entry }>} `seen`: the entry that this device has for the same pass
   */
  async #writeDown(entry) {
    try {
      const same = await this.#entries.begin({ ...entry, facilityId: settings.device?.facility.id ?? "" });
      return same ? { seen: same } : { on: true };
    } catch (error) {
      // With network the visit is recorded all the same.
      return { on: false, code: storageFault(error) };
    }
  }

  /** @param {Scan} scan */
  async #send(scan) {
    const answer = await api.scan(scan);
    if (answer.code !== "request-malformed" || !(await this.#clock.sync())) return answer;
    // Our clock was ahead of the register's; now it is right.
    scan.scannedAt = new Date(this.#clock.now()).toISOString();
    return api.scan(scan);
  }

  /**
   * @param {string} scanId
   * @param {Answer} answer
   * @param {Disk} disk
   * @returns {Promise<Verdict>}
   */
  async #decided(scanId, answer, disk) {
    const { ok, code, body } = answer;
    const isOver = isTurnedAway(answer);
    if (isOver) settings.setDevice({ revoked: true });
    if (disk.on) await this.#entries.settle(scanId, ok ? "accepted" : "refused", this.#clock.now(), code ?? undefined).catch(() => {});
    if (isOver) return { kind: "revoked" };
    if (code === "pass-expired" || code === "pass-not-yet-valid") this.#clock.sync();
    return ok ? { kind: "accepted", scanId, at: body?.enteredAt } : { kind: "refused", code };
  }

  /**
   * The checks that this device can make by itself: the slot, by the register's time. Form and repetition are checked already.
   * @param {Scan} scan
   * @param {ReadablePass} pass
   * @param {Disk} disk
   * @returns {Promise<Verdict>}
   */
  async #undecided({ scanId, scannedAt }, pass, disk) {
    this.#delivery.lost();
    const at = Date.parse(scannedAt);
    const code = at > pass.expiresAtMs + TOLERANCE_MS ? "pass-expired" : at < pass.startsAtMs - TOLERANCE_MS ? "pass-not-yet-valid" : null;
    if (code === null) return this.#keep(scanId, scannedAt, disk);
    if (disk.on) await this.#entries.settle(scanId, "refused", this.#clock.now(), code).catch(() => {});
    return { kind: "refused", code };
  }

  /**
   * @param {string} scanId
   * @param {string} at
   * @param {Disk} disk
   * @returns {Promise<Verdict>}
   */
  async #keep(scanId, at, disk) {
    if (!disk.on) return { kind: "lost", code: disk.code };
    try {
      await this.#entries.keep(scanId);
      return { kind: "kept", scanId, at };
    } catch (error) {
      return { kind: "lost", code: storageFault(error) };
    }
  }
}

/** @param {unknown} error */
function storageFault(error) {
  return error instanceof DOMException && error.name === "QuotaExceededError" ? STORAGE_FULL : STORAGE_MISSING;
}
