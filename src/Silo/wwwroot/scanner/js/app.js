import { api } from "./api.js";
import { Camera } from "./camera.js";
import { Clock } from "./clock.js";
import { Delivery } from "./delivery.js";
import { DoorView } from "./door-view.js";
import { Entries } from "./entries.js";
import { PairView } from "./pair-view.js";
import { readPairing } from "./pairing.js";
import { Scanning } from "./scan.js";
import { settings } from "./settings.js";
import { VerdictView } from "./verdict-view.js";
import { currentLanguage } from "./words.js";

const TIDY_EVERY_MS = 60000;

const root = document.getElementById("view");
const video = document.createElement("video");
Object.assign(video, { muted: true, playsInline: true, autoplay: true });
video.setAttribute("aria-hidden", "true");

await settings.load();
const clock = new Clock(api);
const entries = await Entries.open();
const delivery = new Delivery(entries, clock);
const scanning = new Scanning(entries, clock, delivery);
const camera = new Camera(video);
const door = new DoorView({ camera, entries, clock, delivery, scanning, verdicts: new VerdictView(), onPair: () => show(pairing(null)), onLanguage: () => show(door) });
let view = null;

// The offline copy comes after the reader, so that a first start does not fetch it twice at the same time.
for (const type of ["ready", "trouble"]) camera.addEventListener(type, () => navigator.serviceWorker?.register("sw.js").catch(() => {}), { once: true });
navigator.storage?.persist?.();
setInterval(() => entries.tidy(clock.now()), TIDY_EVERY_MS);
addEventListener("hashchange", open);
clock.sync();
entries.tidy(clock.now());
delivery.now();
open();

function open() {
  const link = readPairing(location.href);
  // The code is not left in the address, where a history or a shared screen would show it.
  if (link) history.replaceState(null, "", location.pathname);
  show(settings.device && !link ? door : pairing(link));
}

function pairing(link) {
  return new PairView({
    camera,
    entries,
    link: link?.code ? link : null,
    onDone: () => {
      delivery.now();
      show(door);
    },
  });
}

function show(next) {
  view?.leave();
  view = next;
  document.documentElement.lang = currentLanguage();
  view.render(root);
}
