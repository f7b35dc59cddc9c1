// The device's own database. Everything in it is on disk before a write is said to be done: a tablet loses power more often than one thinks.

export const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export const finished = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException("aborted", "AbortError"));
    transaction.onerror = () => reject(transaction.error);
  });

let opened = null;

/** Stores: "entries" by scan id, "settings" by name. */
export function openDatabase() {
  opened ??= new Promise((resolve, reject) => {
    const opening = indexedDB.open("kipass-scanner", 1);
    opening.onupgradeneeded = () => {
      const entries = opening.result.createObjectStore("entries", { keyPath: "scanId" });
      entries.createIndex("pass", "pass");
      entries.createIndex("state", "state");
      entries.createIndex("at", "at");
      opening.result.createObjectStore("settings");
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  return opened;
}
