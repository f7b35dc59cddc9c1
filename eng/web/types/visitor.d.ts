// Types of the visitor's page. Only the type check reads this file; browsers never get it.

/** A pass held by this phone; times in milliseconds since 1970-01-01 UTC. */
interface HeldPass {
  pass: string;
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
