import { request } from "../shared/http.js";

/** The issuer's HTTP API. */
export class Api {
  #store;
  #clock;

  /**
   * @param {import("./device-store.js").DeviceStore} store
   * @param {import("../shared/clock.js").ServerClock} clock
   */
  constructor(store, clock) {
    this.#store = store;
    this.#clock = clock;
  }

  issuer = () => this.#call("GET", "/.well-known/kipass-issuer.json");
  consent = () => this.#call("GET", "/v1/consent");
  /** @param {string} phone */
  verify = (phone) => this.#call("POST", "/v1/verifications", { phone });
  /**
   * @param {string} id
   * @param {object} answer
   */
  confirm = (id, answer) => this.#call("POST", `/v1/verifications/${encodeURIComponent(id)}/confirm`, answer);
  simulatedInbox = () => this.#call("GET", "/simulated-inbox");
  me = () => this.#call("GET", "/v1/me");
  signOut = () => this.#call("DELETE", "/v1/me/session");
  deleteMe = () => this.#call("DELETE", "/v1/me");
  accesses = () => this.#call("GET", "/v1/me/accesses");
  /** @param {{ name: string, birthDate: string }} companion */
  addCompanion = (companion) => this.#call("POST", "/v1/me/companions", companion);
  /** @param {string} id */
  removeCompanion = (id) => this.#call("DELETE", `/v1/me/companions/${encodeURIComponent(id)}`);

  /**
   * The next passes; their answer also tells the issuer's time.
   * @param {number} count
   * @param {string} [companionId]
   */
  async passes(count, companionId) {
    const asked = performance.now();
    const answer = await this.#call("POST", "/v1/passes", companionId ? { count, companionId } : { count });
    if (answer.ok) this.#clock.learn(answer.body.now, asked, performance.now());
    return answer;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   */
  #call(method, path, body) {
    return request(method, path, { body, token: this.#store.session });
  }
}
