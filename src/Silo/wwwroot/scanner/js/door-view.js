import { api, isTurnedAway } from "./api.js";
import { stayAwake, maySleep } from "./awake.js";
import { announce, element } from "./element.js";
import { Entries } from "./entries.js";
import { allowSound, isSoundReady } from "./feedback.js";
import { listenToHandScanner } from "./hand-scanner.js";
import { askUndo, openList, outcome } from "./list-view.js";
import { openPaper } from "./paper-view.js";
import { openSettings } from "./settings-view.js";
import { settings } from "./settings.js";
import { timeOfDay, words } from "./words.js";

const FACILITY_EVERY_MS = 60000;
const HINT_AFTER_MS = 5000;
const CALM_AFTER_MS = 2000;
const MOVEMENT = 6;
const DARK = 45;
const KIOSK_HOLD_MS = 3000;

/** The scanner at work: the camera over the whole screen, a bar above, three buttons below. */
export class DoorView {
  #app;
  #count = 0;
  #busy = false;
  #waiting = null;
  #unreadSince = null;
  #lastSign = 0;
  #needsTap = true;
  #timers = [];
  #stops = [];
  #parts = {};

  /** app: {camera, entries, clock, delivery, scanning, verdicts, onPair, onLanguage} */
  constructor(app) {
    this.#app = app;
  }

  async render(root) {
    const { camera, entries, delivery } = this.#app;
    this.leave();
    const parts = (this.#parts = {
      facility: element("button.facility", { type: "button" }),
      zone: element("span.zone", { hidden: true }),
      count: element("span.count"),
      queue: element("span.queue", { hidden: true }),
      link: element("span.link", { hidden: true }, words("offline")),
      clock: element("time.clock", { "aria-label": words("clock") }),
      center: element("div.center"),
      aim: element("p.aim", { role: "status" }),
      last: element("div.last", { hidden: true }),
      news: element("div.news", { role: "status", hidden: true }),
      torch: element("button.tool", { type: "button", hidden: true, "aria-pressed": "false" }, words("torch")),
    });
    const tool = (key, onclick) => element("button.tool", { type: "button", onclick }, words(key));
    root.replaceChildren(
      element(
        "div.door",
        { class: settings.kiosk ? "door kiosk" : "door" },
        element("div.scene", {}, camera.video, frame()),
        element("header.top", {}, element("div.place", {}, parts.facility, parts.zone), element("div.figures", {}, parts.count, parts.queue, parts.link, parts.clock)),
        parts.center,
        parts.aim,
        element(
          "footer.bottom",
          {},
          parts.news,
          parts.last,
          element(
            "nav.tools",
            { "aria-label": words("menu") },
            parts.torch,
            tool("paper", () => openPaper(this.#app)),
            tool("list", () => this.#openList()),
            tool("menu", () => this.#openSettings()),
          ),
        ),
      ),
    );
    this.#kioskEnd(parts.facility);
    this.#torch(parts.torch);
    this.#listen(camera, "read", ({ detail }) => this.#read(detail));
    this.#listen(camera, "ready", () => this.#aim());
    this.#listen(camera, "trouble", ({ detail }) => this.#showTrouble(detail));
    this.#listen(entries, "change", () => this.#figures());
    this.#listen(delivery, "change", () => this.#figures());
    this.#listen(delivery, "delivered", () => this.#afterDelivery());
    this.#listen(settings, "change", () => this.#refresh());
    this.#stops.push(listenToHandScanner((text) => this.#take(text), () => !document.querySelector("dialog[open]")));
    this.#every(1000, () => (this.#parts.clock.textContent = timeOfDay(this.#app.clock.now())));
    this.#every(FACILITY_EVERY_MS, () => this.#learnFacility());
    this.#every(5000, () => this.#showLast());
    await this.#begin();
    this.#refresh();
    this.#learnFacility();
    this.#news();
    stayAwake();
  }

  leave() {
    this.#timers.forEach(clearInterval);
    this.#stops.forEach((stop) => stop());
    this.#timers = [];
    this.#stops = [];
    this.#app.camera.stop();
    maySleep();
  }

  #listen(target, type, listener) {
    target.addEventListener(type, listener);
    this.#stops.push(() => target.removeEventListener(type, listener));
  }

  #every(milliseconds, action) {
    action();
    this.#timers.push(setInterval(action, milliseconds));
  }

  // Starts by itself when the camera was allowed before (a kiosk after a power cut); otherwise a tap asks, and lets sounds play.
  async #begin() {
    const permission = await navigator.permissions?.query({ name: "camera" }).catch(() => null);
    this.#needsTap = permission?.state !== "granted" && !isSoundReady() && settings.camera !== "off";
    if (!this.#needsTap) await this.#startCamera();
    document.addEventListener("pointerdown", allowSound, { once: true });
  }

  async #startCamera() {
    this.#needsTap = false;
    this.#parts.center.replaceChildren();
    if (settings.camera === "off" || settings.device.revoked) this.#app.camera.stop();
    else await this.#app.camera.start(settings.camera);
    this.#parts.torch.hidden = !this.#app.camera.hasTorch;
    this.#aim();
  }

