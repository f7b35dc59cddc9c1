import { element, field, openDialog } from "../shared/element.js";
import { tidy } from "../shared/input.js";
import { settings } from "./settings.js";
import { words } from "./words.js";

const HOLD_MS = 3000;
const PIN = /^\d{4,8}$/;
const MOST_TRIES = 5;
const PAUSE_MS = 60000;

let failures = 0;
let pausedUntil = 0;

/**
 * Asks for the PIN that will end it, then hides settings and lists, fills the screen and switches to the front camera.
 * @param {() => void} onStart
 */
export function askForKiosk(onStart) {
  askForPin(words("kiosk"), words("kioskText"), words("kioskStart"), (pin) => {
    if (!PIN.test(pin)) return words("pinForm");
    settings.set({ kiosk: true, kioskPin: pin });
    document.documentElement.requestFullscreen?.().catch(() => {});
    onStart();
    return null;
  });
}

/**
 * Ends the kiosk when the button is held for three seconds and the PIN is known.
 * @param {HTMLButtonElement} button
 * @param {() => void} onEnd
 */
export function endKioskByHolding(button, onEnd) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const end = () => {
    settings.set({ kiosk: false, kioskPin: null });
    if (document.fullscreenElement) document.exitFullscreen();
    onEnd();
  };
  const ask = () => (settings.kioskPin ? askForPin(words("kioskEndTitle"), words("kioskEndText"), words("kioskEndNow"), (pin) => judge(pin, end)) : end());
  const press = () => (timer = setTimeout(ask, HOLD_MS));
  const release = () => clearTimeout(timer);
  button.addEventListener("pointerdown", press);
  button.addEventListener("keydown", (event) => event.key === " " && !event.repeat && press());
  for (const type of ["pointerup", "pointerleave", "pointercancel", "keyup", "blur"]) button.addEventListener(type, release);
  button.addEventListener("contextmenu", (event) => event.preventDefault());
}

/**
 * @param {string} pin
 * @param {() => void} onRight
 */
function judge(pin, onRight) {
  if (performance.now() < pausedUntil) return words("pinPause");
  if (pin !== settings.kioskPin) {
    if (++failures % MOST_TRIES === 0) pausedUntil = performance.now() + PAUSE_MS;
    return words("pinWrong");
  }
  failures = 0;
  onRight();
  return null;
}

/**
 * @param {string} title
 * @param {string} text
 * @param {string} button
 * @param {(pin: string) => string | null} onPin what is wrong with it
 */
function askForPin(title, text, button, onPin) {
  const pin = field(words("pin"), element("input", { type: "text", inputmode: "numeric", autocomplete: "off", maxlength: "8", class: "pin" }), words("pinHint"));
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    const wrong = onPin(tidy(pin.input.value));
    if (!wrong) return dialog.close();
    pin.complain(wrong);
    pin.input.select();
  };
  /** @type {HTMLDialogElement} */
  const dialog = element(
    "dialog.sheet",
    { "aria-labelledby": "pin-title" },
    element("header", {}, element("h1", { id: "pin-title" }, title), element("button.quiet", { type: "button", onclick: () => dialog.close() }, words("close"))),
    element("form.stack", { novalidate: true, onsubmit: submit }, element("p", {}, text), pin, element("button.primary", { type: "submit" }, button)),
  );
  openDialog(dialog);
  pin.input.focus();
}
