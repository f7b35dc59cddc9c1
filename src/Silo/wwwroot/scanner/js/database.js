import { Database, done } from "../shared/database.js";

// The device's own database. A write is on disk before it is reported as done: a tablet loses power more often than one thinks.

/** @typedef {"entries" | "settings"} StoreName */

/** @param {IDBDatabase} database */
function upgrade(database) {
  const entries = database.createObjectStore("entries", { keyPath: "scanId" });
  entries.createIndex("pass", "pass");
  entries.createIndex("state", "state");
  entries.createIndex("at", "at");
  database.createObjectStore("settings");
}

const database = new Database("kipass-scanner", 1, upgrade, "strict");

export { done };

/**
 * See Database.inTransaction.
 * @template T
 * @param {StoreName} name
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => Promise<T>} work
 * @returns {Promise<T>}
 */
export const inTransaction = (name, mode, work) => database.inTransaction(name, mode, work);
