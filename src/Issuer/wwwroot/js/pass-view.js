import { announce, arrange, element } from "../shared/element.js";
import { isStorageAllowed } from "../shared/storage.js";
import { SELF } from "./codes.js";
import { drawQr, drawRing } from "./qr.js";
import { dayName, duration, language, words } from "./words.js";

const SWIPE_PX = 40;

/** @typedef {"sessionOver" | "clockMoved" | "offline" | "slow"} Trouble */

const HELD = /** @type {const} */ ({ sessionOver: "sessionOverHeld", offline: "offline", slow: "slow" });
const EMPTY = /** @type {const} */ ({ sessionOver: "sessionOver", offline: "offlineEmpty", slow: "slowEmpty" });
const FAULTS = /** @type {const} */ ({ unsupported: "ticketsUnsupported", full: "ticketsFull", lost: "ticketsLost" });

/** The page at the door: the code, the ring around it and whose it is. One line says how long codes last without network, another what is wrong. */
export class PassView {
  #codes;
  #clock;
  #store;
  #onRenew;
  #person = SELF;
  /** @type {string | null} */
  #shown = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {HTMLElement | null} */
  #root = null;
  #isOpen = false;
  #hasLock = false;
  #name = element("span");
  #place = element("span.place");
  #code = element("div.qr", { id: "qr" });
  #seconds = element("p.seconds", { "aria-hidden": "true" });
  #lasts = element("p.lasts");
  #fault = element("p.hint.blocked", { role: "status" });
  #trouble = element("div.trouble");
  /** @type {{ kind: Trouble | null, key: string | null }} */
  #told = { kind: null, key: null };
  #people = element("div.people", { role: "group" });
  #stage = element("button.stage", { type: "button", "aria-pressed": "false", onclick: () => this.#tap() }, this.#code);
  // A swipe ends with a click where it began and ended on the code.
  #wasSwipe = false;

