import { element } from "../shared/element.js";
import { keepScreenOn, letScreenSleep } from "../shared/wake-lock.js";
import { api, isTurnedAway } from "./api.js";
import { DoorBars } from "./door-bars.js";
import { DoorCamera } from "./door-camera.js";
import { allowSound } from "./feedback.js";
import { listenToKeyboardScanner } from "./keyboard-scanner.js";
import { icon } from "./icons.js";
import { askForKiosk, endKioskByHolding } from "./kiosk.js";
import { askUndo, openList } from "./list-view.js";
import { openPaper } from "./paper-view.js";
import { readPass } from "./pass.js";
import { openSettings } from "./settings-view.js";
import { settings } from "./settings.js";
import { Tally } from "./tally.js";
import { timeOfDay, words } from "./words.js";

const FACILITY_EVERY_MS = 60000;
const LAST_EVERY_MS = 5000;
const HOUR_MS = 3600000;
const MOST_CLOCK_ERROR_MS = 3000;

/**
 * @typedef {object} DoorApp
 * @property {import("./camera.js").Camera} camera
 * @property {import("./entries.js").Entries} entries
 * @property {import("./register-clock.js").RegisterClock} clock
 * @property {import("./delivery.js").Delivery} delivery
 * @property {import("./scan.js").Scanning} scanning
 * @property {import("./reads.js").Reads} reads
 * @property {() => void} onPair
 * @property {() => void} onLanguage
 */

const isCovered = () => document.querySelector("dialog[open]") !== null;

/** The scanner at work: the camera over the whole screen, a bar above, three buttons below. */
export class DoorView {
  #app;
  /** @type {ReturnType<typeof setInterval>[]} */
  #timers = [];
  /** @type {(() => void)[]} */
  #stops = [];
  #isCounting = false;
  #isStale = false;
  #hasNewVersion = false;
  // Created by each render, in the current language.
  #parts;
  #bars;
  #scene;

  /** @param {DoorApp} app */
  constructor(app) {
    this.#app = app;
    this.#parts = makeParts();
    this.#bars = this.#makeBars();
    this.#scene = new DoorCamera(app.camera);
  }

  /** Whether a reload would interrupt nobody, and would end in the same state without a tap. */
  get isIdle() {
    return this.#scene.startsAlone && this.#app.reads.isIdle && !isCovered();
  }

  /** A new version is ready. It is offered where the camera would need a tap after loading it. */
  offerNewVersion() {
    this.#hasNewVersion = !this.#scene.startsAlone;
  }

  /** @param {HTMLElement} root */
  async render(root) {
    this.leave();
    const parts = (this.#parts = makeParts());
    const bars = (this.#bars = this.#makeBars());
    const scene = (this.#scene = new DoorCamera(this.#app.camera));
    /**
     * @param {"paper" | "list" | "menu"} key
     * @param {() => unknown} onclick
     */
    const tool = (key, onclick) => element("button.tool", { type: "button", onclick }, icon(key), words(key));
    root.replaceChildren(
      element(
        settings.kiosk ? "div.door.kiosk" : "div.door",
        {},
        scene.picture,
        element("header.top", {}, element("div.place", {}, parts.facility, parts.zone), element("div.figures", {}, parts.queue, parts.link, parts.clock)),
        scene.center,
        scene.welcome,
        scene.aim,
        parts.tally.element,
        element(
          "footer.bottom",
          {},
          bars.elements,
          element(
            "nav.tools",
            { "aria-label": words("menu") },
            scene.torch,
            tool("paper", () => openPaper(this.#app)),
            tool("list", () => this.#openList()),
            tool("menu", () => this.#openSettings()),
          ),
        ),
      ),
    );
    endKioskByHolding(parts.facility, () => scene.start());
    this.#listenToAll();
    this.#every(1000, () => {
      parts.clock.textContent = timeOfDay(this.#app.clock.now());
      bars.showNotice(this.#hasNewVersion);
    });
    this.#every(FACILITY_EVERY_MS, () => this.#learnFacility());
    this.#every(LAST_EVERY_MS, () => {
      bars.showLast();
      this.#showHour();
      this.#showWaiting();
    });
    await scene.begin();
    this.#refresh();
    keepScreenOn();
  }

  leave() {
    this.#timers.forEach(clearInterval);
    this.#stops.forEach((stop) => stop());
    this.#timers = [];
    this.#stops = [];
    this.#app.camera.stop();
    letScreenSleep();
  }

  #listenToAll() {
    const { camera, entries, delivery, reads } = this.#app;
    this.#listen(camera, "read", (event) => this.#read(/** @type {CustomEvent<DecodedFrame>} */ (event).detail));
    this.#listen(camera, "ready", () => this.#scene.showAim());
    this.#listen(camera, "started", () => this.#scene.showStarted());
    this.#listen(camera, "trouble", (event) => this.#scene.showTrouble(/** @type {CustomEvent} */ (event).detail));
    this.#listen(reads, "judged", (event) => this.#afterVerdict(/** @type {CustomEvent<Verdict>} */ (event).detail));
    this.#listen(entries, "change", () => this.#showFigures());
    this.#listen(delivery, "change", () => this.#showFigures());
    this.#listen(delivery, "delivered", () => this.#learnFacility());
    this.#listen(settings, "change", () => this.#refresh());
    this.#listen(document, "pointerdown", allowSound);
    this.#listen(document, "keydown", allowSound);
    this.#stops.push(listenToKeyboardScanner((text) => reads.type(text), (text) => readPass(text) !== null));
  }

  #makeBars() {
    const { entries, clock } = this.#app;
    return new DoorBars({ entries, clock, onList: () => this.#openList(), onUndo: (entry) => this.#undo(entry) });
  }

  /**
   * @param {EventTarget} target
   * @param {string} type
   * @param {(event: Event) => void} listener
   */
  #listen(target, type, listener) {
    target.addEventListener(type, listener);
    this.#stops.push(() => target.removeEventListener(type, listener));
  }

  /**
   * @param {number} milliseconds
   * @param {() => void} action
   */
  #every(milliseconds, action) {
    action();
    this.#timers.push(setInterval(action, milliseconds));
  }

  #refresh() {
    const { device, kiosk } = settings;
    if (!device) return;
    const { facility, zone } = this.#parts;
    facility.textContent = device.facility.name;
    zone.textContent = device.zone ?? "";
    zone.hidden = !device.zone;
    facility.setAttribute("aria-label", kiosk ? words("kioskEnd", { facility: device.facility.name }) : device.facility.name);
    facility.disabled = !kiosk;
    document.querySelector(".door")?.classList.toggle("kiosk", kiosk);
    if (device.revoked) this.#showRevoked();
    else this.#scene.askForTap();
    this.#scene.showAim();
    this.#showFigures();
  }

  async #showRevoked() {
    const kept = await this.#app.entries.kept();
    if (settings.device?.revoked) this.#scene.showRevoked(kept.length, this.#app.onPair);
  }

  // Counts once for all that changed meanwhile: a delivery changes entry after entry.
  async #showFigures() {
    this.#isStale = true;
    if (this.#isCounting) return;
    this.#isCounting = true;
    while (this.#isStale) {
      this.#isStale = false;
      const { tally, queue, link } = this.#parts;
      const kept = await this.#app.entries.kept();
      const own = kept.filter((entry) => entry.facilityId === settings.device?.facility.id).length;
      tally.showCount(this.#app.reads.count);
      queue.textContent = words("queue", { count: own });
      queue.hidden = own === 0;
      queue.dataset.kept = String(own);
      link.hidden = this.#app.delivery.connected;
      this.#showWaiting();
      this.#bars.showOthers(kept.length - own);
      await this.#bars.showLast();
      await this.#bars.showNews();
    }
    this.#isCounting = false;
  }

  #showWaiting() {
    this.#bars.showWaiting(Number(this.#parts.queue.dataset.kept ?? 0), this.#app.delivery);
  }

  async #showHour() {
    const now = this.#app.clock.now();
    this.#parts.tally.showHour(await this.#app.entries.since(now - HOUR_MS), now, settings.device?.capacity);
  }

