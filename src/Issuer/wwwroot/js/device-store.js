// What this phone remembers: the session, the person for a renewal without typing, and the passes it holds. Nothing else.

const SESSION = "kipass.session";
const PERSON = "kipass.person";
const PASSES = "kipass.passes";
const ME = "kipass.me";

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A full or forbidden store: the page goes on with what it holds in memory until it is closed.
  }
}

export class DeviceStore {
  session = read(SESSION);
  /** {phone, name, birthDate} as typed at sign-up. */
  person = read(PERSON);
  /** The last answer of GET /v1/me, for a start without network. */
  me = read(ME);
  /** {personId: [{pass, from, until}]}, times in milliseconds; the person "self" and companions by id. */
  passes = read(PASSES) ?? {};

  signIn(session, person) {
    this.session = session;
    this.person = person;
    write(SESSION, session);
    write(PERSON, person);
  }

  saveMe(me) {
    this.me = me;
    write(ME, me);
  }

  savePasses() {
    write(PASSES, this.passes);
  }

  forget() {
    this.session = this.person = this.me = null;
    this.passes = {};
    for (const key of [SESSION, PERSON, PASSES, ME]) write(key, null);
  }
}
