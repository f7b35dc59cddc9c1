// The issuer's HTTP API. Every call answers {ok, status, body, code}; without network {ok: false, status: 0, code: "network"}.

const TIMEOUT_MS = 8000;

export class Api {
  #store;
  #clock;

  constructor(store, clock) {
    this.#store = store;
    this.#clock = clock;
  }

  issuer = () => this.#call("GET", "/.well-known/kipass-issuer.json");
  consent = () => this.#call("GET", "/v1/consent");
  verify = (phone) => this.#call("POST", "/v1/verifications", { phone });
  confirm = (id, answer) => this.#call("POST", `/v1/verifications/${encodeURIComponent(id)}/confirm`, answer);
  simulatedInbox = () => this.#call("GET", "/simulated-inbox");
  me = () => this.#call("GET", "/v1/me");
  signOut = () => this.#call("DELETE", "/v1/me/session");
  deleteMe = () => this.#call("DELETE", "/v1/me");
  accesses = () => this.#call("GET", "/v1/me/accesses");
  addCompanion = (companion) => this.#call("POST", "/v1/me/companions", companion);
  removeCompanion = (id) => this.#call("DELETE", `/v1/me/companions/${encodeURIComponent(id)}`);

  async passes(count, companionId) {
    const asked = Date.now();
    const answer = await this.#call("POST", "/v1/passes", companionId ? { count, companionId } : { count });
    if (answer.ok) this.#clock.learn(answer.body.now, asked, Date.now());
    return answer;
  }

  async #call(method, path, body) {
    const headers = {};
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (this.#store.session) headers.Authorization = `Bearer ${this.#store.session}`;
    try {
      const response = await fetch(path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        cache: "no-store",
        credentials: "omit",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await response.text();
      let parsed = null;
      try {
        parsed = text ? JSON.parse(text) : null;
      } catch {
        // A proxy's page instead of our JSON: the status says enough.
      }
      return {
        ok: response.ok,
        status: response.status,
        body: parsed,
        code: response.ok ? null : (parsed?.code ?? `http-${response.status}`),
        retryAfterMs: Number(response.headers.get("Retry-After") ?? 0) * 1000,
      };
    } catch {
      return { ok: false, status: 0, body: null, code: "network", retryAfterMs: 0 };
    }
  }
}
