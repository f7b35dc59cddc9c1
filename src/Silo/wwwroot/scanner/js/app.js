import { keepUpToDate } from "../shared/updates.js";
import { api } from "./api.js";
import { Camera } from "./camera.js";
import { Delivery } from "./delivery.js";
import { DoorView } from "./door-view.js";
import { Entries } from "./entries.js";
import { PairView } from "./pair-view.js";
import { readPairing } from "./pairing.js";
import { Reads } from "./reads.js";
import { RegisterClock } from "./register-clock.js";
import { Scanning } from "./scan.js";
import { settings } from "./settings.js";
import { VerdictView } from "./verdict-view.js";
import { language } from "./words.js";

const TIDY_EVERY_MS = 60000;
// So long nobody reads, taps or types before a new version is loaded.
const QUIET_MS = 60000;

const root = /** @type {HTMLElement} */ (document.getElementById("view"));
const video = document.createElement("video");
Object.assign(video, { muted: true, playsInline: true, autoplay: true });
video.setAttribute("aria-hidden", "true");

await settings.load();
const clock = new RegisterClock(api.time);
const entries = new Entries();
const delivery = new Delivery(entries, clock);
const scanning = new Scanning(entries, clock, delivery);
const camera = new Camera(video);
const reads = new Reads(scanning, new VerdictView());
const door = new DoorView({ camera, entries, clock, delivery, scanning, reads, onPair: () => show(pairing(null)), onLanguage: () => show(door) });
/** @type {DoorView | PairView | null} */
let view = null;
let lastUse = performance.now();
let hasUpdates = false;

for (const type of ["pointerdown", "keydown"]) document.addEventListener(type, noteUse, true);
reads.addEventListener("judged", noteUse);
const isIdle = () => performance.now() - lastUse > QUIET_MS && view !== null && view.isIdle;
// The offline copy comes after the decoder, so that a first start does not fetch it twice at the same time.
for (const type of ["ready", "trouble"]) camera.addEventListener(type, startUpdates, { once: true });
navigator.storage?.persist?.().catch(() => {});
addEventListener("hashchange", open);
delivery.now();
// By the register's time, unless it does not answer.
clock.sync().then(tidy);
setInterval(tidy, TIDY_EVERY_MS);
open();

function noteUse() {
  lastUse = performance.now();
}

function startUpdates() {
  if (hasUpdates) return;
  hasUpdates = true;
  keepUpToDate(isIdle, () => door.offerNewVersion());
}

function tidy() {
  const now = clock.now();
  // Without a database there is nothing to tidy.
  entries.adoptOrphans(now).then(() => entries.tidy(now)).catch(() => {});
}

function open() {
  const link = readPairing(location.href);
  // The code is not left in the address, where a history or a shared screen would show it.
  if (link) history.replaceState(null, "", location.pathname);
  show(settings.device && !link ? door : pairing(link));
}

/** @param {ReturnType<typeof readPairing>} link */
function pairing(link) {
  return new PairView({
    camera,
    entries,
    link: link && "code" in link ? link : null,
    onDone: () => {
      delivery.now();
      show(door);
    },
  });
}

/** @param {DoorView | PairView} next */
function show(next) {
  view?.leave();
  view = next;
  document.documentElement.lang = language.current;
  view.render(root);
}
