import { readText, writeText } from "../shared/storage.js";
import { api, isDecided, isOverQuota, isTurnedAway } from "./api.js";
import { settings } from "./settings.js";

const LOCK = "kipass-delivery";
const ANSWERED = "kipass.scanner.answered";
const BATCH = 500;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 5000;
const BLOCKED_RETRY_MS = 60000;
const OLDEST_MS = 24 * 3600000;
const TRY_AGAIN = new Set(["visit-unconfirmed", "unavailable", "too-many-requests"]);
const BLOCKED = new Set(["facility-inactive", "collection-ended"]);

/** @typedef {{ settled: number, wait: number }} Sent how many entries got their outcome, and how long to wait before the next round */

/**
 * Sends what was kept, oldest first, as soon as the register answers again. One tab of the device at a time (Web Locks); a scan that was sent
 * twice all the same, because an answer was lost, has the same scan id and counts once.
 * Events: "change" (of `connected`), "delivered".
 */
export class Delivery extends EventTarget {
  #entries;
  #clock;
  /** @type {ReturnType<typeof setTimeout> | null} */
  #timer = null;
  #isRunning = false;
  #runAgain = false;
  #failures = 0;
  // Until then the register takes no more paper entries of this device. Scans are still sent.
  #paperHeldUntil = 0;
  /** @type {ReturnType<typeof setTimeout> | null} */
  #paperTimer = null;

  /** Whether the register answered last time. While it does not, scans are kept at once instead of letting people wait. */
  connected = true;

  /**
   * @param {import("./entries.js").Entries} entries
   * @param {import("./register-clock.js").RegisterClock} clock
   */
  constructor(entries, clock) {
    super();
    this.#entries = entries;
    this.#clock = clock;
    addEventListener("online", () => this.now());
    document.addEventListener("visibilitychange", () => !document.hidden && this.now());
    settings.addEventListener("change", () => this.now());
  }

  /** When the register answered last, by its clock, to the minute; 0 when it never did. */
  get answeredAt() {
    return Number(readText(ANSWERED)) || 0;
  }

  /** The register answered. */
  noteAnswer() {
    writeText(ANSWERED, String(Math.round(this.#clock.now())));
  }

  /** A request found no register: from now on this asks for it. */
  lost() {
    this.#setConnected(false);
    this.#timer ??= setTimeout(() => this.#run(), this.#backoff());
  }

  /**
   * The register takes no more paper entries for now. They stay on this device, and scans go on.
   * @param {number} milliseconds
   */
  holdPaper(milliseconds) {
    const wait = Math.max(milliseconds, LAST_RETRY_MS);
    this.#paperHeldUntil = performance.now() + wait;
    if (this.#paperTimer) clearTimeout(this.#paperTimer);
    this.#paperTimer = setTimeout(() => this.now(), wait);
  }

  /** Tries at once, without waiting for the next try. */
  now() {
    this.#failures = 0;
    this.#run();
  }

  async #run() {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#isRunning) {
      this.#runAgain = true;
      return;
    }
    this.#isRunning = true;
    let wait;
    try {
      wait = await this.#locked(() => this.#round());
    } catch {
      // The database failed twice in a row, or the tab is closing.
      wait = LAST_RETRY_MS;
    }
    this.#isRunning = false;
    if (this.#runAgain) {
      this.#runAgain = false;
      this.#run();
    } else if (wait > 0) {
      this.#timer = setTimeout(() => this.#run(), wait);
    }
  }

  /**
   * @param {() => Promise<number>} work
   * @returns {Promise<number>}
   */
  async #locked(work) {
    if (!navigator.locks) return work();
    let wasAsked = false;
    try {
      // Another tab is sending just now: it may be closed, so look again.
      return await navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => {
        wasAsked = true;
        return lock ? work() : FIRST_RETRY_MS;
      });
    } catch (error) {
      // A browser that forbids storage has no locks for the page either.
      if (wasAsked) throw error;
      return work();
    }
  }