  #refresh() {
    const { device, kiosk } = settings;
    if (!device) return;
    const { facility, zone, center } = this.#parts;
    facility.textContent = device.facility.name;
    zone.textContent = device.zone ?? "";
    zone.hidden = !device.zone;
    facility.setAttribute("aria-label", kiosk ? words("kioskEnd", { facility: device.facility.name }) : device.facility.name);
    facility.disabled = !kiosk;
    document.querySelector(".door")?.classList.toggle("kiosk", kiosk);
    if (device.revoked) {
      this.#app.camera.stop();
      this.#showRevoked();
    } else if (this.#needsTap && !center.querySelector(".start")) {
      const start = element("button.primary.start", { type: "button" }, words("start"));
      start.addEventListener("click", () => {
        allowSound();
        this.#startCamera();
      });
      center.replaceChildren(element("div.panel", {}, start, element("p.hint", {}, words("startText"))));
    }
    this.#aim();
    this.#figures();
  }

  #aim(hint) {
    const { camera } = this.#app;
    const { aim, center } = this.#parts;
    const text =
      settings.device?.revoked || this.#needsTap || center.childElementCount > 0
        ? ""
        : hint
          ? words(hint)
          : settings.camera === "off"
            ? words("aimHand")
            : camera.isDecoderReady
              ? words("aim")
              : words("decoderLoading");
    if (aim.textContent !== text) aim.textContent = text;
    aim.classList.toggle("hinting", Boolean(hint));
  }

  async #figures() {
    const { count, queue, link } = this.#parts;
    const { entries, delivery } = this.#app;
    const kept = await entries.countKept();
    count.textContent = words("today", { count: this.#count });
    queue.textContent = words("queue", { count: kept });
    queue.hidden = kept === 0;
    queue.dataset.kept = kept;
    link.hidden = delivery.connected;
    await this.#showLast();
  }

  #read({ texts, isCandidate, brightness, movement }) {
    const now = performance.now();
    const { scanning, verdicts } = this.#app;
    const fresh = texts.filter((text) => !scanning.isQuiet(text));
    if (texts.length > 0 || document.querySelector("dialog[open]")) {
      this.#unreadSince = null;
      this.#aim();
    } else {
      this.#mayHint(now, isCandidate || movement > MOVEMENT, brightness);
    }
    const next = fresh.find((text) => text.startsWith("KP1:")) ?? fresh[0];
    if (next && !this.#busy && verdicts.isDone && !document.querySelector("dialog[open]")) this.#take(next);
  }

  #mayHint(now, isSign, brightness) {
    if (isSign) {
      this.#lastSign = now;
      this.#unreadSince ??= now;
    } else if (now - this.#lastSign > CALM_AFTER_MS) {
      this.#unreadSince = null;
    }
    const isLong = this.#unreadSince !== null && now - this.#unreadSince > HINT_AFTER_MS;
    this.#aim(isLong ? (brightness < DARK ? "hintDark" : "hintUnread") : undefined);
  }

  async #take(text) {
    const { scanning, verdicts } = this.#app;
    if (this.#busy) {
      // A hand scanner does not look twice: what it read while the last scan was judged comes next.
      this.#waiting = text;
      return;
    }
    if (scanning.isQuiet(text)) return;
    this.#busy = true;
    try {
      const verdict = await scanning.judge(text);
      if (verdict.kind === "accepted") this.#count++;
      verdicts.show(verdict, this.#count);
      if (verdict.kind === "revoked") this.#refresh();
    } finally {
      this.#busy = false;
      this.#figures();
    }
    if (this.#waiting) {
      const waiting = this.#waiting;
      this.#waiting = null;
      setTimeout(() => this.#take(waiting), 600);
    }
  }

  async #learnFacility() {
    const { clock, delivery } = this.#app;
    if (!settings.device || settings.device.revoked) return;
    const answer = await api.facility();
    if (isTurnedAway(answer)) return settings.setDevice({ revoked: true });
    if (answer.status === 0 || answer.status >= 500) return delivery.lost();
    if (!answer.ok) return;
    const { id, name, zone, todayCount, authorityKey } = answer.body;
    this.#count = todayCount;
    if (JSON.stringify(authorityKey) !== JSON.stringify(settings.authorityKey)) settings.set({ authorityKey });
    const { device } = settings;
    if (id === device.facility.id && (name !== device.facility.name || (zone ?? null) !== (device.zone ?? null))) {
      settings.setDevice({ facility: { id, name }, zone: zone ?? null });
    }
    this.#figures();
    if (Math.abs(clock.now() - Date.parse(answer.body.utc)) > 3000) clock.sync();
  }

  async #afterDelivery() {
    await this.#learnFacility();
    await this.#news();
  }

  // What became of the kept entries, until somebody looked or, when all is well, for a while.
  async #news() {
    const { news } = this.#parts;
    const outcomes = await this.#app.entries.unseenOutcomes();
    const refused = outcomes.filter((entry) => entry.state === "refused").length;
    news.hidden = outcomes.length === 0;
    if (news.hidden) return;
    news.classList.toggle("bad", refused > 0);
    const said = words("delivered", { count: outcomes.length, accepted: outcomes.length - refused, refused });
    if (news.firstChild) {
      news.firstChild.textContent = said;
      return;
    }
    news.replaceChildren(
      element("span", {}, said),
      element("button.quiet", { type: "button", onclick: () => this.#openList() }, words("show")),
      element("button.quiet", { type: "button", onclick: () => this.#app.entries.markSeen().then(() => this.#news()) }, words("close")),
    );
  }

  async #showLast() {
    const { last } = this.#parts;
    const { clock, entries } = this.#app;
    const entry = (await entries.list(5)).find((one) => Entries.undoableUntil(one) > clock.now());
    last.hidden = !entry;
    if (!entry || last.dataset.scan === entry.scanId) return;
    last.dataset.scan = entry.scanId;
    last.replaceChildren(
      element("span", {}, words("last", { time: timeOfDay(entry.at), what: outcome(entry) })),
      element("button.quiet", { type: "button", onclick: () => this.#undo(entry) }, words("undo")),
    );
  }

  #undo(entry) {
    askUndo({ scanning: this.#app.scanning, entry, onDone: () => this.#learnFacility() });
  }

  #openList() {
    const { entries, clock } = this.#app;
    openList({ entries, clock, onUndo: (entry) => this.#undo(entry), onClose: () => (this.#parts.news.hidden = true) });
  }

  #openSettings() {
    const { onPair, onLanguage } = this.#app;
    openSettings({ ...this.#app, onCamera: () => this.#startCamera(), onKiosk: () => this.#startKiosk(), onPair, onLanguage });
  }

  #startKiosk() {
    settings.set({ kiosk: true });
    document.documentElement.requestFullscreen?.().catch(() => {});
  }

  #kioskEnd(button) {
    let timer;
    const end = () => {
      settings.set({ kiosk: false });
      if (document.fullscreenElement) document.exitFullscreen();
    };
    const press = () => (timer = setTimeout(end, KIOSK_HOLD_MS));
    const release = () => clearTimeout(timer);
    button.addEventListener("pointerdown", press);
    button.addEventListener("keydown", (event) => event.key === " " && !event.repeat && press());
    for (const type of ["pointerup", "pointerleave", "pointercancel", "keyup", "blur"]) button.addEventListener(type, release);
    button.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  #torch(button) {
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      this.#app.camera.setTorch(on);
    });
  }

  #showTrouble(key) {
    const retry = element("button.primary", { type: "button", onclick: () => this.#startCamera() }, words("retry"));
    this.#parts.center.replaceChildren(element("div.panel", { role: "alert" }, element("p", {}, words(key)), retry));
    this.#aim();
  }

  async #showRevoked() {
    const kept = await this.#app.entries.countKept();
    if (!settings.device?.revoked) return;
    const { center } = this.#parts;
    const shown = center.querySelector(".panel.revoked");
    if (shown?.dataset.kept === String(kept)) return;
    center.replaceChildren(
      element(
        "div.panel.revoked",
        { role: "alert", "data-kept": kept },
        element("h1", {}, words("revokedPanelTitle")),
        element("p", {}, words("revokedPanelText")),
        kept > 0 && element("p.warning", {}, words("revokedQueue", { count: kept })),
        element("button.primary", { type: "button", onclick: () => this.#app.onPair() }, words("pairOther")),
      ),
    );
    announce(words("revokedPanelTitle"));
    this.#aim();
  }
}

function frame() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 100 100");
  svg.setAttribute("class", "frame");
  svg.setAttribute("aria-hidden", "true");
  const corners = document.createElementNS("http://www.w3.org/2000/svg", "path");
  corners.setAttribute("d", "M2 22V8a6 6 0 0 1 6-6h14M78 2h14a6 6 0 0 1 6 6v14M98 78v14a6 6 0 0 1-6 6H78M22 98H8a6 6 0 0 1-6-6V78");
  svg.append(corners);
  return svg;
}
