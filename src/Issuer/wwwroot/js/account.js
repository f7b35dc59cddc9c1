import { announce, element, field, openDialog } from "../shared/element.js";
import { complaint } from "./complaint.js";
import { consentText } from "./consent-text.js";
import { words } from "./more-words.js";
import { realDate } from "./person-input.js";
import { language } from "./words.js";

/** "My data": companions, who looked at the data, how it is kept, leaving and deletion. */
export class Account {
  #api;
  #store;
  #clock;
  #issuerName;
  #onChange;
  #onLeave;
  /** @type {HTMLElement | null} */
  #section = null;

  /**
   * @param {object} options
   * @param {import("./api.js").Api} options.api
   * @param {import("./device-store.js").DeviceStore} options.store
   * @param {import("../shared/clock.js").ServerClock} options.clock
   * @param {() => string} options.issuerName
   * @param {() => Promise<unknown>} options.onChange
   * @param {(isDeleted: boolean) => unknown} options.onLeave
   */
  constructor({ api, store, clock, issuerName, onChange, onLeave }) {
    this.#api = api;
    this.#store = store;
    this.#clock = clock;
    this.#issuerName = issuerName;
    this.#onChange = onChange;
    this.#onLeave = onLeave;
  }

  /** @param {HTMLElement} root */
  render(root) {
    const me = this.#store.me;
    this.#section = element(
      "section.stack",
      {},
      element("h1", {}, words("meTitle")),
      element("p", {}, me?.name ?? this.#store.person?.name ?? "", me && element("span.hint", {}, words("verifiedUntil", { date: moment(me.sessionExpiresAt) }))),
      this.#companions(root),
      this.#accesses(),
      element("details.card", {}, element("summary", {}, words("howKept")), consentText(this.#issuerName(), this.#api)),
      this.#leaving(),
    );
    root.replaceChildren(this.#section);
  }

  /**
   * An answer may come when another page is open already: that one stays.
   * @param {HTMLElement} root
   */
  #renderAgain(root) {
    if (this.#section?.isConnected) this.render(root);
  }

  /** @param {HTMLElement} root */
  #companions(root) {
    const known = this.#store.me?.companions ?? [];
    const name = field(words("companionName"), element("input", { type: "text", autocomplete: "off", maxlength: "60", required: true }));
    const birthDate = field(
      words("birthDate"),
      element("input", { type: "text", inputmode: "numeric", autocomplete: "off", maxlength: "14", required: true }),
      words("birthDateHint"),
    );
    /** @param {Event} event */
    const submit = async (event) => {
      event.preventDefault();
      const born = realDate(birthDate.input.value, this.#clock.now());
      const called = name.input.value.trim();
      birthDate.complain(born ? null : words(birthDate.input.value.trim() ? "birthDateWrong" : "birthDateMissing"));
      name.complain(called ? null : words("nameMissing"));
      if (!born || !called) return;
      const answer = await this.#api.addCompanion({ name: called, birthDate: born });
      if (!answer.ok) {
        const wrong = answer.body?.detail === "birthDate" ? birthDate : name;
        return wrong.complain(answer.code === "guardian-required" ? words("companionNeedsAdult") : complaint(answer));
      }
      announce(words("companionAdded", { name: called }));
      await this.#onChange();
      this.#renderAgain(root);
    };
    return element(
      "section.card",
      { "aria-labelledby": "companions" },
      element("h2", { id: "companions" }, words("companions")),
      element("p.hint", {}, words("companionsText")),
      known.length === 0
        ? element("p", {}, words("companionsNone"))
        : element("ul.list", {}, ...known.map((one) => element("li", {}, one.name, this.#removal(one, root)))),
      element(
        "details",
        {},
        element("summary", {}, words("addCompanion")),
        element("form", { onsubmit: submit, novalidate: true }, name, birthDate, element("button.primary", { type: "submit" }, words("add"))),
      ),
    );
  }

  /**
   * @param {Companion} one
   * @param {HTMLElement} root
   */
  #removal(one, root) {
    const remove = async () => {
      const answer = await this.#api.removeCompanion(one.id);
      announce(answer.ok ? words("companionRemoved", { name: one.name }) : complaint(answer));
      if (!answer.ok) return;
      await this.#onChange();
      this.#renderAgain(root);
    };
    return element("button.quiet.danger", { type: "button", "aria-label": words("removeOf", { name: one.name }), onclick: remove }, words("remove"));
  }

  #accesses() {
    const list = element("div", { role: "status" }, words("loading"));
    this.#api.accesses().then((answer) => {
      /** @type {{ kind: string, ofCompanion: boolean, accessedAt: string }[] | null} */
      const found = answer.ok ? answer.body.accesses : null;
      if (!found) list.replaceChildren(words("accessesFailed"));
      else if (found.length === 0) list.replaceChildren(words("accessesNone"));
      else list.replaceChildren(element("ul.list", {}, ...found.map((one) => element("li", {}, describeAccess(one)))));
    });
    return element(
      "section.card",
      { "aria-labelledby": "accesses" },
      element("h2", { id: "accesses" }, words("accesses")),
      element("p.hint", {}, words("accessesText")),
      list,
    );
  }

  #leaving() {
    return element(
      "section.card",
      {},
      element("p.hint", {}, words("signOutText")),
      element("button.quiet", { type: "button", onclick: () => this.#onLeave(false) }, words("signOut")),
      element("button.quiet.danger", { type: "button", onclick: () => this.#askDeletion() }, words("deleteAccount")),
    );
  }

  #askDeletion() {
    const error = element("p.field-error", { role: "alert" });
    const erase = async () => {
      const answer = await this.#api.deleteMe();
      if (!answer.ok && answer.status !== 401) {
        error.textContent = complaint(answer);
        return;
      }
      dialog.close();
      return this.#onLeave(true);
    };
    /** @type {HTMLDialogElement} */
    const dialog = element(
      "dialog.sheet",
      { "aria-labelledby": "delete-title" },
      element("h1", { id: "delete-title" }, words("deleteTitle")),
      element("p", {}, words("deleteText")),
      error,
      element(
        "div.row",
        {},
        element("button.quiet", { type: "button", autofocus: true, onclick: () => dialog.close() }, words("deleteNo")),
        element("button.primary.danger", { type: "button", onclick: erase }, words("deleteYes")),
      ),
    );
    openDialog(dialog);
  }
}

/** @param {{ kind: string, ofCompanion: boolean, accessedAt: string }} access */
function describeAccess({ kind, ofCompanion, accessedAt }) {
  const when = moment(accessedAt);
  if (kind === "subject") return words(ofCompanion ? "accessSubjectCompanion" : "accessSubject", { when });
  return words(ofCompanion ? "accessIdentityCompanion" : "accessIdentity", { when });
}

/**
 * "06-12 (금) 19:42" on the Korean clock.
 * @param {string | number} time
 */
function moment(time) {
  const parts = new Intl.DateTimeFormat(language.current === "ko" ? "ko-KR" : "en-GB", {
    timeZone: "Asia/Seoul",
    month: "2-digit",
    day: "2-digit",
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(new Date(time));
  /** @param {Intl.DateTimeFormatPartTypes} type */
  const part = (type) => parts.find((one) => one.type === type)?.value;
  return `${part("month")}-${part("day")} (${part("weekday")}) ${part("hour")}:${part("minute")}`;
}
