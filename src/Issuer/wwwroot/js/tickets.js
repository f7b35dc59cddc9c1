import { MOST_UNUSED, codeOf, dayOf, nextTicket, readTicket, slotAt, unused, wantedFrom } from "./ticket.js";

const DAYS_AHEAD = 2;
const SHOWING_MS = 5 * 60000;

/** @typedef {"unsupported" | "full" | "lost"} Fault why this phone cannot keep tickets */

/** @typedef {{ ticket: Ticket, since: number, code: HeldCode | null }} Showing */

/**
 * Computes codes from the tickets of this phone: one ticket for one showing, so that entries of different showings have nothing in common.
 * Event "change": a code, the tickets or `fault` changed.
 */
export class Tickets extends EventTarget {
  #store;
  #clock;
  /** @type {Ticket[]} as on disk */
  #held = [];
  /** @type {Map<string, Showing>} by person */
  #showings = new Map();
  /** @type {Map<string, Promise<void>>} codes that are being computed, by person */
  #making = new Map();
  // So that what was under way when a showing ended does not begin the next one.
  #showing = 0;
  #isLoaded = false;

  /** @type {Fault | null} */
  fault = null;

  /**
   * @param {import("./ticket-store.js").TicketStore} store
   * @param {Pick<import("../shared/clock.js").ServerClock, "now">} clock
   */
  constructor(store, clock) {
    super();
    this.#store = store;
    this.#clock = clock;
  }

  /** Whether the disk was read, or could not be. */
  get isReady() {
    return this.#isLoaded || this.fault !== null;
  }

  /** Reads the disk. To be called again when the page is shown: another tab may have used tickets, or the browser gives a database again. */
  async load() {
    const isSupported = globalThis.crypto?.subtle && globalThis.indexedDB;
    if (!isSupported) return this.#fail("unsupported");
    await this.#guard(async () => {
      this.#held = await this.#store.list();
      this.#isLoaded = true;
      this.fault = null;
      this.#tell();
    });
  }

  /**
   * The code to show now; undefined while it is being computed, null when there is no ticket for today.
   * @param {string} person
   * @returns {HeldCode | null | undefined}
   */
  current(person) {
    const now = this.#clock.now();
    const showing = this.#showings.get(person);
    const code = showing?.code;
    if (code && code.from <= now && now < code.until) return code;
    if (!this.isReady || this.#making.has(person)) return undefined;
    const { day } = slotAt(now);
    if (this.#of(person, day).length === 0 && showing?.ticket.day !== day) return null;
    this.#making.set(person, this.#make(person));
    return undefined;
  }

  /**
   * Takes the next ticket at once. Resolves with whether that is another one.
   * @param {string} person
   */
  async another(person) {
    await this.#making.get(person);
    const before = this.#showings.get(person);
    const making = this.#make(person, true);
    this.#making.set(person, making);
    await making;
    return this.#showings.get(person)?.ticket.n !== before?.ticket.n;
  }

  /** The page is hidden: the next code comes from another ticket. */
  endShowing() {
    this.#showing++;
    this.#showings.clear();
  }

  /**
   * The last Korean day for which this phone needs no network; null when it needs one today.
   * @param {string} person
   */
  lastDay(person) {
    const { day } = slotAt(this.#clock.now());
    let last = day - 1;
    while (this.#of(person, last + 1).length > 0) last++;
    return last < day || this.fault ? null : last;
  }

  /**
   * The n from which the issuer should send more tickets; null when there are enough.
   * @param {string} person
   */
  wantedFrom(person) {
    const { day: today } = slotAt(this.#clock.now());
    for (let day = today; day <= today + DAYS_AHEAD; day++) {
      const from = wantedFrom(this.#of(person, day));
      if (from !== null) return from;
    }
    return null;
  }

  /**
   * Takes an answer of the issuer: of each day as many as fit.
   * @param {string} person
   * @param {IssuedDay[]} days
   * @param {() => boolean} isWanted whether the visitor is still signed in
   */
  async add(person, days, isWanted) {
    const { day: today } = slotAt(this.#clock.now());
    await this.#guard(async () => {
      const fresh = [];
      for (const { kid, tickets } of days) {
        const held = this.#of(person, dayOf(kid));
        const room = MOST_UNUSED - unused(held);
        const others = tickets.filter(({ n }) => !held.some((one) => one.n === n));
        fresh.push(...others.slice(0, Math.max(0, room)).map((one) => readTicket(person, kid, one)));
      }
      const read = await Promise.all(fresh);
      if (!isWanted()) return;
      await this.#store.add(read, today);
      await this.load();
    });
  }

  /**
   * Forgets the tickets of everybody else: companions that were removed, or all people on signing out.
   * @param {string[]} people
   */
  async keepOnly(people) {
    const isStale = (/** @type {string} */ person) => !people.includes(person);
    for (const person of [...this.#showings.keys()].filter(isStale)) this.#showings.delete(person);
    if (!this.#held.some((one) => isStale(one.person)) && people.length > 0) return;
    this.#held = this.#held.filter((one) => !isStale(one.person));
    await this.#guard(() => this.#store.keepOnly(people));
  }

  /**
   * @param {string} person
   * @param {number} day
   */
  #of(person, day) {
    return this.#held.filter((one) => one.person === person && one.day === day);
  }

  /**
   * @param {string} person
   * @param {boolean} [isAnother]
   */
  async #make(person, isAnother = false) {
    const began = this.#showing;
    const now = this.#clock.now();
    const { day, slot, from, until } = slotAt(now);
    let showing = this.#showings.get(person);
    const isOver = !showing || showing.ticket.day !== day || until - showing.since > SHOWING_MS || until < showing.since;
    if (isOver || isAnother) {
      const ticket = await this.#take(person, day);
      if (ticket) showing = { ticket, since: now, code: null };
    }
    const text = showing?.ticket.day === day ? await codeOf(showing.ticket, slot) : null;
    this.#making.delete(person);
    if (showing && text && began === this.#showing) this.#showings.set(person, { ...showing, code: { text, from, until } });
    this.#tell();
  }

  /**
   * Without a database the tickets in memory are used on: a code is never withheld.
   * @param {string} person
   * @param {number} day
   */
  async #take(person, day) {
    const held = this.#of(person, day);
    if (held.length === 0) return undefined;
    const taken = this.fault === null && (await this.#guard(() => this.#store.take(person, day)));
    if (!taken && this.fault === null) this.#fail("lost");
    const ticket = held.find((one) => taken && one.n === taken.n) ?? nextTicket(held);
    if (ticket) ticket.used = taken ? taken.used : Math.max(...held.map((one) => one.used)) + 1;
    return ticket;
  }

  /**
   * @template T
   * @param {() => Promise<T>} work
   */
  async #guard(work) {
    try {
      return await work();
    } catch (error) {
      this.#fail(error instanceof DOMException && error.name === "QuotaExceededError" ? "full" : "lost");
      return undefined;
    }
  }

  /** @param {Fault} fault */
  #fail(fault) {
    this.fault = fault;
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}
