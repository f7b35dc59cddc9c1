import { element, openDialog } from "../shared/element.js";
import { showCheckWords } from "./check-words.js";
import { allowSound, feedback } from "./feedback.js";
import { judgeKey } from "./key-chain.js";
import { settings } from "./settings.js";
import { canSpeak } from "./speech.js";
import { language, words } from "./words.js";

const BETWEEN_SOUNDS_MS = 900;

/**
 * Camera, sound, kiosk, language, pairing.
 * @param {object} options
 * @param {import("./camera.js").Camera} options.camera
 * @param {import("./register-clock.js").RegisterClock} options.clock
 * @param {() => unknown} options.onCamera
 * @param {() => void} options.onKiosk
 * @param {() => void} options.onPair
 * @param {() => void} options.onLanguage
 */
export async function openSettings({ camera, clock, onCamera, onKiosk, onPair, onLanguage }) {
  const choices = await camera.choices().catch(() => []);
  /**
   * @param {string} value
   * @param {string} label
   */
  const option = (value, label) => element("option", { value, selected: settings.camera === value }, label);
  const choose = () => {
    settings.set({ camera: select.value });
    onCamera();
  };
  const select = element(
    "select",
    { id: "camera-choice", onchange: choose },
    option("", words("cameraAuto")),
    choices.map(({ id, label }, index) => option(id, label || words("cameraNumber", { number: index + 1 }))),
    option("off", words("cameraOff")),
  );
  /** @type {HTMLInputElement} */
  const sound = element("input", { type: "checkbox", checked: !settings.silent, onchange: () => settings.set({ silent: !sound.checked }) });
  /** @type {HTMLInputElement} */
  const speech = element("input", { type: "checkbox", checked: settings.speaks, onchange: () => settings.set({ speaks: speech.checked }) });
  const playAll = () => {
    allowSound();
    /** @type {import("./verdict-view.js").Mood[]} */
    const moods = ["accepted", "kept", "refused"];
    moods.forEach((mood, index) => setTimeout(() => feedback(mood), index * BETWEEN_SOUNDS_MS));
  };
  /** @param {() => void} action */
  const then = (action) => () => {
    dialog.close();
    action();
  };
  const turn = () => {
    language.switch();
    onLanguage();
  };
  const key = await keyState();
  const seconds = Math.round(clock.offset / 1000) || 0;
  /** @type {HTMLDialogElement} */
  const dialog = element(
    "dialog.sheet",
    { "aria-labelledby": "settings-title" },
    element("header", {}, element("h1", { id: "settings-title" }, words("settings")), element("button.quiet", { type: "button", onclick: () => dialog.close() }, words("close"))),
    element("div.field", {}, element("label", { for: "camera-choice" }, words("camera")), select),
    element("div.line", {}, element("label.check", {}, sound, element("span", {}, words("sound"))), element("button.quiet", { type: "button", onclick: playAll }, words("soundTest"))),
    canSpeak() && element("div.line", {}, element("label.check", {}, speech, element("span", {}, words("speech"), element("span.hint", {}, words("speechHint"))))),
    element("div.line", {}, element("p.hint", {}, words("kioskHint")), element("button.quiet", { type: "button", onclick: then(onKiosk) }, words("kiosk"))),
    element(
      "div.line",
      {},
      element("div", {}, element("p", {}, words("device", { facility: settings.device?.facility.name })), element("p.hint", {}, words("clockOffset", { seconds }))),
      element("button.quiet", { type: "button", onclick: then(onPair) }, words("pairOther")),
    ),
    key && element("div.stack", { id: "check-value" }, element("p.hint", {}, words("checkValue")), showCheckWords(key.print), key.state === "broken" && element("p.warning", {}, words("keyBrokenText"))),
    element("button.quiet", { type: "button", lang: language.other, onclick: then(turn) }, words("language")),
  );
  openDialog(dialog);
}

// The authority's check value, as the portal shows it; null until the register has told the key.
async function keyState() {
  const { device, authorityKey: key, keyStatements: statements, signingKey } = settings;
  if (!device || !key || !globalThis.crypto?.subtle) return null;
  return judgeKey(device, { key, statements, signingKey }).catch(() => null);
}
