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

// A refused action leaves wrong fields behind. The first of them gets the focus, unless the page or the user has already moved it.
const REFUSAL_MS = 10_000;
const WRONG = '[aria-invalid="true"]';

/** @param {Element} button */
function followRefusal(button) {
  const scope = button.closest(".form, [role=dialog], section, main") ?? document.body;
  const stop = new AbortController();
  const observer = new MutationObserver(look);
  function end() {
    observer.disconnect();
    stop.abort();
  }
  function look() {
    const active = document.activeElement;
    if (active && active !== document.body && active !== button) {
      end();
    } else if (button.ariaBusy !== "true") {
      const wrong = scope.querySelector(WRONG);
      if (wrong instanceof HTMLElement) {
        end();
        wrong.focus();
      }
    }
  }
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-invalid", "aria-busy"] });
  for (const moved of ["keydown", "pointerdown"]) {
    addEventListener(moved, end, { capture: true, signal: stop.signal });
  }
  // The same fields may be as wrong as before, which changes nothing on the page.
  setTimeout(look, 150);
  setTimeout(end, REFUSAL_MS);
}

addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("button[data-action], [role=dialog] button") : null;
  if (button) {
    followRefusal(button);
  }
  // A menu is no form: its entry sends the one that it names.
  const sends = target instanceof Element ? target.closest("[data-submits]:not([form])") : null;
  const form = sends instanceof HTMLElement ? document.getElementById(sends.dataset.submits ?? "") : null;
  if (form instanceof HTMLFormElement) {
    form.requestSubmit();
  }
});

// A form without a circuit comes back with its errors.
/** @type {HTMLElement | null} */ (document.querySelector(`form[method=post] ${WRONG}`))?.focus();
