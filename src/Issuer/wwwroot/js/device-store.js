import { readJson, writeJson } from "../shared/storage.js";

const SESSION = "kipass.session";
const PERSON = "kipass.person";
const ME = "kipass.me";

/** What this phone remembers in addition to its tickets: the session, and the person for a renewal without typing. */
export class DeviceStore {
  /** @type {string | null} */
  session = readJson(SESSION);
  /** @type {Person | null} as typed at sign-up */
  person = readJson(PERSON);
  /** @type {Me | null} the last answer of GET /v1/me, for a start without network */
  me = readJson(ME);

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

  forget() {
    this.session = this.person = this.me = null;
    for (const key of [SESSION, PERSON, ME]) writeJson(key, null);
  }
}
