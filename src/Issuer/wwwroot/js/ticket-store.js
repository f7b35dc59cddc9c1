import { Database, done } from "../shared/database.js";
import { nextTicket } from "./ticket.js";

const STORE = "tickets";

/** The tickets on this phone's disk. Keys are kept as the browser's own objects, which no script can read. */
export class TicketStore {
  // Losing the last write costs nothing but a ticket that is used twice.
  #database = new Database("kipass-visitor", 1, (database) => database.createObjectStore(STORE, { keyPath: ["person", "day", "n"] }), "relaxed");

  /** @returns {Promise<Ticket[]>} */
  list() {
    return this.#database.inTransaction(STORE, "readonly", (store) => done(store.getAll()));
  }

  /**
   * The ticket for the next showing, marked as used in the same transaction, so that two tabs never take the same one.
   * @param {string} person
   * @param {number} day
   * @returns {Promise<Ticket | undefined>}
   */
  take(person, day) {
    return this.#database.inTransaction(STORE, "readwrite", async (store) => {
      /** @type {Ticket[]} */
      const all = await done(store.getAll(IDBKeyRange.bound([person, day], [person, day, Infinity])));
      const next = nextTicket(all);
      if (!next) return undefined;
      const taken = { ...next, used: Math.max(...all.map((one) => one.used)) + 1 };
      await done(store.put(taken));
      return taken;
    });
  }

  /**
   * Adds tickets and removes those of earlier days.
   * @param {Ticket[]} tickets
   * @param {number} firstDay
   */
  add(tickets, firstDay) {
    return this.#change(([, day]) => day < firstDay, tickets);
  }

  /**
   * Removes the tickets of everybody else.
   * @param {string[]} people
   */
  keepOnly(people) {
    return this.#change(([person]) => !people.includes(person), []);
  }

  /**
   * @param {(key: [string, number, number]) => boolean} isStale
   * @param {Ticket[]} fresh
   */
  #change(isStale, fresh) {
    return this.#database.inTransaction(STORE, "readwrite", async (store) => {
      const keys = /** @type {[string, number, number][]} */ (/** @type {unknown} */ (await done(store.getAllKeys())));
      for (const key of keys) if (isStale(key)) store.delete(key);
      for (const ticket of fresh) store.put(ticket);
    });
  }
}
