const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30000;
// The issuer may send fewer tickets than the phone would take.
const NEXT_TICKETS_MS = 10 * 60000;

/** The visitor; companions are named by their id. */
export const SELF = "self";

/** The codes of the visitor and the companions: from tickets on this phone, or fetched where the browser cannot keep them. */
export class Codes extends EventTarget {
  #store;
  #api;
  #clock;
  #tickets;
  #learnMe;
  /** @type {import("./fetched-codes.js").FetchedCodes | null} only where tickets cannot be kept */
  #fetched = null;
  /** @type {Map<string, Promise<void>>} requests that are not answered yet, by person */
  #asking = new Map();
  /** @type {Map<string, number>} by person, as performance.now() */
  #retryAt = new Map();
  #failures = 0;

  /** @type {string | null} null when the last request was answered; else the code of the fault: "network", "session", "too-many-requests", … */
  trouble = null;

  /**
   * @param {object} options
   * @param {import("./device-store.js").DeviceStore} options.store
   * @param {import("./api.js").Api} options.api
   * @param {import("../shared/clock.js").ServerClock} options.clock
   * @param {import("./tickets.js").Tickets} options.tickets
   * @param {() => Promise<Answer>} options.learnMe a small request whose answer tells the issuer's time
   */
  constructor({ store, api, clock, tickets, learnMe }) {
    super();
    this.#store = store;
    this.#api = api;
    this.#clock = clock;
    this.#tickets = tickets;
    this.#learnMe = learnMe;
    tickets.addEventListener("change", () => this.#follow());
    tickets.load();
  }

  /** Why this phone cannot keep tickets; null when it can. */
  get fault() {
    return this.#tickets.fault;
  }

  /**
   * The code to show now; undefined while it is being computed, null when there is none.
   * @param {string} person
   */
  current(person) {
    return this.#fetched?.current(person) ?? this.#tickets.current(person);
  }

  /**
   * How long codes last without network: `day` is the last Korean day of the tickets, `ms` the rest of the fetched codes. Null: not at all.
   * @param {string} person
   * @returns {{ day: number } | { ms: number } | null}
   */
  lasts(person) {
    const day = this.#tickets.lastDay(person);
    if (day !== null) return { day };
    const ms = this.#fetched?.lastsMs(person) ?? 0;
    return ms > 0 ? { ms } : null;
  }

  /**
   * Asks the issuer when tickets or codes run low, and for its time when that is not known for sure. Does nothing while a request is under
   * way or waits for its next try.
   * @param {string} person
   */
  keepFilled(person) {
    if (!this.#tickets.isReady || this.#asking.has(person) || performance.now() < (this.#retryAt.get(person) ?? 0)) return;
    if (this.fault) {
      const count = this.#fetched?.wanted(person) || (this.#clock.isSure ? 0 : 1);
      if (this.#fetched && count > 0) this.#ask(person, () => this.#fetchCodes(person, count, false));
      return;
    }
    const from = this.#tickets.wantedFrom(person);
    if (from !== null) this.#ask(person, () => this.#fetchTickets(person, from));
    else if (person === SELF && !this.#clock.isSure) this.#ask(person, this.#learnMe);
  }

  /** Tries again at once: the network is back, or somebody asks. */
  retryNow() {
    this.#retryAt.clear();
    this.#failures = 0;
  }

  /**
   * A code of another ticket: that of the last door cannot be used again. Resolves with whether there is one.
   * @param {string} person
   */
  async another(person) {
    if (!this.#fetched) return this.#tickets.another(person);
    const before = this.current(person)?.text;
    await this.#asking.get(person);
    await this.#ask(person, () => this.#fetchCodes(person, 1, true));
    return this.current(person)?.text !== before;
  }

  /** The page is shown. */
  beginShowing() {
    return this.#tickets.load();
  }

  /** The page is hidden: the next code must have nothing in common with this one. */
  endShowing() {
    this.#tickets.endShowing();
  }

  /**
   * @param {string[]} people who are still there
   */
  keepOnly(people) {
    if (people.length === 0) this.#fetched = null;
    return this.#tickets.keepOnly(people);
  }

  async #follow() {
    if (!this.fault) this.#fetched = null;
    else if (!this.#fetched) {
      const loaded = await import("./fetched-codes.js").catch(() => null);
      if (loaded && this.fault && !this.#fetched) {
        this.#fetched = new loaded.FetchedCodes(this.#clock);
        this.retryNow();
      }
    }
    this.#tell();
  }

  /**
   * @param {string} person
   * @param {() => Promise<Answer>} request
   */
  #ask(person, request) {
    const asking = this.#asking.get(person) ?? this.#settle(person, request).finally(() => this.#asking.delete(person));
    this.#asking.set(person, asking);
    return asking;
  }

  /**
   * @param {string} person
   * @param {() => Promise<Answer>} request
   */
  async #settle(person, request) {
    const { session } = this.#store;
    const answer = await request();
    if (session !== this.#store.session) return;
    if (answer.ok) {
      this.#failures = 0;
      this.trouble = null;
    } else {
      this.#failures++;
      const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1)) * (0.75 + Math.random() / 2);
      this.#retryAt.set(person, performance.now() + Math.max(wait, answer.retryAfterMs));
      this.trouble = answer.status === 401 ? "session" : answer.code;
    }
    this.#tell();
  }

  /**
   * @param {string} person
   * @param {number} from
   */
  async #fetchTickets(person, from) {
    const { session } = this.#store;
    const answer = await this.#api.tickets(from, companionId(person));
    if (answer.ok) {
      await this.#tickets.add(person, answer.body.days, () => session !== null && session === this.#store.session);
      this.#retryAt.set(person, performance.now() + NEXT_TICKETS_MS);
    }
    return answer;
  }

  /**
   * @param {string} person
   * @param {number} count
   * @param {boolean} isReplacing
   */
  async #fetchCodes(person, count, isReplacing) {
    const { session } = this.#store;
    const answer = await this.#api.passes(count, companionId(person));
    if (answer.ok && session === this.#store.session) this.#fetched?.take(person, answer.body.passes, isReplacing);
    return answer;
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}

/** @param {string} person */
const companionId = (person) => (person === SELF ? undefined : person);
