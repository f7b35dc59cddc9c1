import { api, isDecided, isTurnedAway } from "./api.js";
import { settings } from "./settings.js";

// Sends what was kept, oldest first, as soon as the register answers again. One tab of the device at a time (Web Locks); a scan that was
// sent twice all the same, because an answer was lost, has the same scan id and counts once.

const LOCK = "kipass-delivery";
const BATCH = 500;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 5000;
const BLOCKED_RETRY_MS = 60000;
const OLDEST_MS = 24 * 3600000;
const TRY_AGAIN = new Set(["visit-unconfirmed", "unavailable", "too-many-requests"]);
const BLOCKED = new Set(["facility-inactive", "collection-ended"]);

export class Delivery extends EventTarget {
  #entries;
  #clock;
  #timer = null;
  #running = false;
  #again = false;
  #failures = 0;

  /** Whether the register answered last time. While it did not, scans are kept at once instead of letting people wait. */
  connected = true;

  constructor(entries, clock) {
    super();
    this.#entries = entries;
    this.#clock = clock;
    addEventListener("online", () => this.now());
    document.addEventListener("visibilitychange", () => !document.hidden && this.now());
    settings.addEventListener("change", () => this.now());
  }

  /** A request found no register: from now on this asks for it. */
  lost() {
    this.#setConnected(false);
    this.#plan();
  }

  /** Tries at once, whatever was waited for. */
  now() {
    this.#failures = 0;
    this.#run();
  }

  async #run() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = true;
    let wait;
    try {
      wait = await this.#locked(() => this.#round());
    } catch {
      // The database of a closing tab: the next start goes on.
      wait = LAST_RETRY_MS;
    }
    this.#running = false;
    if (this.#again) {
      this.#again = false;
      this.#run();
    } else if (wait > 0) {
      this.#timer = setTimeout(() => this.#run(), wait);
    }
  }

  #locked(work) {
    if (!navigator.locks) return work();
    // Another tab is sending just now: it may be closed, so look again.
    return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? work() : FIRST_RETRY_MS));
  }

  #plan() {
    this.#timer ??= setTimeout(() => this.#run(), this.#backoff());
  }

  #backoff() {
    return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures++) * (0.7 + Math.random() * 0.3);
  }

  /** Sends until nothing is kept; answers after how many milliseconds to come again, 0 for "when something is kept". */
  async #round() {
    if (!settings.device || settings.device.revoked) return 0;
    await this.#entries.adoptOrphans();
    let sent = 0;
    for (;;) {
      const kept = (await this.#entries.kept()).filter((entry) => entry.facilityId === settings.device?.facility.id);
      const scans = kept.filter((entry) => entry.kind === "qr").slice(0, BATCH);
      const papers = kept.filter((entry) => entry.kind === "paper");
      if (scans.length === 0 && papers.length === 0) break;
      const result = scans.length > 0 ? await this.#sendScans(scans) : await this.#sendPaper(papers[0]);
      sent += result.settled;
      if (result.wait) {
        this.#tell(sent);
        return result.wait;
      }
    }
    this.#tell(sent);
    if (!this.connected) {
      const answer = await api.facility();
      if (isTurnedAway(answer)) return this.#turnedAway();
      if (!isDecided(answer)) return this.#backoff();
      this.#setConnected(true);
    }
    this.#failures = 0;
    return 0;
  }

  #tell(sent) {
    if (sent > 0) this.dispatchEvent(new Event("delivered"));
  }

  async #sendScans(scans) {
    const answer = await api.scans(scans.map(({ scanId, pass, at }) => ({ scanId, pass, scannedAt: at })));
    if (isTurnedAway(answer)) return { settled: 0, wait: this.#turnedAway() || BLOCKED_RETRY_MS };
    if (!isDecided(answer)) return this.#unanswered(answer);
    if (!answer.ok) return this.#refusedWhole(scans, answer, (part) => this.#sendScans(part));
    this.#setConnected(true);
    const results = new Map((answer.body?.results ?? []).map((result) => [result.scanId, result]));
    let settled = 0;
    for (const scan of scans) {
      const result = results.get(scan.scanId);
      if (!result || TRY_AGAIN.has(result.code)) continue;
      await this.#settle(scan, result.result === "accepted" ? null : result.code);
      settled++;
    }
    if (settled === scans.length) this.#failures = 0;
    return { settled, wait: settled === scans.length ? 0 : Math.max(this.#backoff(), answer.retryAfterMs) };
  }

  async #sendPaper(visit) {
    const answer = await api.paper({ scanId: visit.scanId, sealed: visit.sealed, enteredAt: visit.at });
    if (isTurnedAway(answer)) return { settled: 0, wait: this.#turnedAway() || BLOCKED_RETRY_MS };
    if (!isDecided(answer)) return this.#unanswered(answer);
    if (!answer.ok) return this.#refusedWhole([visit], answer);
    this.#setConnected(true);
    await this.#settle(visit, null);
    return { settled: 1, wait: 0 };
  }

  #unanswered(answer) {
    this.#setConnected(false);
    return { settled: 0, wait: Math.max(this.#backoff(), answer.retryAfterMs) };
  }

  // A refusal of all: the halves are asked for, so that one bad entry cannot hold up the others; alone, it has its outcome.
  async #refusedWhole(entries, answer, sendPart) {
    this.#setConnected(true);
    const tooOld = (entry) => this.#clock.now() - Date.parse(entry.at) > OLDEST_MS;
    if (BLOCKED.has(answer.code) && !entries.some(tooOld)) return { settled: 0, wait: BLOCKED_RETRY_MS };
    if (entries.length > 1) {
      const middle = Math.ceil(entries.length / 2);
      const first = await sendPart(entries.slice(0, middle));
      if (first.wait) return first;
      const second = await sendPart(entries.slice(middle));
      return { settled: first.settled + second.settled, wait: second.wait };
    }
    await this.#settle(entries[0], answer.code);
    return { settled: 1, wait: 0 };
  }

  async #settle(entry, code) {
    await this.#entries.settle(entry.scanId, code ? "refused" : "accepted", this.#clock.now(), code ?? undefined);
    const { undo, pass } = (await this.#entries.get(entry.scanId)) ?? {};
    if (code || !undo || !pass) return;
    const answer = await api.undo(entry.scanId, pass);
    if (answer.ok) await this.#entries.settle(entry.scanId, "undone", this.#clock.now());
  }

  #turnedAway() {
    settings.setDevice({ revoked: true });
    return 0;
  }

  #setConnected(connected) {
    if (this.connected === connected) return;
    this.connected = connected;
    this.dispatchEvent(new Event("change"));
  }
}