  #tellFirst = (/** @type {unknown} */ _) => {};
  /** Resolves when a code is on the screen for the first time. */
  firstCode = new Promise((resolve) => (this.#tellFirst = resolve));

  /**
   * @param {object} options
   * @param {import("./codes.js").Codes} options.codes
   * @param {import("../shared/clock.js").ServerClock} options.clock
   * @param {import("./device-store.js").DeviceStore} options.store
   * @param {() => unknown} options.onRenew
   */
  constructor({ codes, clock, store, onRenew }) {
    this.#codes = codes;
    this.#clock = clock;
    this.#store = store;
    this.#onRenew = onRenew;
    codes.addEventListener("change", () => this.#tick());
    // The event may come in the middle of a tick.
    clock.addEventListener("jump", () => setTimeout(() => this.#retry()));
    this.#listenToSwipes();
    addEventListener("keydown", ({ key }) => key === "Escape" && this.#enlarge(false));
    addEventListener("online", () => this.#retry());
    document.addEventListener("visibilitychange", () => this.#turn());
  }

  /** @param {HTMLElement} root */
  render(root) {
    this.#root = root;
    this.#isOpen = true;
    this.#shown = null;
    this.#told = { kind: null, key: null };
    this.#trouble.replaceChildren();
    this.#people.setAttribute("aria-label", words("people"));
    this.#stage.setAttribute("aria-label", words("enlarge"));
    this.#enlarge(false);
    root.replaceChildren(
      element(
        "section.pass",
        {},
        element("h1.whose", {}, this.#name, " ", this.#place),
        this.#stage,
        this.#people,
        element("p.show", {}, words("showToStaff"), element("span", { lang: language.other }, words("showToStaff", {}, language.other))),
        element(
          "div.row.under",
          {},
          this.#seconds,
          element("button.quiet.another", { type: "button", onclick: () => this.#another() }, words("another")),
        ),
        this.#lasts,
        this.#trouble,
        this.#fault,
      ),
    );
    this.#showPeople();
    this.#tick();
    this.firstCode.then(() => this.#keepScreenOn(this.#isOpen));
  }

  leave() {
    this.#isOpen = false;
    clearTimeout(this.#timer);
    this.#keepScreenOn(false);
  }

  /** @param {boolean} on */
  async #keepScreenOn(on) {
    if (!on && !this.#hasLock) return;
    this.#hasLock = true;
    const lock = await import("../shared/wake-lock.js").catch(() => null);
    if (on) lock?.keepScreenOn();
    else lock?.letScreenSleep();
  }

  /** To be called when the visitor's data has changed. */
  refresh() {
    if (!this.#isOpen) return;
    this.#showPeople();
    this.#tick();
  }

  #retry() {
    if (!this.#isOpen) return;
    this.#codes.retryNow();
    this.#tick();
  }

  // The code comes from memory, without waiting for the disk.
  #turn() {
    if (document.hidden) this.#codes.endShowing();
    else {
      this.#tick();
      this.#codes.beginShowing();
    }
  }

  #everyone() {
    const me = { id: SELF, name: this.#store.me?.name ?? this.#store.person?.name ?? "" };
    return [me, ...(this.#store.me?.companions ?? [])];
  }

  #showPeople() {
    const everyone = this.#everyone();
    const shown = everyone.find((one) => one.id === this.#person) ?? everyone[0];
    this.#person = shown.id;
    this.#name.textContent = shown.name;
    this.#place.textContent = everyone.length > 1 ? `${everyone.indexOf(shown) + 1}/${everyone.length}` : "";
    this.#people.hidden = everyone.length === 1;
    const known = new Map([...this.#people.children].map((button) => [button.getAttribute("data-person"), button]));
    const buttons = everyone.map((one) => known.get(one.id) ?? element("button.person", { type: "button", "data-person": one.id, onclick: () => this.#show(one.id) }));
    everyone.forEach((one, index) => {
      if (buttons[index].textContent !== one.name) buttons[index].textContent = one.name;
      buttons[index].setAttribute("aria-pressed", String(one.id === this.#person));
    });
    arrange(this.#people, buttons);
  }

  /** @param {string} person */
  #show(person) {
    this.#person = person;
    this.#shown = null;
    this.#showPeople();
    this.#people.querySelector("[aria-pressed=true]")?.scrollIntoView({ block: "nearest", inline: "center" });
    announce(words("whoseQr", { name: this.#name.textContent, place: this.#place.textContent }));
    this.#tick();
  }

  #tap() {
    if (!this.#wasSwipe) this.#enlarge(this.#stage.getAttribute("aria-pressed") === "false");
    this.#wasSwipe = false;
  }

  /** @param {boolean} on over the whole screen, for a camera that reads badly */
  #enlarge(on) {
    this.#stage.setAttribute("aria-pressed", String(on));
  }

  #listenToSwipes() {
    /** @type {number | null} */
    let start = null;
    this.#stage.addEventListener("pointerdown", (event) => {
      start = event.clientX;
      this.#wasSwipe = false;
    });
    this.#stage.addEventListener("pointerup", (event) => {
      const moved = start === null ? 0 : event.clientX - start;
      start = null;
      this.#wasSwipe = Math.abs(moved) >= SWIPE_PX;
      if (!this.#wasSwipe) return;
      const everyone = this.#everyone();
      const index = everyone.findIndex((one) => one.id === this.#person) + (moved < 0 ? 1 : -1);
      if (everyone[index]) this.#show(everyone[index].id);
    });
  }

  async #another() {
    if (await this.#codes.another(this.#person)) announce(words("anotherDone"));
  }

  #tick() {
    clearTimeout(this.#timer);
    // Nobody sees a code of a hidden page, so it uses up no ticket.
    if (!this.#isOpen || !this.#root?.isConnected || document.hidden) return;
    for (const { id } of this.#everyone()) this.#codes.keepFilled(id);
    const now = this.#clock.now();
    const code = this.#codes.current(this.#person);
    // While the next one is computed the last one stays.
    if (code !== undefined && (!code || code.text !== this.#shown)) this.#draw(code, now);
    if (code !== undefined) this.#seconds.textContent = code ? words("nextIn", { seconds: Math.ceil((code.until - now) / 1000) }) : "";
    this.#tellState();
    const toNextSecond = 1000 - (now % 1000);
    this.#timer = setTimeout(() => this.#tick(), toNextSecond + 5);
  }

  /**
   * @param {HeldCode | null} code
   * @param {number} now
   */
  #draw(code, now) {
    if (!code && this.#shown === "") return;
    this.#shown = code?.text ?? "";
    if (code) {
      this.#code.replaceChildren(drawQr(code.text, words("qrLabel")), drawRing(code.until - now, code.until - code.from));
      this.#tellFirst(null);
    } else this.#code.replaceChildren(element("p.preparing", {}, words("preparing")));
  }

  #tellState() {
    const { fault } = this.#codes;
    const lasts = this.#codes.lasts(this.#person);
    const time = lasts === null ? "" : "day" in lasts ? words("untilDay", { day: dayName(lasts.day) }) : words("forTime", { time: duration(lasts.ms) });
    const isOffline = !navigator.onLine || this.#codes.trouble === "network";
    const line = lasts && "day" in lasts ? words(isOffline ? "offline" : "worksOffline", { time }) : "";
    if (this.#lasts.textContent !== line) this.#lasts.textContent = line;
    const why = !isStorageAllowed ? words("storageBlocked") : fault ? words(FAULTS[fault]) : "";
    if (this.#fault.textContent !== why) this.#fault.textContent = why;
    this.#tellTrouble(this.#troubleKind(isOffline, line !== ""), time);
  }

  /**
   * The line counts down each second, while the button below it stays. A screen reader hears a change of state, not each second.
   * @param {Trouble | null} kind
   * @param {string} time how long the codes last; empty when there are none
   */
  #tellTrouble(kind, time) {
    const key = kind && (kind === "clockMoved" ? kind : time ? HELD[kind] : EMPTY[kind]);
    if (this.#told.kind !== kind) {
      const renew = kind === "sessionOver" && element("button.primary", { type: "button", onclick: this.#onRenew }, words("renew"));
      this.#trouble.replaceChildren(...(kind ? [element("p"), renew || ""] : []));
    }
    const line = this.#trouble.querySelector("p");
    const text = key && words(key, { time });
    if (line && text && line.textContent !== text) line.textContent = text;
    if (text && this.#told.key !== key) announce(text);
    this.#told = { kind, key };
  }

  /**
   * With tickets a phone without network lacks nothing.
   * @param {boolean} isOffline
   * @param {boolean} hasTickets
   * @returns {Trouble | null}
   */
  #troubleKind(isOffline, hasTickets) {
    const { trouble } = this.#codes;
    if (trouble === "session") return "sessionOver";
    if (this.#clock.hasJumped && (isOffline || trouble)) return "clockMoved";
    if (hasTickets) return null;
    return isOffline ? "offline" : trouble ? "slow" : null;
  }
}
