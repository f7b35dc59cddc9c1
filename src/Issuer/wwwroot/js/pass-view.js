import { element, announce, arrange } from "./element.js";
import { words, duration, currentLanguage, WORDS } from "./words.js";
import { drawQr, drawRing } from "./qr.js";
import { SELF } from "./passes.js";

const SWIPE_PX = 40;

/** The one thing on screen: the code, its ring, and whose it is. Bad network is said in one line; good network is not worth a word. */
export class PassView {
  #passes;
  #clock;
  #store;
  #onRenew;
  #person = SELF;
  #shown = null;
  #timer;
  #wakeLock = null;

  constructor({ passes, clock, store, onRenew }) {
    this.#passes = passes;
    this.#clock = clock;
    this.#store = store;
    this.#onRenew = onRenew;
    passes.addEventListener("change", () => this.#root?.isConnected && this.#tick());
    addEventListener("online", () => this.#open && passes.retryNow(this.#person));
    document.addEventListener("visibilitychange", () => this.#open && !document.hidden && this.#wake());
  }

  #root;
  #open = false;

  render(root) {
    this.#root = root;
    this.#open = true;
    this.#shown = null;
    const other = currentLanguage() === "ko" ? WORDS.en : WORDS.ko;
    this.#name = element("h1.whose", {});
    this.#code = element("div.qr", { id: "qr" });
    this.#seconds = element("p.seconds", { "aria-hidden": "true" });
    this.#trouble = element("div.trouble");
    this.#troubleSaid = { kind: null, key: null };
    this.#dots = element("div.dots", { role: "group", "aria-label": words("people") });
    const another = element("button.quiet.another", { type: "button", onclick: () => this.#another() }, words("another"));
    const stage = element("div.stage", {}, this.#code);
    this.#swipes(stage);
    root.replaceChildren(
      element(
        "section.pass",
        {},
        this.#name,
        stage,
        this.#dots,
        element("p.show", {}, words("showToStaff"), element("span", { lang: currentLanguage() === "ko" ? "en" : "ko" }, other.showToStaff)),
        element("div.row.under", {}, this.#seconds, another),
        this.#trouble,
      ),
    );
    this.#people();
    this.#wake();
  }

  leave() {
    this.#open = false;
    clearTimeout(this.#timer);
    this.#wakeLock?.release().catch(() => {});
    this.#wakeLock = null;
  }

  /** Companions came or went. */
  refresh() {
    if (this.#open) {
      this.#people();
      this.#tick();
    }
  }

  #name;
  #code;
  #seconds;
  #trouble;
  #troubleSaid;
  #dots;

  #everyone() {
    const me = { id: SELF, name: this.#store.me?.name ?? this.#store.person?.name ?? "" };
    return [me, ...(this.#store.me?.companions ?? [])];
  }

  #people() {
    const everyone = this.#everyone();
    if (!everyone.some((one) => one.id === this.#person)) this.#person = SELF;
    const shown = everyone.find((one) => one.id === this.#person);
    this.#name.textContent = shown.name;
    this.#dots.hidden = everyone.length === 1;
    const known = new Map([...this.#dots.children].map((dot) => [dot.dataset.person, dot]));
    const dots = everyone.map((one) => known.get(one.id) ?? element("button.dot", { type: "button", "data-person": one.id, onclick: () => this.#show(one.id) }));
    everyone.forEach((one, index) => {
      dots[index].setAttribute("aria-label", words("whoseQr", { name: one.name }));
      dots[index].setAttribute("aria-pressed", String(one.id === this.#person));
    });
    arrange(this.#dots, dots);
  }

  #show(person) {
    this.#person = person;
    this.#shown = null;
    this.#people();
    announce(words("whoseQr", { name: this.#name.textContent }));
    this.#tick();
  }

  #swipes(stage) {
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

  async #wake() {
    this.#tick();
    try {
      this.#wakeLock = await navigator.wakeLock?.request("screen");
    } catch {
      // Battery saver, or a browser without it: the screen then sleeps as it always does.
    }
  }

  #tick() {
    clearTimeout(this.#timer);
    if (!this.#open || !this.#root.isConnected) return;
    if (!document.hidden) this.#passes.keepFilled(this.#person);
    const now = this.#clock.now();
    const pass = this.#passes.current(this.#person);
    if (pass?.pass !== this.#shown) this.#draw(pass, now);
    this.#seconds.textContent = pass ? words("nextIn", { seconds: Math.ceil((pass.until - now) / 1000) }) : "";
    this.#sayTrouble();
    const toNextSecond = 1000 - (now % 1000);
    this.#timer = setTimeout(() => this.#tick(), toNextSecond + 5);
  }

  #draw(pass, now) {
    this.#shown = pass?.pass ?? null;
    if (!pass) {
      this.#code.replaceChildren(element("p.preparing", {}, words("preparing")));
      return;
    }
    const whole = pass.until - pass.from;
    this.#code.replaceChildren(drawQr(pass.pass, words("qrLabel")), drawRing(pass.until - now, whole));
  }

  // The line counts down each second; the button below it stays, and a screen reader hears a change of state, not each second.
  #sayTrouble() {
    const lasts = this.#passes.lastsMs(this.#person);
    const kind = this.#troubleKind();
    const key = kind && (lasts > 0 || !WORDS.ko[`${kind}Empty`] ? this.#heldKey(kind, lasts) : `${kind}Empty`);
    if (this.#troubleSaid.kind !== kind) {
      const renew = kind === "sessionOver" && element("button.primary", { type: "button", onclick: this.#onRenew }, words("renew"));
      this.#trouble.replaceChildren(...(kind ? [element("p"), renew].filter(Boolean) : []));
    }
    const said = key && words(key, { time: duration(lasts) });
    if (said && this.#trouble.firstChild.textContent !== said) this.#trouble.firstChild.textContent = said;
    if (said && this.#troubleSaid.key !== key) announce(said);
    this.#troubleSaid = { kind, key };
  }

  #troubleKind() {
    if (this.#passes.trouble === "session") return "sessionOver";
    if (!navigator.onLine || this.#passes.trouble === "network") return "offline";
    return this.#passes.trouble ? "slow" : null;
  }

  #heldKey(kind, lasts) {
    return kind === "sessionOver" && lasts > 0 ? "sessionOverHeld" : kind;
  }
}
