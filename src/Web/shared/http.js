// One request to the server that served the page.

/**
 * @param {string} method
 * @param {string} path
 * @param {RequestOptions} [options]
 * @returns {Promise<Answer>}
 */
export async function request(method, path, { body, token, timeoutMs = 8000 } = {}) {
  /** @type {Record<string, string>} */
  const headers = {};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  const aborter = new AbortController();
  const timer = setTimeout(() => aborter.abort(), timeoutMs);
  const init = { method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: "no-store", credentials: "omit", signal: aborter.signal };
  let response, text;
  try {
    // Nothing else is in this block: a fault of the page must not be reported as a missing network.
    response = await fetch(path, /** @type {RequestInit} */ (init));
    text = await response.text();
  } catch {
    return unanswered(0, 0);
  } finally {
    clearTimeout(timer);
  }
  const retryAfterMs = (Number(response.headers.get("Retry-After")) || 0) * 1000;
  const parsed = parse(text);
  // Not our server's JSON. A proxy says that the server is down or busy; any other page is a hotel's sign-in, behind which there is no network.
  if (parsed === undefined) return unanswered(response.status === 429 || response.status >= 500 ? response.status : 0, retryAfterMs);
  const code = response.ok ? null : (parsed?.code ?? `http-${response.status}`);
  return { ok: response.ok, status: response.status, body: parsed, code, retryAfterMs, date: response.headers.get("Date") };
}

/**
 * @param {number} status
 * @param {number} retryAfterMs
 * @returns {Answer}
 */
const unanswered = (status, retryAfterMs) => ({ ok: false, status, body: null, code: status === 0 ? "network" : `http-${status}`, retryAfterMs, date: null });

/**
 * Null for an empty body, undefined for one that is not JSON.
 * @param {string} text
 */
function parse(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return undefined;
  }
}
