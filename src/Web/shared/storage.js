// Local storage that never throws. A browser that forbids it or whose storage is full keeps the values until the page is closed.

/** @type {Map<string, string | null>} */
const memory = new Map();

/** Whether this browser lets the page keep anything. */
export const isStorageAllowed = canWrite();

function canWrite() {
  try {
    localStorage.setItem("kipass.probe", "");
    localStorage.removeItem("kipass.probe");
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} key
 * @returns {string | null}
 */
export function readText(key) {
  if (memory.has(key)) return memory.get(key) ?? null;
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {string | null} text null removes it
 */
export function writeText(key, text) {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
    memory.delete(key);
  } catch {
    memory.set(key, text);
  }
}

/**
 * @param {string} key
 * @returns {any} null when it is absent or no JSON
 */
export function readJson(key) {
  try {
    return JSON.parse(readText(key) ?? "null");
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {unknown} value null removes it
 */
export function writeJson(key, value) {
  writeText(key, value === null ? null : JSON.stringify(value));
}
