// Two clicks have the effect of one. The portal runs one action at a time (ActionButton), but the second click of a double click can arrive
// after the first action has ended. It is dropped here, as is the second submission of a form.
const DOUBLE_CLICK_MS = 500;
const SUBMIT_MS = 5_000;

/** @type {Element | null} */
let lastButton = null;
let lastClickAt = 0;

addEventListener(
  "click",
  (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[data-action]") : null;
    if (!button) {
      return;
    }
    if (button === lastButton && event.timeStamp - lastClickAt < DOUBLE_CLICK_MS) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    [lastButton, lastClickAt] = [button, event.timeStamp];
  },
  true,
);

// After something was entered, or after the page moved the focus to what comes next, another click is another intention.
for (const entered of ["input", "change"]) {
  addEventListener(entered, () => (lastButton = null), true);
}
addEventListener(
  "focusin",
  (event) => {
    if (event.target !== lastButton) {
      lastButton = null;
    }
  },
  true,
);

/** @type {WeakMap<HTMLFormElement, HTMLElement | null>} The button of the last submission, as long as it may be repeated by a double click. */
const submitted = new WeakMap();

addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (event.defaultPrevented || form.method !== "post") {
    return;
  }
  // Another button of the form, such as another file format, is another intention.
  if (submitted.has(form) && submitted.get(form) === event.submitter) {
    event.preventDefault();
    return;
  }
  submitted.set(form, event.submitter);
  form.ariaBusy = "true";
  // A download leaves the page as it is.
  setTimeout(() => release(form), SUBMIT_MS);
});

addEventListener("pageshow", () => {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[aria-busy]"))) {
    release(form);
  }
});

/** @param {HTMLFormElement} form */
function release(form) {
  submitted.delete(form);
  form.removeAttribute("aria-busy");
}
