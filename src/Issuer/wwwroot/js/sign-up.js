import { element, field } from "./element.js";
import { words, complaint, currentLanguage } from "./words.js";
import { codeStep, isUnder14, mobileNumber, realDate, shownNumber } from "./verification.js";

/** What is kept, by whom, how long: shown before consent and again under "my data". */
export function consentText(issuerName, api) {
  const entry = (who, what) => [element("dt", {}, who), element("dd", {}, what)];
  const whole = element("p", {}, words("loading"));
  const open = async (event) => {
    if (!event.target.open) return;
    const answer = await api.consent();
    whole.textContent = answer.ok ? answer.body[currentLanguage()] : complaint(answer);
  };
  return element(
    "div",
    {},
    element(
      "dl.consent",
      {},
      ...entry(words("consentIssuer", { issuer: issuerName }), words("consentIssuerWhat")),
      ...entry(words("consentRegister"), words("consentRegisterWhat")),
      ...entry(words("consentAuthority"), words("consentAuthorityWhat")),
      ...entry(words("consentPhone"), words("consentPhoneWhat")),
    ),
    element("details", { ontoggle: open }, element("summary", {}, words("consentFull")), whole),
  );
}

/**
 * Sign-up in short steps: who, consent, for a child the guardian, code. What was typed survives a change of language and a lost network.
 * @param onDone receives the session token and the person.
 */
export class SignUp {
  #api;
  #clock;
  #issuerName;
  #onDone;
  #draft = { name: "", birthDate: "", phone: "", guardianPhone: "" };
  #step = "person";
  #shown;

  /** person: whom this phone knows already, for a child's renewal. */
  constructor({ api, clock, issuerName, person, onDone }) {
    if (person) Object.assign(this.#draft, { ...person, phone: shownNumber(person.phone), guardianPhone: shownNumber(person.guardianPhone ?? "") });
    this.#api = api;
    this.#clock = clock;
    this.#issuerName = issuerName;
    this.#onDone = onDone;
  }

  render(root) {
    this.root = root;
    const views = {
      person: () => this.#person(),
      consent: () => this.#consent(),
      guardian: () => this.#guardian(),
      guardianCode: () => this.#guardianCode(),
      code: () => this.#code(),
    };
    this.#shown = views[this.#step]();
    root.replaceChildren(this.#shown);
  }

  #go(step) {
    this.#step = step;
    // An answer may come when another page is open already: that one stays.
    if (!this.#shown.isConnected) return;
    this.render(this.root);
    this.root.focus();
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

  #input(key, attributes) {
    return element("input", {
      ...attributes,
      name: key,
      value: this.#draft[key],
      required: true,
      oninput: (event) => (this.#draft[key] = event.target.value),
    });
  }

  #person() {
    const name = field(words("name"), this.#input("name", { type: "text", autocomplete: "name", maxlength: "60" }));
    const birthDate = field(
      words("birthDate"),
      this.#input("birthDate", { type: "text", inputmode: "numeric", autocomplete: "bday", maxlength: "12" }),
      words("birthDateHint"),
    );
    const phone = field(words("phone"), this.#input("phone", { type: "tel", autocomplete: "tel", maxlength: "20" }), words("phoneHint"));
    const submit = (event) => {
      event.preventDefault();
      const draft = this.#draft;
      name.complain(draft.name.trim() ? null : words("nameMissing"));
      birthDate.complain(realDate(draft.birthDate, this.#clock.now()) ? null : words("birthDateWrong"));
      phone.complain(mobileNumber(draft.phone) ? null : words("phoneWrong"));
      const first = event.target.querySelector("[aria-invalid]");
      if (first) first.focus();
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
      element("button.primary", { type: "submit" }, words("next")),
    );
  }

  #consent() {
    const box = element("input", { type: "checkbox", required: true });
    const error = element("p.field-error", { role: "alert" });
    const next = element("button.primary", { type: "submit" }, words(this.#isChild() ? "next" : "sendCode"));
    const submit = async (event) => {
      event.preventDefault();
      error.textContent = box.checked ? "" : words("consentNeeded");
      if (!box.checked) return box.focus();
      if (this.#isChild()) return this.#go("guardian");
      next.disabled = true;
      error.textContent = await this.#sendOwnCode();
      next.disabled = false;
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
      next,
      element("button.quiet", { type: "button", onclick: () => this.#go("person") }, words("previous")),
    );
  }

  #guardian() {
    const phone = field(words("guardianPhone"), this.#input("guardianPhone", { type: "tel", autocomplete: "off", maxlength: "20" }), words("phoneHint"));
    const box = element("input", { type: "checkbox", required: true });
    const error = element("p.field-error", { role: "alert" });
    const next = element("button.primary", { type: "submit" }, words("sendCode"));
    const submit = async (event) => {
      event.preventDefault();
      const number = mobileNumber(this.#draft.guardianPhone);
      phone.complain(number ? null : words("phoneWrong"));
      error.textContent = box.checked ? "" : words("consentNeeded");
      if (!number || !box.checked) return;
      next.disabled = true;
      const answer = await this.#api.verify(number);
      next.disabled = false;
      if (!answer.ok) {
        error.textContent = complaint(answer);
        return;
      }
      this.#draft.guardianVerificationId = answer.body.verificationId;
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
      next,
      element("button.quiet", { type: "button", onclick: () => this.#go("consent") }, words("previous")),
    );
  }

  #guardianCode() {
    return codeStep({
      api: this.#api,
      title: words("codeTitleGuardian"),
      phone: mobileNumber(this.#draft.guardianPhone),
      verificationId: this.#draft.guardianVerificationId,
      onBack: () => this.#go("guardian"),
      onCode: async (code, verificationId) => {
        const answer = await this.#api.confirm(verificationId, { code });
        if (!answer.ok) return answer;
        this.#draft.guardianVerificationId = verificationId;
        const trouble = await this.#sendOwnCode();
        return trouble ? { code: "network", status: 0 } : null;
      },
    });
  }

  #code() {
    return codeStep({
      api: this.#api,
      title: words("codeTitle"),
      phone: mobileNumber(this.#draft.phone),
      verificationId: this.#draft.verificationId,
      onBack: () => this.#go("person"),
      onNewVerification: (id) => (this.#draft.verificationId = id),
      onCode: async (code, verificationId) => {
        const person = {
          phone: mobileNumber(this.#draft.phone),
          name: this.#draft.name.trim(),
          birthDate: realDate(this.#draft.birthDate, this.#clock.now()),
        };
        const answer = await this.#api.confirm(verificationId, {
          code,
          name: person.name,
          birthDate: person.birthDate,
          consent: true,
          ...(this.#draft.guardianVerificationId ? { guardianVerificationId: this.#draft.guardianVerificationId } : {}),
        });
        if (!answer.ok) return answer;
        this.#onDone(answer.body.sessionToken, { ...person, guardianPhone: mobileNumber(this.#draft.guardianPhone) });
        return null;
      },
    });
  }

  async #sendOwnCode() {
    const answer = await this.#api.verify(mobileNumber(this.#draft.phone));
    if (!answer.ok) return complaint(answer);
    this.#draft.verificationId = answer.body.verificationId;
    this.#go("code");
    return "";
  }
}
