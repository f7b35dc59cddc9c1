import { element, field } from "../shared/element.js";
import { tidy } from "../shared/input.js";
import { isStorageAllowed } from "../shared/storage.js";
import { api } from "./api.js";
import { makeDeviceKey } from "./device-key.js";
import { allowSound } from "./feedback.js";
import { listenToKeyboardScanner } from "./keyboard-scanner.js";
import { looksLikeCode, readPairing } from "./pairing.js";
import { settings } from "./settings.js";
import { language, words } from "./words.js";

/** Pairing by the portal's QR, with this camera, a keyboard scanner or the phone's own camera app, or by typing the code. */
export class PairView {
  #camera;
  #entries;
  #onDone;
  #link;
  /** @type {{ code: string, key: Awaited<ReturnType<typeof makeDeviceKey>> } | null} */
  #attempt = null;
  /** @type {string | null} */
  #name = null;
  #stopListening = () => {};
  #code;
  #preview;
  #cameraButton;

  /**
   * @param {object} options
   * @param {import("./camera.js").Camera} options.camera
   * @param {import("./entries.js").Entries} options.entries
   * @param {import("./pairing.js").PairingLink | null} options.link that the page was opened with
   * @param {() => void} options.onDone
   */
  constructor({ camera, entries, link, onDone }) {
    this.#camera = camera;
    this.#entries = entries;
    this.#link = link;
    this.#onDone = onDone;
    this.#code = this.#codeField();
    this.#preview = element("div.preview", { hidden: true }, camera.video);
    this.#cameraButton = this.#makeCameraButton();
  }

  /** Whether a reload would lose nothing. */
  get isIdle() {
    return this.#code.input.value === "" && this.#name === null && !this.#camera.isOn;
  }

