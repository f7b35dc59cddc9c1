import { element, field } from "../shared/element.js";
import { isStorageAllowed } from "../shared/storage.js";
import { codeStep } from "./code-step.js";
import { complaint } from "./complaint.js";
import { consentText } from "./consent-text.js";
import { words } from "./more-words.js";
import { isUnder14, mobileNumber, realDate, shownNumber } from "./person-input.js";

/** @typedef {"person" | "consent" | "guardian" | "guardianCode" | "code"} Step */
/** @typedef {"name" | "birthDate" | "phone" | "guardianPhone"} TypedKey */

/** Sign-up in short steps: person, consent, for a child the guardian, code. What was typed survives a change of language and a lost network. */
export class SignUp {
  #api;
  #clock;
  #issuerName;
  #onDone;
  /** @type {Record<TypedKey, string>} */
  #draft = { name: "", birthDate: "", phone: "", guardianPhone: "" };
  #verificationId = "";
  #guardianVerificationId = "";
  /** @type {Step} */
  #step = "person";
  /** @type {HTMLElement | null} */
  #shown = null;
  /** @type {HTMLElement | null} */
  #root = null;
  /** @type {{ key: TypedKey, message: string } | null} a refusal of the issuer, shown at its field */
  #refused = null;

  /**
   * @param {object} options
   * @param {import("./api.js").Api} options.api
   * @param {import("../shared/clock.js").ServerClock} options.clock
   * @param {() => string} options.issuerName
   * @param {Person | null} options.person already known to this phone, for the renewal of a child
   * @param {(session: string, person: Person) => void} options.onDone
   */
  constructor({ api, clock, issuerName, person, onDone }) {
    if (person) {
      const { name, birthDate, phone, guardianPhone } = person;
      this.#draft = { name, birthDate, phone: shownNumber(phone), guardianPhone: shownNumber(guardianPhone ?? "") };
    }
    this.#api = api;
    this.#clock = clock;
    this.#issuerName = issuerName;
    this.#onDone = onDone;
  }

