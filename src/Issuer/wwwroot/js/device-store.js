import { readJson, writeJson } from "../shared/storage.js";

const SESSION = "kipass.session";
const PERSON = "kipass.person";
const PASSES = "kipass.passes";
const ME = "kipass.me";

/** What this phone remembers: the session, the person for a renewal without typing, and the passes it holds. Nothing else. */
export class DeviceStore {
  /** @type {string | null} */
  session = readJson(SESSION);
  /** @type {Person | null} as typed at sign-up */
  person = readJson(PERSON);
  /** @type {Me | null} the last answer of GET /v1/me, for a start without network */
  me = readJson(ME);
  /** @type {Record<string, HeldPass[]>} by person: "self" or the id of a companion */
  passes = readJson(PASSES) ?? {};

  /**
   * @param {string} session
   * @param {Person | null} person
   */
  signIn(session, person) {
    this.session = session;
    this.person = person;
    writeJson(SESSION, session);
    writeJson(PERSON, person);
  }

  /** @param {Me} me */
  saveMe(me) {
    this.me = me;
    writeJson(ME, me);
  }

  savePasses() {
    writeJson(PASSES, this.passes);
  }

  forget() {
    this.session = this.person = this.me = null;
    this.passes = {};
    for (const key of [SESSION, PERSON, PASSES, ME]) writeJson(key, null);
  }
}
