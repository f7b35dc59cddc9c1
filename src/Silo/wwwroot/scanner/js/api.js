import { request } from "../shared/http.js";
import { settings } from "./settings.js";

// The register's HTTP API.

const SCAN_TIMEOUT_MS = 2500;
const BATCH_TIMEOUT_MS = 20000;

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {number} [timeoutMs]
 */
const call = (method, path, body, timeoutMs) => request(method, path, { body, token: settings.device?.deviceToken, timeoutMs });

export const api = {
  time: () => call("GET", "/v1/time"),
  /**
   * @param {string} pairingCode
   * @param {string} name
   * @param {Jwk} [signingKey] public part of the device's own key
   */
  pair: (pairingCode, name, signingKey) => call("POST", "/v1/devices/pair", { pairingCode, name, signingKey }),
  keys: () => call("GET", "/.well-known/kipass.json"),
  facility: () => call("GET", "/v1/facility"),
  /** @param {{ scanId: string, pass: string, scannedAt: string }} scan */
  scan: (scan) => call("POST", "/v1/scans", scan, SCAN_TIMEOUT_MS),
  /** @param {{ scanId: string, pass: string | undefined, scannedAt: string }[]} scans */
  scans: (scans) => call("POST", "/v1/scans/batch", { scans }, BATCH_TIMEOUT_MS),
  /**
   * @param {string} scanId
   * @param {string} pass
   */
  undo: (scanId, pass) => call("POST", "/v1/scans/undo", { scanId, pass }),
  /** @param {{ scanId: string, sealed: string | undefined, enteredAt: string }} visit */
  paper: (visit) => call("POST", "/v1/visits/manual", visit),
};

/**
 * Whether the register has decided; otherwise the same request must be repeated.
 * @param {Answer} answer
 */
export const isDecided = ({ status }) => status !== 0 && status !== 408 && status !== 429 && status < 500;

/**
 * Whether the register no longer knows this device.
 * @param {Answer} answer
 */
export const isTurnedAway = ({ status, code }) => status === 401 || code === "device-revoked";

/**
 * Whether the register takes no more paper entries for now: of this device for an hour, or of its facility for a day.
 * @param {Answer} answer
 */
export const isOverQuota = ({ status, code }) => status === 429 && code === "too-many-requests";

/** What stands for an answer when the register was not asked. @type {Answer} */
export const NOT_ASKED = { ok: false, status: 0, body: null, code: "network", retryAfterMs: 0, date: null };
