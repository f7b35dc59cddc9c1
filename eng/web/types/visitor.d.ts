// Types of the visitor's page. Only the type check reads this file; browsers never get it.

/** A ticket on this phone: the codes of one showing on one Korean day. */
interface Ticket {
  /** "self" or the id of a companion. */
  person: string;
  /** Days since 1970-01-01 of the date in Korea. */
  day: number;
  /** 0 to 63. */
  n: number;
  /** 4 bytes: issuer and day. */
  kid: Uint8Array<ArrayBuffer>;
  /** 16 bytes. */
  ticket: Uint8Array<ArrayBuffer>;
  /** HMAC-SHA-256; not extractable. */
  key: CryptoKey;
  /** 0: never. Otherwise higher than that of every ticket of the day that was used before. */
  used: number;
}

/** The tickets of one day in the answer of POST /v1/tickets; bytes are base64url. */
interface IssuedDay {
  day: string;
  kid: string;
  tickets: { n: number; ticket: string; key: string }[];
}

/** A code and its slot; times in milliseconds since 1970-01-01 UTC. */
interface HeldCode {
  text: string;
  from: number;
  until: number;
}

/** What was typed at sign-up, kept for the monthly renewal. */
interface Person {
  /** E.164. */
  phone: string;
  name: string;
  /** yyyy-MM-dd. */
  birthDate: string;
  guardianPhone?: string | null;
}

interface Companion {
  id: string;
  name: string;
}

/** The answer of GET /v1/me. */
interface Me {
  name: string;
  sessionExpiresAt: string;
  companions: Companion[];
}
