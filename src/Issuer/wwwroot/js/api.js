import { request } from "../shared/http.js";

const HEADER_TOLERANCE_MS = 1500;

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
  me = () => this.#timed("GET", "/v1/me");
  signOut = () => this.#call("DELETE", "/v1/me/session");
  deleteMe = () => this.#call("DELETE", "/v1/me");
  accesses = () => this.#call("GET", "/v1/me/accesses");
  /** @param {{ name: string, birthDate: string }} companion */
  addCompanion = (companion) => this.#call("POST", "/v1/me/companions", companion);
  /** @param {string} id */
  removeCompanion = (id) => this.#call("DELETE", `/v1/me/companions/${encodeURIComponent(id)}`);

  /**
   * Tickets of today and the next two Korean days.
   * @param {number} from the first n that is wanted
   * @param {string} [companionId]
   */
  tickets = (from, companionId) => this.#timed("POST", "/v1/tickets", { from, companionId });

  /**
   * The next codes, for a browser that cannot keep tickets.
   * @param {number} count
   * @param {string} [companionId]
   */
  passes = (count, companionId) => this.#timed("POST", "/v1/passes", { count, companionId });

  /**
   * A request whose answer tells the issuer's time: as a field to the millisecond, else as a header to the second.
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   */
  async #timed(method, path, body) {
    const asked = performance.now();
    const answer = await this.#call(method, path, body);
    const answered = performance.now();
    if (!answer.ok) return answer;
    if (answer.body?.now) this.#clock.learn(Date.parse(answer.body.now), asked, answered);
    else if (answer.date) this.#clock.learn(Date.parse(answer.date) + 500, asked, answered, HEADER_TOLERANCE_MS);
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
