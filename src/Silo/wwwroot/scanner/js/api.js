import { settings } from "./settings.js";

// The register's HTTP API. Every call answers {ok, status, body, code, retryAfterMs}; without an answer {ok: false, status: 0, code: "network"}.

const SCAN_TIMEOUT_MS = 2500;
const BATCH_TIMEOUT_MS = 20000;
const TIMEOUT_MS = 8000;

async function call(method, path, body, timeoutMs = TIMEOUT_MS) {
  const headers = {};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (settings.device) headers.Authorization = `Bearer ${settings.device.deviceToken}`;
  try {
    const response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    const parsed = text ? JSON.parse(text) : null;
    return {
      ok: response.ok,
      status: response.status,
      body: parsed,
      code: response.ok ? null : (parsed?.code ?? `http-${response.status}`),
      retryAfterMs: (Number(response.headers.get("Retry-After")) || 0) * 1000,
    };
  } catch {
    // No network, no answer in time, or a stranger's page (a hotel's sign-in) instead of our JSON: the register has not spoken.
    return { ok: false, status: 0, body: null, code: "network", retryAfterMs: 0 };
  }
}

export const api = {
  time: () => call("GET", "/v1/time"),
  pair: (pairingCode, name) => call("POST", "/v1/devices/pair", { pairingCode, name }),
  facility: () => call("GET", "/v1/facility"),
  scan: (scan) => call("POST", "/v1/scans", scan, SCAN_TIMEOUT_MS),
  scans: (scans) => call("POST", "/v1/scans/batch", { scans }, BATCH_TIMEOUT_MS),
  undo: (scanId, pass) => call("POST", "/v1/scans/undo", { scanId, pass }),
  paper: (visit) => call("POST", "/v1/visits/manual", visit),
};

/** Whether the register has decided; otherwise the same request must be repeated. */
export const isDecided = (answer) => answer.status !== 0 && answer.status !== 429 && answer.status < 500 && answer.status !== 408;

/** Whether the register no longer knows this device. */
export const isTurnedAway = (answer) => answer.status === 401 || answer.code === "device-revoked";