  /** @param {DecodedFrame} frame */
  #read(frame) {
    this.#scene.note(frame, isCovered());
    this.#app.reads.see(frame.texts, isCovered());
  }

  /** @param {Verdict} verdict */
  #afterVerdict(verdict) {
    if (verdict.kind === "revoked") this.#refresh();
    this.#showFigures();
  }

  async #learnFacility() {
    const { clock, delivery, reads } = this.#app;
    if (!settings.device || settings.device.revoked) return;
    const answer = await api.facility();
    if (isTurnedAway(answer)) return settings.setDevice({ revoked: true });
    if (answer.status === 0 || answer.status >= 500) return delivery.lost();
    if (!answer.ok) return;
    delivery.noteAnswer();
    const { id, name, zone, todayCount, capacity = null, authorityKey, keyStatements = [], utc } = answer.body;
    reads.count = todayCount;
    const isNew = JSON.stringify([authorityKey, keyStatements]) !== JSON.stringify([settings.authorityKey, settings.keyStatements]);
    if (isNew) settings.set({ authorityKey, keyStatements });
    if (!settings.signingKey || isNew) learnSigningKey();
    const { device } = settings;
    const known = [device.facility.name, device.zone ?? null, device.capacity ?? null];
    if (id === device.facility.id && JSON.stringify(known) !== JSON.stringify([name, zone ?? null, capacity])) {
      settings.setDevice({ facility: { id, name }, zone: zone ?? null, capacity });
    }
    this.#showFigures();
    if (Math.abs(clock.now() - Date.parse(utc)) > MOST_CLOCK_ERROR_MS) clock.sync();
  }

  /** @param {Entry} entry */
  #undo(entry) {
    askUndo({ scanning: this.#app.scanning, entry, onDone: () => this.#learnFacility() });
  }

  #openList() {
    const { entries, clock } = this.#app;
    return openList({ entries, clock, onUndo: (entry) => this.#undo(entry), onClose: () => this.#bars.hideNews() });
  }

  #openSettings() {
    const { camera, clock, onPair, onLanguage } = this.#app;
    return openSettings({ camera, clock, onCamera: () => this.#scene.start(), onKiosk: () => askForKiosk(() => this.#scene.start()), onPair, onLanguage });
  }
}

// The signing key is checked against the thumbprint of the pairing QR before it is used.
async function learnSigningKey() {
  const { ok, body } = await api.keys();
  if (ok && body?.authority?.signingKey) settings.set({ signingKey: body.authority.signingKey });
}

function makeParts() {
  return {
    facility: element("button.facility", { type: "button" }),
    zone: element("span.zone", { hidden: true }),
    tally: new Tally(),
    queue: element("span.queue", { hidden: true }),
    link: element("span.link", { hidden: true }, icon("offline"), words("offline")),
    clock: element("time.clock", { "aria-label": words("clock") }),
  };
}
