import { readJson, writeJson } from "../shared/storage.js";
import { done, inTransaction } from "./database.js";

const KEY = "kipass.scanner";
/** @type {SettingValues} */
const START = { device: null, camera: "", silent: false, speaks: false, kiosk: false, kioskPin: null, authorityKey: null, keyStatements: [], signingKey: null, revision: 0 };

/** @returns {SettingValues} */
const read = () => ({ ...START, ...readJson(KEY) });

/**
 * What this device remembers: its pairing and how it is set up. Nothing of any visitor. In local storage, where all tabs see it at once, and
 * in the database, because browsers write local storage some seconds late: a power cut must not undo a pairing.
 */
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

  /** Null when not paired. */
  get device() {
    return this.#values.device;
  }

  get camera() {
    return this.#values.camera;
  }

  get silent() {
    return this.#values.silent;
  }

  /** Whether verdicts are spoken. */
  get speaks() {
    return this.#values.speaks;
  }

  get kiosk() {
    return this.#values.kiosk;
  }

  /** What ends the kiosk; null when none was set. */
  get kioskPin() {
    return this.#values.kioskPin;
  }

  get authorityKey() {
    return this.#values.authorityKey;
  }

  get keyStatements() {
    return this.#values.keyStatements;
  }

  get signingKey() {
    return this.#values.signingKey;
  }

  /** Takes what the database has, where that is newer. */
  async load() {
    /** @type {SettingValues | undefined} */
    const stored = await inTransaction("settings", "readonly", (store) => done(store.get(KEY))).catch(() => undefined);
    if (stored && stored.revision > this.#values.revision) this.set(stored);
  }

  /**
   * Resolves when it is on disk.
   * @param {Partial<SettingValues>} changes
   */
  async set(changes) {
    this.#values = { ...this.#values, ...changes, revision: Math.max(this.#values.revision, changes.revision ?? 0) + 1 };
    writeJson(KEY, this.#values);
    this.dispatchEvent(new Event("change"));
    const values = this.#values;
    await inTransaction("settings", "readwrite", async (store) => store.put(values, KEY)).catch(() => {
      // No database or a full disk: local storage or this page has it, and the next change tries again.
    });
  }

  /**
   * Changes the device that is paired; does nothing when none is.
   * @param {Partial<Device>} changes
   */
  async setDevice(changes) {
    const { device } = this.#values;
    if (device) await this.set({ device: { ...device, ...changes } });
  }
}

export const settings = new Settings();
