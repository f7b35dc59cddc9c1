import { announce, element, svg } from "../shared/element.js";
import { allowSound, isSoundReady } from "./feedback.js";
import { UnreadHint } from "./hints.js";
import { icon } from "./icons.js";
import { settings } from "./settings.js";
import { language, words } from "./words.js";

const FRAME = "M2 22V8a6 6 0 0 1 6-6h14M78 2h14a6 6 0 0 1 6 6v14M98 78v14a6 6 0 0 1-6 6H78M22 98H8a6 6 0 0 1-6-6V78";

/** The middle of the door's screen: the camera's picture, the line that says what to do, and the panel that stands in for the picture. */
export class DoorCamera {
  #camera;
  #hint = new UnreadHint();
  #needsTap = true;
  #isAllowed = false;

  picture;
  center = element("div.center");
  aim = element("p.aim", { role: "status" });
  welcome = element("p.welcome", {}, words("welcome"), element("span", { lang: language.other }, words("welcome", {}, language.other)));
  torch = element("button.tool", { type: "button", hidden: true, "aria-pressed": "false", onclick: () => this.#turnTorch() }, icon("torch"), words("torch"));

  /** @param {import("./camera.js").Camera} camera */
  constructor(camera) {
    this.#camera = camera;
    this.picture = element("div.scene", {}, camera.video, svg("svg", { viewBox: "0 0 100 100", class: "frame" }, svg("path", { d: FRAME })));
  }

  /** Whether the camera would start again without a tap after a reload, or is not running anyway. */
  get startsAlone() {
    return this.#isAllowed || this.#needsTap || settings.camera === "off";
  }

  // Starts by itself when the camera was allowed before (a kiosk after a power cut); otherwise a tap asks, and lets sounds play.
  async begin() {
    const name = /** @type {PermissionName} */ ("camera");
    const permission = await navigator.permissions?.query({ name }).catch(() => null);
    this.#isAllowed = permission?.state === "granted";
    this.#needsTap = !this.#isAllowed && !isSoundReady() && settings.camera !== "off";
    if (!this.#needsTap) await this.start();
  }

  async start() {
    this.#needsTap = false;
    this.center.replaceChildren();
    if (settings.camera === "off" || settings.device?.revoked) this.#camera.stop();
    else await this.#camera.start(settings.camera, settings.kiosk);
    this.showStarted();
  }

  showStarted() {
    if (this.#camera.isOn) this.center.querySelector(".panel.trouble")?.remove();
    this.torch.hidden = !this.#camera.hasTorch;
    this.showAim();
  }

  /**
   * Takes notice of a frame: of what could not be read in it.
   * @param {DecodedFrame} frame
   * @param {boolean} isCovered a dialog is open
   */
  note(frame, isCovered) {
    if (frame.texts.length === 0 && !isCovered) return this.showAim(this.#hint.after(frame));
    this.#hint.reset();
    this.showAim();
  }

  /** @param {"hintDark" | "hintUnread" | null} [hint] */
  showAim(hint) {
    const aim = settings.kiosk ? "aimKiosk" : "aim";
    const key = settings.camera === "off" ? "aimHand" : this.#camera.isDecoderReady ? aim : "decoderLoading";
    const isHidden = settings.device?.revoked || this.#needsTap || this.center.childElementCount > 0;
    const text = isHidden ? "" : words(hint ?? key);
    if (this.aim.textContent !== text) this.aim.textContent = text;
    this.aim.classList.toggle("hinting", Boolean(hint));
  }

  /** Shows the start button while the camera needs a tap. */
  askForTap() {
    if (!this.#needsTap || this.center.querySelector(".start")) return;
    const start = () => {
      allowSound();
      return this.start();
    };
    const button = element("button.primary.start", { type: "button", onclick: start }, words("start"));
    this.center.replaceChildren(element("div.panel", {}, button, element("p.hint", {}, words("startText"))));
  }

  /** @param {import("./camera.js").CameraFault} fault */
  showTrouble(fault) {
    const retry = element("button.primary", { type: "button", onclick: () => this.start() }, words("retry"));
    this.center.replaceChildren(element("div.panel.trouble", { role: "alert" }, element("p", {}, words(fault)), retry));
    this.showAim();
  }

  /**
   * @param {number} kept entries that are not sent yet
   * @param {() => void} onPair
   */
  showRevoked(kept, onPair) {
    this.#camera.stop();
    if (this.center.querySelector(".panel.revoked")?.getAttribute("data-kept") === String(kept)) return;
    this.center.replaceChildren(
      element(
        "div.panel.revoked",
        { role: "alert", "data-kept": kept },
        element("h1", {}, words("revokedPanelTitle")),
        element("p", {}, words("revokedPanelText")),
        kept > 0 && element("p.warning", {}, words("revokedQueue", { count: kept })),
        element("button.primary", { type: "button", onclick: onPair }, words("pairOther")),
      ),
    );
    announce(words("revokedPanelTitle"));
    this.showAim();
  }

  #turnTorch() {
    const on = this.torch.getAttribute("aria-pressed") !== "true";
    this.torch.setAttribute("aria-pressed", String(on));
    this.#camera.setTorch(on);
  }
}
