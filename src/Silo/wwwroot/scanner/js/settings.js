import { done, finished, openDatabase } from "./database.js";

// What this device remembers: its pairing and how it is set up. Nothing of any visitor. In local storage, where all tabs see it at once, and in
// the database, because browsers write local storage some seconds late: a power cut must not undo a pairing.

const KEY = "kipass.scanner";
const START = { device: null, camera: "", silent: false, kiosk: false, authorityKey: null, revision: 0 };

function read() {
  try {
    return { ...START, ...JSON.parse(localStorage.getItem(KEY)) };
  } catch {
    return { ...START };
  }
}

class Settings extends EventTarget {
  #values = read();

  constructor() {
    super();
    // Another tab of this app changed something.
    addEventListener("storage", (event) => {
      if (event.key !== KEY) return;
      this.#values = read();
      this.dispatchEvent(new Event("change"));
    });
  }

  /** {deviceId, deviceToken, facility: {id, name}, zone: name or null, authority: thumbprint or null, revoked} or null when not paired. */
  get device() {
    return this.#values.device;
  }

  get camera() {
    return this.#values.camera;
  }

  get silent() {
    return this.#values.silent;
  }

  get kiosk() {
    return this.#values.kiosk;
  }

  /** The authority's key as the register last told, for paper visits without network. */
  get authorityKey() {
    return this.#values.authorityKey;
  }

  /** Takes what the database has, where it is newer. */
  async load() {
    const database = await openDatabase();
    const stored = await done(database.transaction("settings").objectStore("settings").get(KEY));
    if (stored && stored.revision > this.#values.revision) this.set(stored);
  }

  /** Resolves when it is on disk. */
  async set(changes) {
    this.#values = { ...this.#values, ...changes, revision: Math.max(this.#values.revision, changes.revision ?? 0) + 1 };
    localStorage.setItem(KEY, JSON.stringify(this.#values));
    this.dispatchEvent(new Event("change"));
    const transaction = (await openDatabase()).transaction("settings", "readwrite", { durability: "strict" });
    transaction.objectStore("settings").put(this.#values, KEY);
    await finished(transaction).catch(() => {
      // A full disk: local storage has it, and the next change tries again.
    });
  }

  setDevice(changes) {
    return this.set({ device: changes && { ...this.#values.device, ...changes } });
  }
}

export const settings = new Settings();
