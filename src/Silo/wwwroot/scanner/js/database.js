// The device's own database. A write is on disk before it is reported as done: a tablet loses power more often than one thinks.

const NAME = "kipass-scanner";
const VERSION = 1;
// Browsers in the background sometimes neither answer nor fail.
const PATIENCE_MS = 5000;
// A new connection would not help against these.
const FINAL = new Set(["QuotaExceededError", "ConstraintError", "DataError"]);

/** @typedef {"entries" | "settings"} StoreName */

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

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

/**
 * Runs `work` in one transaction. Resolves with its result once that is on disk. Browsers close connections as they like, mobile ones in the
 * background; then this opens a new one and runs `work` once more, so `work` must be repeatable.
 * @template T
 * @param {StoreName} name
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {DOMException} QuotaExceededError when the disk is full; any other when the browser does not give the page a database.
 */
export async function inTransaction(name, mode, work) {
  for (let isLast = false; ; isLast = true) {
    const opening = (opened ??= open());
    try {
      return await inTime(attempt(await opening, name, mode, work));
    } catch (error) {
      if (isLast || (error instanceof DOMException && FINAL.has(error.name))) throw error;
      await forget(opening);
    }
  }
}

/**
 * @template T
 * @param {IDBDatabase} database
 * @param {StoreName} name
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => Promise<T>} work
 */
async function attempt(database, name, mode, work) {
  const transaction = database.transaction(name, mode, { durability: "strict" });
  const ended = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? new DOMException("The transaction was aborted.", "AbortError"));
  });
  ended.catch(() => {});
  const result = await work(transaction.objectStore(name));
  await ended;
  return result;
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  const opening = new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const entries = request.result.createObjectStore("entries", { keyPath: "scanId" });
      entries.createIndex("pass", "pass");
      entries.createIndex("state", "state");
      entries.createIndex("at", "at");
      request.result.createObjectStore("settings");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const ready = inTime(opening);
  opening.then((database) => {
    database.onclose = () => forget(ready);
    // Another tab has a newer version of the app, or deletes the database.
    database.onversionchange = () => forget(ready);
  }, () => {});
  return ready;
}

/** @param {Promise<IDBDatabase>} connection */
async function forget(connection) {
  if (opened === connection) opened = null;
  await connection.then((database) => database.close(), () => {});
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
