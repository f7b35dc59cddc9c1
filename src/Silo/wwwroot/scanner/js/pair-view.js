import { api } from "./api.js";
import { allowSound } from "./feedback.js";
import { element, field } from "./element.js";
import { listenToHandScanner } from "./hand-scanner.js";
import { looksLikeCode, readPairing } from "./pairing.js";
import { settings } from "./settings.js";
import { currentLanguage, otherLanguage, switchLanguage, words } from "./words.js";

/** Pairing by the portal's QR, with this camera, a hand scanner or the phone's own camera app, or by typing the code. */
export class PairView {
  #camera;
  #entries;
  #onDone;
  #link;
  #name = null;
  #stopListening;

  /** link: {code, authority} that the page was opened with, or null. */
  constructor({ camera, entries, link, onDone }) {
    this.#camera = camera;
    this.#entries = entries;
    this.#link = link;
    this.#onDone = onDone;
  }

  async render(root) {
    const current = settings.device;
    const kept = await this.#entries.countKept();
    const code = element("input", { type: "text", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: "300", required: true, value: this.#link?.code ?? "" });
    code.addEventListener("input", () => this.#take(code.value, code) || (this.#link = null));
    this.#code = field(words("pairCode"), code);
    const name = element("input", { type: "text", autocomplete: "off", maxlength: "40", required: true, value: this.#name ?? words("pairNameStart") });
    name.addEventListener("input", () => (this.#name = name.value));
    this.#stage = element("div.preview", { hidden: true }, this.#camera.video);
    const camera = element("button.quiet", { type: "button", "aria-pressed": "false" }, words("pairCamera"));
    camera.addEventListener("click", async () => {
      const on = this.#camera.isOn;
      if (on) this.#camera.stop();
      this.#showCamera(!on && (await this.#camera.start(settings.camera)));
    });
    this.#cameraButton = camera;
    const submit = element("button.primary", { type: "submit" }, words("pairNow"));
    const turned = () => {
      switchLanguage();
      this.leave();
      this.render(root);
    };
    root.replaceChildren(
      element(
        "div.sheet-page",
        {},
        element("header.plain", {}, element("strong", {}, "KI-PASS"), element("button.quiet", { type: "button", lang: otherLanguage(), onclick: turned }, words("language"))),
        element(
          "form.card",
          { novalidate: true, onsubmit: (event) => this.#pair(event, code.value, name.value, submit) },
          element("h1", {}, words("pairTitle")),
          current?.revoked && element("p.warning", {}, words("revokedPanelText")),
          current && !current.revoked && element("p.warning", {}, words("pairAgain", { facility: current.facility.name })),
          kept > 0 && element("p.warning", {}, words("pairQueue", { count: kept })),
          element("p", {}, words("pairText")),
          this.#stage,
          camera,
          this.#code,
          field(words("pairName"), name, words("pairNameHint")),
          submit,
          current && element("button.quiet", { type: "button", onclick: () => this.#finish() }, words("cancel")),
        ),
      ),
    );
    document.documentElement.lang = currentLanguage();
    this.#camera.addEventListener("read", this.#read);
    this.#camera.addEventListener("trouble", this.#trouble);
    this.#stopListening = listenToHandScanner((text) => this.#take(text, code));
  }

  leave() {
    this.#camera.removeEventListener("read", this.#read);
    this.#camera.removeEventListener("trouble", this.#trouble);
    this.#stopListening?.();
    this.#camera.stop();
  }

  #code;
  #stage;
  #cameraButton;

  #showCamera(runs) {
    this.#stage.hidden = !runs;
    this.#cameraButton.textContent = words(runs ? "pairCameraStop" : "pairCamera");
    this.#cameraButton.setAttribute("aria-pressed", String(runs));
  }

  #read = ({ detail }) => {
    for (const text of detail.texts) {
      const link = readPairing(text.trim());
      if (!link) this.#code.say(words("pairNotPairing"));
      else if (this.#take(text, this.#code.querySelector("input"))) {
        this.#camera.stop();
        this.#showCamera(false);
        return;
      }
    }
  };

  #trouble = ({ detail }) => this.#code.say(words(detail));

  // True when the text was a pairing link of this register.
  #take(text, input) {
    const link = readPairing(text.trim());
    if (!link) return false;
    if (link.foreign) {
      this.#code.say(words("pairForeign", { host: link.foreign, here: location.host }));
      return false;
    }
    this.#link = link;
    input.value = link.code;
    this.#code.say(null);
    return true;
  }

  async #pair(event, typed, name, button) {
    event.preventDefault();
    allowSound();
    const code = typed.trim();
    const { foreign } = readPairing(code) ?? {};
    if (foreign) return this.#code.complain(words("pairForeign", { host: foreign, here: location.host }));
    if (!looksLikeCode(code)) return this.#code.complain(words("pairMistyped"));
    button.disabled = true;
    const answer = await api.pair(code, name.trim() || words("pairNameStart"));
    button.disabled = false;
    if (answer.status === 0 || answer.status >= 500) return this.#code.complain(words("pairNetwork"));
    if (answer.status === 429) return this.#code.complain(words("pairTooMany", { seconds: Math.ceil(answer.retryAfterMs / 1000) || 60 }));
    if (!answer.ok) return this.#code.complain(words("pairUnknown"));
    const { deviceId, deviceToken, facility } = answer.body;
    const authority = this.#link?.code === code ? this.#link.authority : null;
    await settings.set({ device: { deviceId, deviceToken, facility, zone: null, authority, revoked: false }, authorityKey: null });
    this.#finish();
  }

  #finish() {
    this.leave();
    this.#onDone();
  }
}
