import { api, isDecided, isTurnedAway } from "./api.js";
import { readPass } from "./pass.js";
import { settings } from "./settings.js";

// From a text that camera or hand scanner read to a verdict: {kind, code?, entry?}. Kinds: accepted, kept, refused, not-ours, revoked, lost.

const QUIET_MS = 4000;
const TOLERANCE_MS = 5000;

const randomId = () =>
  crypto.randomUUID?.() ??
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));

export class Scanning {
  #entries;
  #clock;
  #delivery;
  #lastSeen = new Map();

  constructor(entries, clock, delivery) {
    this.#entries = entries;
    this.#clock = clock;
    this.#delivery = delivery;
  }

  /** Whether the text was judged and has stayed in view since, or came back within a few seconds. */
  isQuiet(text) {
    const now = performance.now();
    for (const [judged, seen] of this.#lastSeen) if (now - seen > QUIET_MS) this.#lastSeen.delete(judged);
    if (!this.#lastSeen.has(text)) return false;
    this.#lastSeen.set(text, now);
    return true;
  }

  async judge(text) {
    this.#lastSeen.set(text, performance.now());
    const pass = readPass(text);
    if (!pass) return { kind: "not-ours" };
    if (settings.device.revoked) return { kind: "revoked" };
    const scan = { scanId: randomId(), pass: text, scannedAt: new Date(this.#clock.now()).toISOString() };
    const isOnDisk = await this.#writeDown(scan);
    if (isOnDisk === "seen") return { kind: "refused", code: "pass-already-used" };
    const answer = await this.#send(scan);
    return isDecided(answer) ? this.#decided(scan, answer, isOnDisk) : this.#undecided(scan, pass, isOnDisk);
  }

  /** An encrypted paper visit: like a scan, but nobody waits at the door. */
  async paper({ scanId, sealed, enteredAt }) {
    const entry = { scanId, kind: "paper", sealed, at: enteredAt, facilityId: settings.device.facility.id };
    let isOnDisk = true;
    try {
      await this.#entries.begin(entry);
    } catch {
      isOnDisk = false;
    }
    const answer = this.#mayAsk() ? await api.paper({ scanId, sealed, enteredAt }) : { status: 0, code: "network" };
    if (isDecided(answer)) return this.#decided({ scanId }, answer, isOnDisk);
    this.#delivery.lost();
    if (!isOnDisk) return { kind: "lost" };
    await this.#entries.keep(scanId);
    return { kind: "kept" };
  }

  /** True when the register, or this device before sending, undid the entry. */
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

  async #writeDown({ scanId, pass, scannedAt }) {
    try {
      const same = await this.#entries.begin({ scanId, kind: "qr", pass, at: scannedAt, facilityId: settings.device.facility.id });
      return same ? "seen" : true;
    } catch {
      // A full disk: with network the visit is recorded all the same.
      return false;
    }
  }

  // While nobody answers, people do not wait for a time-out each.
  #mayAsk() {
    return this.#delivery.connected;
  }

  async #send(scan) {
    if (!this.#mayAsk()) return { status: 0, code: "network" };
    const answer = await api.scan(scan);
    if (answer.code !== "request-malformed" || !(await this.#clock.sync())) return answer;
    // Our clock was ahead of the register's; now it is right.
    scan.scannedAt = new Date(this.#clock.now()).toISOString();
    return api.scan(scan);
  }

  async #decided(scan, answer, isOnDisk) {
    const turnedAway = isTurnedAway(answer);
    if (turnedAway) settings.setDevice({ revoked: true });
    if (isOnDisk) await this.#entries.settle(scan.scanId, answer.ok ? "accepted" : "refused", this.#clock.now(), answer.code ?? undefined).catch(() => {});
    if (turnedAway) return { kind: "revoked" };
    if (answer.code === "pass-expired" || answer.code === "pass-not-yet-valid") this.#clock.sync();
    return answer.ok ? { kind: "accepted", scanId: scan.scanId, at: answer.body.enteredAt } : { kind: "refused", code: answer.code };
  }

  // The checks that this device can make by itself: the slot by the corrected time; form and "seen before" are done.
  async #undecided(scan, pass, isOnDisk) {
    this.#delivery.lost();
    const at = Date.parse(scan.scannedAt);
    const code = at > pass.expiresAtMs + TOLERANCE_MS ? "pass-expired" : at < pass.startsAtMs - TOLERANCE_MS ? "pass-not-yet-valid" : null;
    if (code) {
      if (isOnDisk) await this.#entries.settle(scan.scanId, "refused", this.#clock.now(), code).catch(() => {});
      return { kind: "refused", code };
    }
    try {
      if (!isOnDisk) return { kind: "lost" };
      await this.#entries.keep(scan.scanId);
      return { kind: "kept", scanId: scan.scanId, at: scan.scannedAt };
    } catch {
      return { kind: "lost" };
    }
  }
}
