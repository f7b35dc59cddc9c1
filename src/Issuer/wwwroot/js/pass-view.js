import { announce, arrange, element } from "../shared/element.js";
import { isStorageAllowed } from "../shared/storage.js";
import { keepScreenOn, letScreenSleep } from "../shared/wake-lock.js";
import { SELF } from "./passes.js";
import { drawQr, drawRing } from "./qr.js";
import { duration, language, words } from "./words.js";

const SWIPE_PX = 40;

/** @typedef {"sessionOver" | "clockMoved" | "offline" | "slow"} Trouble */

/** The page at the door: the code, the ring around it and whose it is. A fault is told in one line; nothing is said when all is well. */
export class PassView {
  #passes;
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
  #name = element("h1.whose");
  #code = element("div.qr", { id: "qr" });
  #seconds = element("p.seconds", { "aria-hidden": "true" });
  #trouble = element("div.trouble");
  /** @type {{ kind: Trouble | null, key: string | null }} */
  #told = { kind: null, key: null };
  #dots = element("div.dots", { role: "group" });

  /**
   * @param {object} options
   * @param {import("./passes.js").Passes} options.passes
   * @param {import("../shared/clock.js").ServerClock} options.clock
   * @param {import("./device-store.js").DeviceStore} options.store
   * @param {() => unknown} options.onRenew
   */
  constructor({ passes, clock, store, onRenew }) {
    this.#passes = passes;
    this.#clock = clock;
    this.#store = store;
    this.#onRenew = onRenew;
    passes.addEventListener("change", () => this.#root?.isConnected && this.#tick());
    // The event may come in the middle of a tick.
    clock.addEventListener("jump", () => setTimeout(() => this.#retry()));
    addEventListener("online", () => this.#retry());
    document.addEventListener("visibilitychange", () => !document.hidden && this.#tick());
  }

  /** @param {HTMLElement} root */
  render(root) {
    this.#root = root;
    this.#isOpen = true;
    this.#shown = null;
    this.#told = { kind: null, key: null };
    this.#trouble.replaceChildren();
    this.#dots.setAttribute("aria-label", words("people"));
    const stage = element("div.stage", {}, this.#code);
    this.#listenToSwipes(stage);
    root.replaceChildren(
      element(
        "section.pass",
        {},
        this.#name,
        stage,
        this.#dots,
        element("p.show", {}, words("showToStaff"), element("span", { lang: language.other }, words("showToStaff", {}, language.other))),
        element(
          "div.row.under",
          {},
          this.#seconds,
          element("button.quiet.another", { type: "button", onclick: () => this.#another() }, words("another")),
        ),
        this.#trouble,
        !isStorageAllowed && element("p.hint.blocked", { role: "status" }, words("storageBlocked")),
      ),
    );
    this.#showPeople();
    this.#tick();
    keepScreenOn();
  }

  leave() {
    this.#isOpen = false;
    clearTimeout(this.#timer);
    letScreenSleep();
  }

  /** To be called when the visitor's data has changed. */
  refresh() {
    if (!this.#isOpen) return;
    this.#showPeople();
    this.#tick();
  }

  #retry() {
    if (!this.#isOpen) return;
    this.#passes.retryNow(this.#person);
    this.#tick();
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
    this.#dots.hidden = everyone.length === 1;
    const known = new Map([...this.#dots.children].map((dot) => [dot.getAttribute("data-person"), dot]));
    const dots = everyone.map((one) => known.get(one.id) ?? element("button.dot", { type: "button", "data-person": one.id, onclick: () => this.#show(one.id) }));
    everyone.forEach((one, index) => {
      dots[index].setAttribute("aria-label", words("whoseQr", { name: one.name }));
      dots[index].setAttribute("aria-pressed", String(one.id === this.#person));
    });
    arrange(this.#dots, dots);
  }

  /** @param {string} person */
  #show(person) {
    this.#person = person;
    this.#shown = null;
    this.#showPeople();
    announce(words("whoseQr", { name: this.#name.textContent }));
    this.#tick();
  }

  /** @param {HTMLElement} stage */
  #listenToSwipes(stage) {
    /** @type {number | null} */
    let start = null;
    stage.addEventListener("pointerdown", (event) => (start = event.clientX));
    stage.addEventListener("pointerup", (event) => {
      const moved = start === null ? 0 : event.clientX - start;
      start = null;
      if (Math.abs(moved) < SWIPE_PX) return;
      const everyone = this.#everyone();
      const index = everyone.findIndex((one) => one.id === this.#person) + (moved < 0 ? 1 : -1);
      if (everyone[index]) this.#show(everyone[index].id);
    });
  }

  async #another() {
    if (await this.#passes.another(this.#person)) announce(words("anotherDone"));
  }

  #tick() {
    clearTimeout(this.#timer);
    if (!this.#isOpen || !this.#root?.isConnected) return;
    if (!document.hidden) this.#passes.keepFilled(this.#person);
    const now = this.#clock.now();
    const pass = this.#passes.current(this.#person);
    if (!pass || pass.pass !== this.#shown) this.#draw(pass, now);
    this.#seconds.textContent = pass ? words("nextIn", { seconds: Math.ceil((pass.until - now) / 1000) }) : "";
    this.#tellTrouble();
    const toNextSecond = 1000 - (now % 1000);
    this.#timer = setTimeout(() => this.#tick(), toNextSecond + 5);
  }

  /**
   * @param {HeldPass | null} pass
   * @param {number} now
   */
  #draw(pass, now) {
    if (!pass && this.#shown === "") return;
    this.#shown = pass?.pass ?? "";
    if (pass) this.#code.replaceChildren(drawQr(pass.pass, words("qrLabel")), drawRing(pass.until - now, pass.until - pass.from));
    else this.#code.replaceChildren(element("p.preparing", {}, words("preparing")));
  }

  // The line counts down each second, while the button below it stays. A screen reader hears a change of state, not each second.
  #tellTrouble() {
    const lasts = this.#passes.lastsMs(this.#person);
    const kind = this.#troubleKind();
    const key = kind && this.#troubleKey(kind, lasts > 0);
    if (this.#told.kind !== kind) {
      const renew = kind === "sessionOver" && element("button.primary", { type: "button", onclick: this.#onRenew }, words("renew"));
      this.#trouble.replaceChildren(...(kind ? [element("p"), renew || ""] : []));
    }
    const line = this.#trouble.querySelector("p");
    const text = key && words(key, { time: duration(lasts) });
    if (line && text && line.textContent !== text) line.textContent = text;
    if (text && this.#told.key !== key) announce(text);
    this.#told = { kind, key };
  }

  /** @returns {Trouble | null} */
  #troubleKind() {
    const { trouble } = this.#passes;
    if (trouble === "session") return "sessionOver";
    const isOffline = !navigator.onLine || trouble === "network";
    if (this.#clock.hasJumped && (isOffline || trouble)) return "clockMoved";
    return isOffline ? "offline" : trouble ? "slow" : null;
  }

  /**
   * @param {Trouble} kind
   * @param {boolean} hasPasses
   */
  #troubleKey(kind, hasPasses) {
    if (kind === "sessionOver") return hasPasses ? "sessionOverHeld" : kind;
    if (kind === "clockMoved" || hasPasses) return kind;
    return kind === "offline" ? "offlineEmpty" : "slowEmpty";
  }
}
