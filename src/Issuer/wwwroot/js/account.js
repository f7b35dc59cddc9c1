import { element, field, announce } from "./element.js";
import { words, moment, complaint } from "./words.js";
import { consentText } from "./sign-up.js";
import { realDate } from "./verification.js";

/** "My data": people with you, who looked, how data is kept, leaving and deletion. */
export class Account {
  #api;
  #store;
  #clock;
  #issuerName;
  #onChange;
  #onLeave;
  #section;

  constructor({ api, store, clock, issuerName, onChange, onLeave }) {
    this.#api = api;
    this.#store = store;
    this.#clock = clock;
    this.#issuerName = issuerName;
    this.#onChange = onChange;
    this.#onLeave = onLeave;
  }

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

  // An answer may come when another page is open already: that one stays.
  #renderAgain(root) {
    if (this.#section.isConnected) this.render(root);
  }

  #companions(root) {
    const known = this.#store.me?.companions ?? [];
    const name = field(words("companionName"), element("input", { type: "text", autocomplete: "off", maxlength: "60", required: true }));
    const birthDate = field(
      words("birthDate"),
      element("input", { type: "text", inputmode: "numeric", autocomplete: "off", maxlength: "12", required: true }),
      words("birthDateHint"),
    );
    const add = element("button.primary", { type: "submit" }, words("add"));
    const value = (of) => of.querySelector("input").value.trim();
    const submit = async (event) => {
      event.preventDefault();
      const born = realDate(value(birthDate), this.#clock.now());
      birthDate.complain(born ? null : words("birthDateWrong"));
      name.complain(value(name) ? null : words("nameMissing"));
      if (!born || !value(name)) return;
      add.disabled = true;
      const answer = await this.#api.addCompanion({ name: value(name), birthDate: born });
      add.disabled = false;
      if (!answer.ok) return name.complain(answer.code === "guardian-required" ? words("companionNeedsAdult") : complaint(answer));
      announce(words("companionAdded", { name: value(name) }));
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
        element("form", { onsubmit: submit, novalidate: true }, name, birthDate, add),
      ),
    );
  }

  #removal(one, root) {
    const remove = async (event) => {
      event.target.disabled = true;
      const answer = await this.#api.removeCompanion(one.id);
      event.target.disabled = false;
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
      const found = answer.ok ? answer.body.accesses : null;
      if (!found) list.replaceChildren(words("accessesFailed"));
      else if (found.length === 0) list.replaceChildren(words("accessesNone"));
      else list.replaceChildren(element("ul.list", {}, ...found.map((one) => element("li", {}, this.#access(one)))));
    });
    return element(
      "section.card",
      { "aria-labelledby": "accesses" },
      element("h2", { id: "accesses" }, words("accesses")),
      element("p.hint", {}, words("accessesText")),
      list,
    );
  }

  #access(one) {
    const key = (one.kind === "subject" ? "accessSubject" : "accessIdentity") + (one.ofCompanion ? "Companion" : "");
    return words(key, { when: moment(one.accessedAt) });
  }

  #leaving() {
    return element(
      "section.card",
      {},
      element("p.hint", {}, words("signOutText")),
      element("button.quiet", { type: "button", onclick: () => this.#onLeave() }, words("signOut")),
      element("button.quiet.danger", { type: "button", onclick: () => this.#askDeletion() }, words("deleteAccount")),
    );
  }

  #askDeletion() {
    const error = element("p.field-error", { role: "alert" });
    const yes = element("button.primary.danger", { type: "button" }, words("deleteYes"));
    const dialog = element(
      "dialog.sheet",
      { "aria-labelledby": "delete-title" },
      element("h1", { id: "delete-title" }, words("deleteTitle")),
      element("p", {}, words("deleteText")),
      error,
      element("div.row", {}, element("button.quiet", { type: "button", autofocus: true, onclick: () => dialog.close() }, words("deleteNo")), yes),
    );
    yes.addEventListener("click", async () => {
      yes.disabled = true;
      const answer = await this.#api.deleteMe();
      yes.disabled = false;
      if (!answer.ok && answer.status !== 401) {
        error.textContent = complaint(answer);
        return;
      }
      dialog.close();
      this.#onLeave(words("deleted"));
    });
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }
}
