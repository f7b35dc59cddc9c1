import { done, finished, openDatabase } from "./database.js";

// What this device entered, in IndexedDB. Passes are sealed and paper visits encrypted; nothing else about a person is here. An entry lives:
//
//   sending → accepted | refused                       the register answered at once
//   sending → kept → accepted | refused | undone       no answer: sent later, with its own time
//
// "sending" that outlives its tab becomes "kept". The pass goes when undoing is no longer possible, the entry a day after its outcome.

const UNDO_MS = 5 * 60000;
const LISTED_MS = 24 * 3600000;
const CHANNEL = "kipass-entries";

export class Entries extends EventTarget {
  #database;
  #channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(CHANNEL) : null;
  #tab = `kipass-tab-${Math.random().toString(36).slice(2)}`;

  static async open() {
    const entries = new Entries();
    entries.#database = await openDatabase();
    entries.#holdTab();
    entries.#channel?.addEventListener("message", () => entries.dispatchEvent(new Event("change")));
    return entries;
  }

  // The browser lets go of the lock when the tab dies, however it dies: then its unanswered scans are known to be orphans.
  #holdTab() {
    navigator.locks?.request(this.#tab, () => new Promise(() => {}));
  }

  /**
   * Writes down a scan before it is sent. Answers the entry that holds the same pass already, else null.
   * @throws DOMException QuotaExceededError when the disk is full.
   */
  async begin(entry) {
    const transaction = this.#write();
    const store = transaction.objectStore("entries");
    const ended = finished(transaction);
    ended.catch(() => {});
    const same = entry.pass ? (await done(store.index("pass").getAll(entry.pass))).find((other) => other.state !== "refused") : null;
    if (!same) store.add({ ...entry, state: "sending", tab: this.#tab });
    await ended;
    if (!same) this.#changed();
    return same ?? null;
  }

  /** No answer: to be sent later. On disk before it is said. */
  keep(scanId) {
    return this.#update(scanId, (entry) => ({ ...entry, state: "kept", wasKept: true, tab: undefined }));
  }

  /** The outcome. `now` by the register's clock; `code` for a refusal. */
  settle(scanId, state, now, code) {
    return this.#update(scanId, (entry) => ({
      ...entry,
      state,
      code,
      settledAt: now,
      tab: undefined,
      sealed: undefined,
      pass: state === "accepted" ? entry.pass : undefined,
      unseen: entry.wasKept === true,
    }));
  }

  /** Marks a kept entry: as soon as the register has it, it is undone there. */
  wishUndone(scanId) {
    return this.#update(scanId, (entry) => ({ ...entry, undo: true }));
  }

  get(scanId) {
    return done(this.#read().get(scanId));
  }

  /** Newest first. */
  async list(limit = 200) {
    const found = [];
    await new Promise((resolve, reject) => {
      const cursor = this.#read().index("at").openCursor(null, "prev");
      cursor.onerror = () => reject(cursor.error);
      cursor.onsuccess = () => {
        if (!cursor.result || found.length === limit) return resolve();
        found.push(cursor.result.value);
        cursor.result.continue();
      };
    });
    return found;
  }

  /** Kept entries, oldest first. */
  async kept() {
    const kept = await done(this.#read().index("state").getAll("kept"));
    return kept.sort((a, b) => a.at.localeCompare(b.at));
  }

  countKept() {
    return done(this.#read().index("state").count("kept"));
  }

  /** Outcomes of kept entries that nobody has looked at yet. */
  async unseenOutcomes() {
    return (await this.list(2000)).filter((entry) => entry.unseen);
  }

  async markSeen() {
    const transaction = this.#write();
    const store = transaction.objectStore("entries");
    for (const entry of await done(store.getAll())) {
      if (entry.unseen) store.put({ ...entry, unseen: false });
    }
    await finished(transaction);
    this.#changed();
  }

  /** Turns the unanswered scans of tabs that are gone into kept ones. */
  async adoptOrphans() {
    const sending = await done(this.#read().index("state").getAll("sending"));
    if (sending.length === 0) return;
    const alive = navigator.locks ? new Set((await navigator.locks.query()).held.map((lock) => lock.name)) : new Set([this.#tab]);
    for (const entry of sending.filter((one) => !alive.has(one.tab))) {
      await this.#update(entry.scanId, (now) => (now.state === "sending" ? { ...now, state: "kept", wasKept: true, tab: undefined } : now));
    }
  }

  /** Forgets passes that can no longer be undone and entries a day after their outcome. */
  async tidy(now) {
    const transaction = this.#write();
    const store = transaction.objectStore("entries");
    for (const entry of await done(store.getAll())) {
      if (!entry.settledAt) continue;
      if (now - entry.settledAt > LISTED_MS) store.delete(entry.scanId);
      else if (entry.pass && now - entry.settledAt > UNDO_MS) store.put({ ...entry, pass: undefined });
    }
    await finished(transaction);
  }

  /** Until when an accepted QR entry can be undone here, in milliseconds; 0 when it cannot. */
  static undoableUntil(entry) {
    return entry.kind === "qr" && entry.state === "accepted" && entry.pass ? entry.settledAt + UNDO_MS : 0;
  }

  #read() {
    return this.#database.transaction("entries").objectStore("entries");
  }

  #write() {
    return this.#database.transaction("entries", "readwrite", { durability: "strict" });
  }

  async #update(scanId, change) {
    const transaction = this.#write();
    const store = transaction.objectStore("entries");
    const ended = finished(transaction);
    ended.catch(() => {});
    const entry = await done(store.get(scanId));
    if (entry) store.put(change(entry));
    await ended;
    this.#changed();
  }

  #changed() {
    this.#channel?.postMessage(null);
    this.dispatchEvent(new Event("change"));
  }
}