  /** @param {HTMLElement} root */
  async render(root) {
    const current = settings.device;
    const kept = (await this.#entries.kept()).length;
    this.#code = this.#codeField();
    const name = element("input", { type: "text", autocomplete: "off", maxlength: "40", required: true, value: this.#name ?? words("pairNameStart") });
    name.addEventListener("input", () => (this.#name = name.value));
    this.#preview = element("div.preview", { hidden: true }, this.#camera.video);
    this.#cameraButton = this.#makeCameraButton();
    const turn = () => {
      language.switch();
      this.leave();
      return this.render(root);
    };
    /** @param {Event} event */
    const submit = (event) => {
      event.preventDefault();
      return this.#pair(name.value);
    };
    root.replaceChildren(
      element(
        "div.sheet-page",
        {},
        element("header.plain", {}, element("strong", {}, "KI-Pass"), element("button.quiet", { type: "button", lang: language.other, onclick: turn }, words("language"))),
        element(
          "form.card",
          { novalidate: true, onsubmit: submit },
          element("h1", {}, words("pairTitle")),
          !isStorageAllowed && element("p.warning", {}, words("storageBlocked")),
          current?.revoked && element("p.warning", {}, words("revokedPanelText")),
          current && !current.revoked && element("p.warning", {}, words("pairAgain", { facility: current.facility.name })),
          kept > 0 && element("p.warning", {}, words("pairQueue", { count: kept })),
          element("p", {}, words("pairText")),
          this.#preview,
          this.#cameraButton,
          this.#code,
          field(words("pairName"), name, words("pairNameHint")),
          element("button.primary", { type: "submit" }, words("pairNow")),
          current && element("button.quiet", { type: "button", onclick: () => this.#finish() }, words("cancel")),
        ),
      ),
    );
    document.documentElement.lang = language.current;
    this.#camera.addEventListener("read", this.#onRead);
    this.#camera.addEventListener("trouble", this.#onTrouble);
    this.#stopListening();
    this.#stopListening = listenToKeyboardScanner((text) => this.#type(text), (text) => readPairing(text) !== null || looksLikeCode(text));
  }

  leave() {
    this.#camera.removeEventListener("read", this.#onRead);
    this.#camera.removeEventListener("trouble", this.#onTrouble);
    this.#stopListening();
    this.#camera.stop();
  }

  #codeField() {
    const typed = () => {
      if (!this.#take(code.value)) this.#link = null;
    };
    const code = element("input", {
      type: "text",
      autocomplete: "off",
      autocapitalize: "characters",
      spellcheck: "false",
      maxlength: "300",
      required: true,
      value: this.#link?.code ?? "",
      oninput: typed,
    });
    return field(words("pairCode"), code);
  }

  #makeCameraButton() {
    const press = async () => {
      const isOn = this.#camera.isOn;
      if (isOn) this.#camera.stop();
      this.#showCamera(!isOn && (await this.#camera.start(settings.camera)));
    };
    return element("button.quiet", { type: "button", "aria-pressed": "false", onclick: press }, words("pairCamera"));
  }

  /** @param {boolean} runs */
  #showCamera(runs) {
    this.#preview.hidden = !runs;
    this.#cameraButton.textContent = words(runs ? "pairCameraStop" : "pairCamera");
    this.#cameraButton.setAttribute("aria-pressed", String(runs));
  }

  /** @param {Event} event */
  #onRead = (event) => {
    /** @type {DecodedFrame} */
    const { texts } = /** @type {CustomEvent} */ (event).detail;
    for (const text of texts) {
      if (!readPairing(text.trim())) this.#code.say(words("pairNotPairing"));
      else if (this.#take(text)) {
        this.#camera.stop();
        this.#showCamera(false);
        return;
      }
    }
  };

  /** @param {Event} event */
  #onTrouble = (event) => {
    /** @type {import("./camera.js").CameraFault} */
    const fault = /** @type {CustomEvent} */ (event).detail;
    this.#code.say(words(fault));
  };

  /**
   * What a keyboard scanner read: a pairing link, or the code alone.
   * @param {string} text
   */
  #type(text) {
    if (this.#take(text)) return;
    if (looksLikeCode(tidy(text))) {
      this.#link = null;
      this.#code.input.value = tidy(text);
      this.#code.say(null);
    } else if (!readPairing(text.trim())) this.#code.say(words("pairNotPairing"));
  }

  /**
   * Whether the text is a pairing link of this register.
   * @param {string} text
   */
  #take(text) {
    const link = readPairing(text.trim());
    if (!link) return false;
    if ("foreign" in link) {
      this.#code.say(words("pairForeign", { host: link.foreign, here: location.host }));
      return false;
    }
    this.#link = link;
    this.#code.input.value = link.code;
    this.#code.say(null);
    return true;
  }

  /** @param {string} name */
  async #pair(name) {
    allowSound();
    const code = tidy(this.#code.input.value);
    const link = readPairing(code);
    if (link && "foreign" in link) return this.#code.complain(words("pairForeign", { host: link.foreign, here: location.host }));
    if (!looksLikeCode(code)) return this.#code.complain(words("pairMistyped"));
    // A repeated attempt sends the same key: the register then returns the same device.
    const key = this.#attempt?.code === code ? this.#attempt.key : await makeDeviceKey();
    this.#attempt = { code, key };
    const answer = await api.pair(code, name.trim() || words("pairNameStart"), key?.publicKey);
    if (answer.status === 0 || answer.status >= 500) return this.#code.complain(words("pairNetwork"));
    if (answer.status === 429) return this.#code.complain(words("pairTooMany", { seconds: Math.ceil(answer.retryAfterMs / 1000) || 60 }));
    if (!answer.ok) return this.#code.complain(words("pairUnknown"));
    const { deviceId, deviceToken, facility } = answer.body;
    await key?.belongTo(deviceId).catch(() => {});
    const { authority, signer } = this.#link?.code === code ? this.#link : { authority: null, signer: null };
    const device = { deviceId, deviceToken, facility, zone: null, authority, signer, revoked: false };
    // A new pairing is the way out of a kiosk whose PIN nobody knows.
    await settings.set({ device, authorityKey: null, keyStatements: [], signingKey: null, kiosk: false, kioskPin: null });
    this.#finish();
  }

  #finish() {
    this.leave();
    this.#onDone();
  }
}