  /** @param {HTMLElement} root */
  render(root) {
    this.#root = root;
    const steps = {
      person: () => this.#person(),
      consent: () => this.#consent(),
      guardian: () => this.#guardian(),
      guardianCode: () => this.#guardianCode(),
      code: () => this.#code(),
    };
    this.#shown = steps[this.#step]();
    root.replaceChildren(this.#shown);
  }

  /** @param {Step} step */
  #go(step) {
    this.#step = step;
    // An answer may come when another page is open already: that one stays.
    if (!this.#shown?.isConnected || !this.#root) return;
    this.render(this.#root);
    this.#root.focus();
    scrollTo(0, 0);
  }

  #progress() {
    const steps = this.#isChild() ? ["person", "consent", "guardian", "guardianCode", "code"] : ["person", "consent", "code"];
    const step = steps.indexOf(this.#step) + 1;
    return element("p.progress", {}, words("stepOf", { step, steps: steps.length }));
  }

  #isChild() {
    const date = realDate(this.#draft.birthDate, this.#clock.now());
    return date !== null && isUnder14(date, this.#clock.now());
  }

  /**
   * @param {TypedKey} key
   * @param {string} label
   * @param {Attributes} attributes
   * @param {string} [hint]
   */
  #field(key, label, attributes, hint) {
    const value = this.#draft[key];
    /** @param {Event & { target: HTMLInputElement }} event */
    const keep = ({ target }) => (this.#draft[key] = target.value);
    const made = field(label, element("input", { ...attributes, name: key, value, required: true, oninput: keep }), hint);
    if (this.#refused?.key === key) {
      const { message } = this.#refused;
      this.#refused = null;
      // After the page has moved the focus to its beginning.
      setTimeout(() => made.complain(message));
    }
    return made;
  }

  #person() {
    const name = this.#field("name", words("name"), { type: "text", autocomplete: "name", maxlength: "60" });
    const birthDate = this.#field("birthDate", words("birthDate"), { type: "text", inputmode: "numeric", autocomplete: "bday", maxlength: "14" }, words("birthDateHint"));
    const phone = this.#field("phone", words("phone"), { type: "tel", autocomplete: "tel", maxlength: "24" }, words("phoneHint"));
    /** @param {Event & { currentTarget: HTMLFormElement }} event */
    const submit = (event) => {
      event.preventDefault();
      name.say(this.#draft.name.trim() ? null : words("nameMissing"));
      const { birthDate: born, phone: number } = this.#draft;
      birthDate.say(realDate(born, this.#clock.now()) ? null : words(born.trim() ? "birthDateWrong" : "birthDateMissing"));
      phone.say(mobileNumber(number) ? null : words(number.trim() ? "phoneWrong" : "phoneMissing"));
      const wrong = [name, birthDate, phone].find((one) => one.input.hasAttribute("aria-invalid"));
      if (wrong) wrong.input.focus();
      else this.#go("consent");
    };
    return element(
      "form.card",
      { onsubmit: submit, novalidate: true },
      this.#progress(),
      element("h1", {}, words("welcome")),
      element("p", {}, words("welcomeText")),
      name,
      birthDate,
      phone,
      !isStorageAllowed && element("p.hint.blocked", {}, words("storageBlocked")),
      element("button.primary", { type: "submit" }, words("next")),
    );
  }

  #consent() {
    const box = element("input", { type: "checkbox", required: true });
    const error = element("p.field-error", { role: "alert" });
    /** @param {Event} event */
    const submit = async (event) => {
      event.preventDefault();
      error.textContent = box.checked ? "" : words("consentNeeded");
      if (!box.checked) return box.focus();
      if (this.#isChild()) return this.#go("guardian");
      const refusal = await this.#sendOwnCode();
      if (refusal) error.textContent = complaint(refusal);
    };
    return element(
      "form.card",
      { onsubmit: submit, novalidate: true },
      this.#progress(),
      element("h1", {}, words("consentTitle")),
      consentText(this.#issuerName(), this.#api),
      element("p", {}, words("consentRight")),
      element("label.check", {}, box, element("span", {}, words("consentCheck"))),
      error,
      element("button.primary", { type: "submit" }, words(this.#isChild() ? "next" : "sendCode")),
      element("button.quiet", { type: "button", onclick: () => this.#go("person") }, words("previous")),
    );
  }

  #guardian() {
    const phone = this.#field("guardianPhone", words("guardianPhone"), { type: "tel", autocomplete: "off", maxlength: "24" }, words("phoneHint"));
    const box = element("input", { type: "checkbox", required: true });
    const error = element("p.field-error", { role: "alert" });
    /** @param {Event} event */
    const submit = async (event) => {
      event.preventDefault();
      const number = mobileNumber(this.#draft.guardianPhone);
      error.textContent = box.checked ? "" : words("consentNeeded");
      if (!box.checked) box.focus();
      phone.complain(number ? null : words(this.#draft.guardianPhone.trim() ? "phoneWrong" : "phoneMissing"));
      if (!number || !box.checked) return;
      const answer = await this.#api.verify(number);
      if (!answer.ok) {
        if (answer.code === "phone-unusable") phone.complain(complaint(answer));
        else error.textContent = complaint(answer);
        return;
      }
      this.#guardianVerificationId = answer.body.verificationId;
      this.#go("guardianCode");
    };
    return element(
      "form.card",
      { onsubmit: submit, novalidate: true },
      this.#progress(),
      element("h1", {}, words("guardianTitle")),
      element("p", {}, words("guardianText")),
      phone,
      element("label.check", {}, box, element("span", {}, words("guardianConsent"))),
      error,
      element("button.primary", { type: "submit" }, words("sendCode")),
      element("button.quiet", { type: "button", onclick: () => this.#go("consent") }, words("previous")),
    );
  }

  #guardianCode() {
    return codeStep({
      api: this.#api,
      title: words("codeTitleGuardian"),
      phone: mobileNumber(this.#draft.guardianPhone) ?? "",
      verificationId: this.#guardianVerificationId,
      onBack: () => this.#go("guardian"),
      onCode: async (code, verificationId) => {
        const answer = await this.#api.confirm(verificationId, { code });
        if (!answer.ok) return answer;
        this.#guardianVerificationId = verificationId;
        return this.#sendOwnCode();
      },
    });
  }

  #code() {
    return codeStep({
      api: this.#api,
      title: words("codeTitle"),
      phone: mobileNumber(this.#draft.phone) ?? "",
      verificationId: this.#verificationId,
      onBack: () => this.#go("person"),
      onNewVerification: (id) => (this.#verificationId = id),
      onCode: (code, verificationId) => this.#confirm(code, verificationId),
    });
  }

  /**
   * @param {string} code
   * @param {string} verificationId
   */
  async #confirm(code, verificationId) {
    const person = {
      phone: mobileNumber(this.#draft.phone) ?? "",
      name: this.#draft.name.trim(),
      birthDate: realDate(this.#draft.birthDate, this.#clock.now()) ?? "",
    };
    const { name, birthDate } = person;
    const guardian = this.#guardianVerificationId ? { guardianVerificationId: this.#guardianVerificationId } : {};
    const answer = await this.#api.confirm(verificationId, { code, name, birthDate, consent: true, ...guardian });
    const wrong = answer.ok ? null : answer.body?.detail;
    if (wrong === "name" || wrong === "birthDate") {
      this.#refuse(wrong, answer);
      return null;
    }
    if (!answer.ok) return answer;
    this.#onDone(answer.body.sessionToken, { ...person, guardianPhone: mobileNumber(this.#draft.guardianPhone) });
    return null;
  }

  // Resolves with the answer of a refusal that belongs to no field, else with null.
  async #sendOwnCode() {
    const answer = await this.#api.verify(mobileNumber(this.#draft.phone) ?? "");
    if (answer.code === "phone-unusable") {
      this.#refuse("phone", answer);
      return null;
    }
    if (!answer.ok) return answer;
    this.#verificationId = answer.body.verificationId;
    this.#go("code");
    return null;
  }

  /**
   * Back to the first step, with the message at the field that the issuer refused.
   * @param {TypedKey} key
   * @param {Answer} answer
   */
  #refuse(key, answer) {
    this.#refused = { key, message: complaint(answer) };
    this.#go("person");
  }
}
