// An app's own database on the device.

// Browsers in the background sometimes neither answer nor fail.
const PATIENCE_MS = 5000;
// A new connection would not help against these.
const FINAL = new Set(["QuotaExceededError", "ConstraintError", "DataError", "DataCloneError"]);

/**
 * The result of a request.
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
export const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** IndexedDB whose connection is opened again when the browser closed it. */
export class Database {
  #name;
  #version;
  #upgrade;
  #durability;
  /** @type {Promise<IDBDatabase> | null} */
  #opened = null;

  /**
   * @param {string} name
   * @param {number} version
   * @param {(database: IDBDatabase) => void} upgrade creates the stores
   * @param {"strict" | "relaxed"} durability strict: a write is on disk before it is reported as done
   */
  constructor(name, version, upgrade, durability) {
    this.#name = name;
    this.#version = version;
    this.#upgrade = upgrade;
    this.#durability = durability;
  }

  /**
   * Runs `work` in one transaction. Resolves with its result once that is committed. Browsers close connections as they like, mobile ones in
   * the background; then this opens a new one and runs `work` once more, so `work` must be repeatable.
   * @template T
   * @param {string} name of the store
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => Promise<T>} work
   * @returns {Promise<T>}
   * @throws {DOMException} QuotaExceededError when the disk is full; any other when the browser does not give the page a database.
   */
  async inTransaction(name, mode, work) {
    for (let isLast = false; ; isLast = true) {
      const opening = (this.#opened ??= this.#open());
      try {
        return await inTime(this.#attempt(await opening, name, mode, work));
      } catch (error) {
        if (isLast || (error instanceof DOMException && FINAL.has(error.name))) throw error;
        await this.#forget(opening);
      }
    }
  }

  /**
   * @template T
   * @param {IDBDatabase} database
   * @param {string} name
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => Promise<T>} work
   */
  async #attempt(database, name, mode, work) {
    const transaction = database.transaction(name, mode, { durability: this.#durability });
    const ended = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error ?? new DOMException("The transaction was aborted.", "AbortError"));
    });
    ended.catch(() => {});
    try {
      return await work(transaction.objectStore(name));
    } finally {
      // Says better than the request that failed why the transaction was aborted, such as a full disk.
      await ended;
    }
  }

  /** @returns {Promise<IDBDatabase>} */
  #open() {
    const opening = new Promise((resolve, reject) => {
      const request = indexedDB.open(this.#name, this.#version);
      request.onupgradeneeded = () => this.#upgrade(request.result);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const ready = inTime(opening);
    opening.then((database) => {
      database.onclose = () => this.#forget(ready);
      // Another tab has a newer version of the app, or deletes the database.
      database.onversionchange = () => this.#forget(ready);
    }, () => {});
    return ready;
  }

  /** @param {Promise<IDBDatabase>} connection */
  async #forget(connection) {
    if (this.#opened === connection) this.#opened = null;
    await connection.then((database) => database.close(), () => {});
  }
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
function inTime(promise) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  /** @type {Promise<never>} */
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new DOMException("The database did not answer.", "TimeoutError")), PATIENCE_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
