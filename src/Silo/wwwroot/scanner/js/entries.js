import { done, inTransaction } from "./database.js";

const UNDO_MS = 5 * 60000;
const LISTED_MS = 24 * 3600000;
const KEPT_MS = 24 * 3600000;
// Longer than a request and its repetition take.
const SENDING_MS = 60000;
const CHANNEL = "kipass-entries";

/** Code of a kept entry that could not be sent within 24 hours. */
export const NOT_SENT_IN_TIME = "not-sent-in-time";

/**
 * What was entered on this device, in IndexedDB. Passes are sealed and paper visits encrypted; nothing else about a person is here. An entry
 * goes these ways:
 *
 *   sending → accepted | refused                       the register answered at once
 *   sending → kept → accepted | refused | undone       no answer: sent later, with its own time; after 24 hours refused
 *
 * The pass is removed when undoing is no longer possible, the entry a day after its outcome.
 */
export class Entries extends EventTarget {
  #channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(CHANNEL) : null;
  #tab = `kipass-tab-${Math.random().toString(36).slice(2)}`;
  /** @type {Set<string>} what this tab is sending */
  #sending = new Set();

  constructor() {
    super();
    this.#channel?.addEventListener("message", () => this.dispatchEvent(new Event("change")));
    // The browser releases the lock when the tab ends, however it ends: then its unanswered scans belong to nobody.
    navigator.locks?.request(this.#tab, () => new Promise(() => {})).catch(() => {});
  }

  /** Whether the browser gives this page a database at all. */
  async isAvailable() {
    return inTransaction("entries", "readonly", (store) => done(store.count())).then(
      () => true,
      () => false,
    );
  }

  /**
   * Writes down a scan before it is sent. Resolves with the entry that holds the same pass already, else null.
   * @param {NewEntry} entry
   * @returns {Promise<Entry | null>}
   * @throws {DOMException} QuotaExceededError when the disk is full, another when there is no database.
   */
  async begin(entry) {
    const same = await this.#change(async (store) => {
      const holders = entry.pass ? await done(store.index("pass").getAll(entry.pass)) : [];
      const other = holders.find((/** @type {Entry} */ one) => one.state !== "refused" && one.scanId !== entry.scanId);
      if (!other) store.put({ ...entry, state: "sending", tab: this.#tab });
      return other ?? null;
    });
    if (!same) this.#sending.add(entry.scanId);
    return same;
  }

  /**
   * No answer: to be sent later.
   * @param {string} scanId
   */
  async keep(scanId) {
    this.#sending.delete(scanId);
    await this.#update(scanId, (entry) => ({ ...entry, state: "kept", wasKept: true, tab: undefined }));
  }

  /**
   * @param {string} scanId
   * @param {"accepted" | "refused" | "undone"} state
   * @param {number} now by the register's clock
   * @param {string} [code] why it was refused
   */
  async settle(scanId, state, now, code) {
    this.#sending.delete(scanId);
    await this.#update(scanId, (entry) => settled(entry, state, now, code));
  }

  /**
   * Writes the outcomes of kept entries together. Resolves with the scan ids of those that it left as they are: accepted, but to be undone.
   * @param {Map<string, string | null>} codes by scan id: why it was refused, null for accepted
   * @param {number} now by the register's clock
   * @returns {Promise<string[]>}
   */
  settleKept(codes, now) {
    return this.#change(async (store) => {
      const toUndo = [];
      /** @type {Entry[]} */
      const kept = await done(store.index("state").getAll("kept"));
      for (const entry of kept) {
        const code = codes.get(entry.scanId);
        if (code === undefined) continue;
        if (code === null && entry.undo) toUndo.push(entry.scanId);
        else store.put(settled(entry, code === null ? "accepted" : "refused", now, code ?? undefined));
      }
      return toUndo;
    });
  }

  /**
   * Marks a kept entry: it is undone as soon as the register has it.
   * @param {string} scanId
   */
  wishUndone(scanId) {
    return this.#update(scanId, (entry) => ({ ...entry, undo: true }));
  }

  /**
   * @param {string} scanId
   * @returns {Promise<Entry | undefined>}
   */
  get(scanId) {
    return this.#read((store) => done(store.get(scanId)), undefined);
  }

  /**
   * Newest first.
   * @param {number} [limit]
   * @returns {Promise<Entry[]>}
   */
  list(limit = 200) {
    return this.#read((store) => newest(store, limit), []);
  }

  /**
   * Entries since a time, unsorted.
   * @param {number} time
   * @returns {Promise<Entry[]>}
   */
  since(time) {
    return this.#read((store) => done(store.index("at").getAll(IDBKeyRange.lowerBound(new Date(time).toISOString()))), []);
  }

  /**
   * Kept entries, oldest first.
   * @returns {Promise<Entry[]>}
   */
  async kept() {
    const kept = await this.#read((store) => /** @type {Promise<Entry[]>} */ (done(store.index("state").getAll("kept"))), []);
    return kept.sort((a, b) => a.at.localeCompare(b.at));
  }

  /** Outcomes of kept entries that nobody has looked at yet. */
  async unseenOutcomes() {
    return (await this.list(2000)).filter((entry) => entry.unseen);
  }

  markSeen() {
    return this.#changeEach((entry) => (entry.unseen ? { ...entry, unseen: false } : entry));
  }

  /**
   * Turns unanswered scans into kept ones when nobody waits for their answer any more: their tab has ended, or this tab failed to write
   * their outcome.
   * @param {number} now by the register's clock
   */
  async adoptOrphans(now) {
    const sending = await this.#read((store) => /** @type {Promise<Entry[]>} */ (done(store.index("state").getAll("sending"))), []);
    if (sending.length === 0) return;
    const locks = navigator.locks ? ((await navigator.locks.query()).held ?? []).map((lock) => lock.name) : [];
    const tabs = new Set([this.#tab, ...locks]);
    for (const { scanId, tab, at } of sending) {
      const isOwn = tab === this.#tab;
      const isWaitedFor = tabs.has(tab) && (!isOwn || this.#sending.has(scanId) || now - Date.parse(at) < SENDING_MS);
      if (isWaitedFor) continue;
      await this.#update(scanId, (entry) => (entry.state === "sending" ? { ...entry, state: "kept", wasKept: true, tab: undefined } : entry));
    }
  }

  /**
   * Ends kept entries after 24 hours, forgets passes that can no longer be undone, and entries a day after their outcome.
   * @param {number} now by the register's clock
   */
  tidy(now) {
    return this.#changeEach((entry) => {
      if (entry.state === "kept" && now - Date.parse(entry.at) > KEPT_MS) return settled(entry, "refused", now, NOT_SENT_IN_TIME);
      if (!entry.settledAt) return entry;
      if (now - entry.settledAt > LISTED_MS) return null;
      return entry.pass && now - entry.settledAt > UNDO_MS ? { ...entry, pass: undefined } : entry;
    });
  }

  /**
   * Until when an accepted QR entry can be undone here, in milliseconds; 0 when it cannot.
   * @param {Entry} entry
   */
  static undoableUntil(entry) {
    return entry.kind === "qr" && entry.state === "accepted" && entry.pass && entry.settledAt ? entry.settledAt + UNDO_MS : 0;
  }

  /**
   * What is on disk, or `otherwise` where the browser gives the page no database.
   * @template T
   * @param {(store: IDBObjectStore) => Promise<T>} work
   * @param {T} otherwise
   * @returns {Promise<T>}
   */
  #read(work, otherwise) {
    return inTransaction("entries", "readonly", work).catch(() => otherwise);
  }

  /**
   * @template T
   * @param {(store: IDBObjectStore) => Promise<T>} work
   */
  async #change(work) {
    const result = await inTransaction("entries", "readwrite", work);
    this.#channel?.postMessage(null);
    this.dispatchEvent(new Event("change"));
    return result;
  }

  /**
   * @param {string} scanId
   * @param {(entry: Entry) => Entry} change
   */
  #update(scanId, change) {
    return this.#change(async (store) => {
      const entry = await done(store.get(scanId));
      if (entry) store.put(change(entry));
    });
  }

  /** @param {(entry: Entry) => Entry | null} change null removes it */
  async #changeEach(change) {
    /** @type {Entry[]} */
    const all = await this.#read((store) => done(store.getAll()), []);
    // A device at work has nothing to tidy most of the time, and a write wakes up every tab.
    if (all.every((entry) => change(entry) === entry)) return;
    await this.#change(async (store) => {
      for (const entry of await done(store.getAll())) {
        const next = change(entry);
        if (next === null) store.delete(entry.scanId);
        else if (next !== entry) store.put(next);
      }
    });
  }
}

/**
 * @param {Entry} entry
 * @param {"accepted" | "refused" | "undone"} state
 * @param {number} now
 * @param {string} [code]
 * @returns {Entry}
 */
function settled(entry, state, now, code) {
  const pass = state === "accepted" ? entry.pass : undefined;
  return { ...entry, state, code, settledAt: now, tab: undefined, sealed: undefined, pass, unseen: entry.wasKept === true };
}

/**
 * @param {IDBObjectStore} store
 * @param {number} limit
 * @returns {Promise<Entry[]>}
 */
function newest(store, limit) {
  return new Promise((resolve, reject) => {
    /** @type {Entry[]} */
    const found = [];
    const cursor = store.index("at").openCursor(null, "prev");
    cursor.onerror = () => reject(cursor.error);
    cursor.onsuccess = () => {
      if (!cursor.result || found.length === limit) return resolve(found);
      found.push(cursor.result.value);
      cursor.result.continue();
    };
  });
}
