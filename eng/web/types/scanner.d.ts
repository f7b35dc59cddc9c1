// Types of the scanner app. Only the type check reads this file; browsers never get it.

interface Jwk {
  kty: string;
  crv: string;
  x: string;
  y: string;
}

interface Device {
  deviceId: string;
  deviceToken: string;
  facility: { id: string; name: string };
  /** Name of the zone; null when the device belongs to the whole facility. */
  zone: string | null;
  /** RFC 7638 thumbprint of the authority's key that was confirmed at pairing. */
  authority: string | null;
  /** RFC 7638 thumbprint of the authority's signing key at pairing; absent on a device paired by an earlier version. */
  signer?: string | null;
  /** Maximum number of persons in the facility, as last told by the register. */
  capacity?: number | null;
  revoked: boolean;
}

interface SettingValues {
  device: Device | null;
  /** Device id of the chosen camera, "" for automatic, "off" for none. */
  camera: string;
  silent: boolean;
  /** Whether verdicts are spoken. */
  speaks: boolean;
  kiosk: boolean;
  /** What ends the kiosk; null when none was set. */
  kioskPin: string | null;
  /** The authority's key as last told by the register, for paper entries without network. */
  authorityKey: Jwk | null;
  /** The statements with which the authority announced its keys, as last told by the register. */
  keyStatements: string[];
  /** The authority's signing key, as told by the register. */
  signingKey: Jwk | null;
  /** Counts changes, so that the newer of two stored copies is known. */
  revision: number;
}

type EntryState = "sending" | "kept" | "accepted" | "refused" | "undone";

/** An entry of this device. */
interface Entry {
  scanId: string;
  kind: "qr" | "paper";
  /** QR entries, until they can no longer be undone. */
  pass?: string;
  /** Paper entries, until they are sent: a JWE to the authority. */
  sealed?: string;
  /** ISO 8601, by the register's clock. */
  at: string;
  facilityId: string;
  state: EntryState;
  /** The tab that is sending it. */
  tab?: string;
  /** Why it was refused. */
  code?: string;
  settledAt?: number;
  wasKept?: boolean;
  /** Undo it as soon as it is sent. */
  undo?: boolean;
  /** Settled after it was kept, and nobody has looked at the outcome yet. */
  unseen?: boolean;
}

type NewEntry = Pick<Entry, "scanId" | "kind" | "at" | "facilityId" | "pass" | "sealed">;

/** What the person at the door is shown. `code` says why for "refused" and "lost". */
interface Verdict {
  kind: "accepted" | "kept" | "refused" | "not-ours" | "revoked" | "lost" | "repeated";
  code?: string | null;
  scanId?: string;
  at?: string;
  /** "pass-already-used" by this device: how long ago. */
  usedMsAgo?: number;
}

/** The fields of a pass that a scanner can read. */
interface ReadablePass {
  issuer: number;
  day: number;
  startsAtMs: number;
  expiresAtMs: number;
}

/** What the decoder's worker found in one frame. */
interface DecodedFrame {
  texts: string[];
  /** Something looked like a QR code that could not be read. */
  isCandidate: boolean;
  /** 0 to 255. */
  brightness: number;
  /** Mean difference to the quiet scene. */
  movement: number;
}

interface PaperVisit {
  name: string;
  phone: string;
  facility: string;
  device: string;
  scanId: string;
  enteredAt: string;
}
