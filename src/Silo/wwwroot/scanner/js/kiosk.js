import { settings } from "./settings.js";

const HOLD_MS = 3000;

/** Hides settings and lists and fills the screen. */
export function startKiosk() {
  settings.set({ kiosk: true });
  document.documentElement.requestFullscreen?.().catch(() => {});
}

/**
 * Ends the kiosk when the button is held for three seconds.
 * @param {HTMLButtonElement} button
 */
export function endKioskByHolding(button) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const end = () => {
    settings.set({ kiosk: false });
    if (document.fullscreenElement) document.exitFullscreen();
  };
  const press = () => (timer = setTimeout(end, HOLD_MS));
  const release = () => clearTimeout(timer);
  button.addEventListener("pointerdown", press);
  button.addEventListener("keydown", (event) => event.key === " " && !event.repeat && press());
  for (const type of ["pointerup", "pointerleave", "pointercancel", "keyup", "blur"]) button.addEventListener(type, release);
  button.addEventListener("contextmenu", (event) => event.preventDefault());
}