  #backoff() {
    return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures++) * (0.7 + Math.random() * 0.3);
  }

  // Sends until nothing is kept. Resolves with the milliseconds to the next round, 0 for "when something is kept".
  async #round() {
    if (!settings.device || settings.device.revoked) return 0;
    await this.#entries.adoptOrphans(this.#clock.now());
    let settled = 0;
    for (;;) {
      const kept = (await this.#entries.kept()).filter((entry) => entry.facilityId === settings.device?.facility.id);
      const scans = kept.filter((entry) => entry.kind === "qr").slice(0, BATCH);
      const papers = performance.now() < this.#paperHeldUntil ? [] : kept.filter((entry) => entry.kind === "paper");
      if (scans.length === 0 && papers.length === 0) break;
      const sent = scans.length > 0 ? await this.#sendScans(scans) : await this.#sendPaper(papers[0]);
      settled += sent.settled;
      if (sent.wait > 0) {
        this.#tell(settled);
        return sent.wait;
      }
    }
    this.#tell(settled);
    if (!this.connected) {
      const answer = await api.facility();
      if (isTurnedAway(answer)) return this.#turnAway();
      if (!isDecided(answer)) return this.#backoff();
      this.#setConnected(true);
    }
    this.#failures = 0;
    return 0;
  }

  /** @param {number} settled */
  #tell(settled) {
    if (settled > 0) this.dispatchEvent(new Event("delivered"));
  }

  /**
   * @param {Entry[]} scans
   * @returns {Promise<Sent>}
   */
  async #sendScans(scans) {
    const answer = await api.scans(scans.map(({ scanId, pass, at }) => ({ scanId, pass, scannedAt: at })));
    if (isTurnedAway(answer)) return { settled: 0, wait: this.#turnAway() || BLOCKED_RETRY_MS };
    if (!isDecided(answer)) return this.#unanswered(answer);
    if (!answer.ok) return this.#refusedWhole(scans, answer, (part) => this.#sendScans(part));
    this.#setConnected(true);
    /** @type {{ scanId: string, result: string, code: string }[]} */
    const results = answer.body?.results ?? [];
    const byId = new Map(results.map((result) => [result.scanId, result]));
    /** @type {Map<string, string | null>} */
    const codes = new Map();
    for (const { scanId } of scans) {
      const result = byId.get(scanId);
      if (result && !TRY_AGAIN.has(result.code)) codes.set(scanId, result.result === "accepted" ? null : result.code);
    }
    const settled = await this.#settle(codes);
    if (settled === scans.length) this.#failures = 0;
    return { settled, wait: settled === scans.length ? 0 : Math.max(this.#backoff(), answer.retryAfterMs) };
  }

  /**
   * @param {Entry} visit
   * @returns {Promise<Sent>}
   */
  async #sendPaper(visit) {
    const answer = await api.paper({ scanId: visit.scanId, sealed: visit.sealed, enteredAt: visit.at });
    if (isTurnedAway(answer)) return { settled: 0, wait: this.#turnAway() || BLOCKED_RETRY_MS };
    if (isOverQuota(answer)) {
      this.#setConnected(true);
      this.holdPaper(answer.retryAfterMs);
      return { settled: 0, wait: 0 };
    }
    if (!isDecided(answer)) return this.#unanswered(answer);
    if (!answer.ok) return this.#refusedWhole([visit], answer, ([part]) => this.#sendPaper(part));
    this.#setConnected(true);
    return { settled: await this.#settle(new Map([[visit.scanId, null]])), wait: 0 };
  }

  /**
   * @param {Answer} answer
   * @returns {Sent}
   */
  #unanswered(answer) {
    this.#setConnected(false);
    return { settled: 0, wait: Math.max(this.#backoff(), answer.retryAfterMs) };
  }

  /**
   * All were refused together. Each half is sent again, so that one bad entry cannot hold up the others; a single one has its outcome.
   * @param {Entry[]} entries
   * @param {Answer} answer
   * @param {(part: Entry[]) => Promise<Sent>} sendPart
   * @returns {Promise<Sent>}
   */
  async #refusedWhole(entries, answer, sendPart) {
    this.#setConnected(true);
    /** @param {Entry} entry */
    const isTooOld = (entry) => this.#clock.now() - Date.parse(entry.at) > OLDEST_MS;
    if (BLOCKED.has(answer.code ?? "") && !entries.some(isTooOld)) return { settled: 0, wait: BLOCKED_RETRY_MS };
    if (entries.length > 1) {
      const middle = Math.ceil(entries.length / 2);
      const first = await sendPart(entries.slice(0, middle));
      if (first.wait > 0) return first;
      const second = await sendPart(entries.slice(middle));
      return { settled: first.settled + second.settled, wait: second.wait };
    }
    return { settled: await this.#settle(new Map([[entries[0].scanId, answer.code]])), wait: 0 };
  }

  /**
   * Writes outcomes, and undoes the visits where that was wished meanwhile. Resolves with how many entries have their outcome.
   * @param {Map<string, string | null>} codes by scan id: why it was refused, null for accepted
   */
  async #settle(codes) {
    const toUndo = await this.#entries.settleKept(codes, this.#clock.now());
    let settled = codes.size - toUndo.length;
    for (const scanId of toUndo) {
      const entry = await this.#entries.get(scanId);
      const answer = await api.undo(scanId, entry?.pass ?? "");
      // Otherwise it stays kept: the next round sends it again, which counts once, and asks again to undo it.
      if (!isDecided(answer)) continue;
      await this.#entries.settle(scanId, answer.ok ? "undone" : "accepted", this.#clock.now());
      settled++;
    }
    return settled;
  }

  #turnAway() {
    settings.setDevice({ revoked: true });
    return 0;
  }

  /** @param {boolean} connected */
  #setConnected(connected) {
    if (connected) this.noteAnswer();
    if (this.connected === connected) return;
    this.connected = connected;
    this.dispatchEvent(new Event("change"));
  }
}
