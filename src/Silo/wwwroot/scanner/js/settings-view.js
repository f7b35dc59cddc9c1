import { element } from "./element.js";
import { allowSound, feedback } from "./feedback.js";
import { settings } from "./settings.js";
import { otherLanguage, switchLanguage, words } from "./words.js";

/** Camera, sound, kiosk, language, pairing. */
export async function openSettings({ camera, clock, onCamera, onKiosk, onPair, onLanguage }) {
  const choices = await camera.choices();
  const option = (value, label) => element("option", { value, selected: settings.camera === value }, label);
  const select = element(
    "select",
    { id: "camera-choice" },
    option("", words("cameraAuto")),
    ...choices.map(({ id, label }, index) => option(id, label || words("cameraNumber", { number: index + 1 }))),
    option("off", words("cameraOff")),
  );
  select.addEventListener("change", () => {
    settings.set({ camera: select.value });
    onCamera();
  });
  const sound = element("input", { type: "checkbox", checked: !settings.silent });
  sound.addEventListener("change", () => settings.set({ silent: !sound.checked }));
  const test = () => {
    allowSound();
    ["accepted", "kept", "refused"].forEach((mood, index) => setTimeout(() => feedback(mood), index * 900));
  };
  const then = (action) => () => {
    dialog.close();
    action();
  };
  const seconds = Math.round((clock.now() - Date.now()) / 1000) || 0;
  const dialog = element(
    "dialog.sheet",
    { "aria-labelledby": "settings-title" },
    element("header", {}, element("h1", { id: "settings-title" }, words("settings")), element("button.quiet", { type: "button", onclick: () => dialog.close() }, words("close"))),
    element("div.field", {}, element("label", { for: "camera-choice" }, words("camera")), select),
    element("div.line", {}, element("label.check", {}, sound, element("span", {}, words("sound"))), element("button.quiet", { type: "button", onclick: test }, words("soundTest"))),
    element("div.line", {}, element("p.hint", {}, words("kioskText")), element("button.quiet", { type: "button", onclick: then(onKiosk) }, words("kiosk"))),
    element(
      "div.line",
      {},
      element("div", {}, element("p", {}, words("device", { facility: settings.device.facility.name })), element("p.hint", {}, words("clockOffset", { seconds }))),
      element("button.quiet", { type: "button", onclick: then(onPair) }, words("pairOther")),
    ),
    element("button.quiet", { type: "button", lang: otherLanguage(), onclick: then(() => (switchLanguage(), onLanguage())) }, words("language")),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
