// Elements, form fields and dialogs: everything that both apps need to build their pages.

const BUSY = ["aria-disabled", "aria-busy"];

/**
 * element("button.primary", { type: "button", onclick }, "Text", child…). Null and false children and attributes are left out.
 * @template {string} N
 * @param {N} name tag and classes
 * @param {Attributes} [attributes] functions are listeners of the event that follows "on"
 * @param {...(Child | Child[])} children
 * @returns {ElementOf<N>}
 */
export function element(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const made = document.createElement(tag || "div");
  if (classes.length > 0) made.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") made.addEventListener(key.slice(2), oneAtATime(value));
    else made.setAttribute(key, value === true ? "" : String(value));
  }
  append(made, children);
  return /** @type {ElementOf<N>} */ (made);
}

/**
 * An SVG element, hidden from screen readers unless it is given a label.
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {...SVGElement} children
 * @returns {SVGElement}
 */
export function svg(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (name === "svg" && !attributes["aria-label"]) made.setAttribute("aria-hidden", "true");
  made.append(...children);
  return made;
}

/**
 * Replaces the children of `parent` but leaves those in place that stay: an element that is taken out between a finger's down and up loses
 * its tap.
 * @param {Element} parent
 * @param {Element[]} nodes
 */
export function arrange(parent, nodes) {
  const staying = new Set(nodes);
  for (const child of [...parent.children]) if (!staying.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
}

/**
 * A labelled form field. Hint and error are tied to the input for screen readers.
 * @param {string} label
 * @param {HTMLInputElement} input
 * @param {string} [hint]
 * @returns {Field}
 */
export function field(label, input, hint) {
  const id = input.id || (input.id = `field-${Math.random().toString(36).slice(2, 9)}`);
  const error = element("p.field-error", { id: `${id}-error`, role: "alert" });
  const hinted = hint && element("p.hint", { id: `${id}-hint` }, hint);
  input.setAttribute("aria-describedby", hinted ? `${id}-error ${id}-hint` : `${id}-error`);
  /** @param {string | null} message */
  const say = (message) => {
    error.textContent = message ?? "";
    if (message) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    if (!hinted) return;
    // The error says what the hint says, and more.
    hinted.hidden = Boolean(message);
    input.setAttribute("aria-describedby", message ? error.id : `${error.id} ${hinted.id}`);
  };
  /** @param {string | null} message */
  const complain = (message) => {
    say(message);
    if (message) input.focus();
  };
  return Object.assign(element("div.field", {}, element("label", { for: id }, label), input, hinted, error), { input, say, complain });
}

/**
 * Shows a modal dialog and removes it from the page when it is closed. A browser without modal dialogs shows it over the page.
 * @param {HTMLDialogElement} dialog
 */
export function openDialog(dialog) {
  if (typeof dialog.showModal !== "function") {
    dialog.showModal = () => dialog.setAttribute("open", "");
    dialog.close = () => {
      dialog.removeAttribute("open");
      dialog.dispatchEvent(new Event("close"));
    };
  }
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/**
 * Tells screen readers something that is not shown.
 * @param {string} text
 */
export function announce(text) {
  const announcer = document.getElementById("announcer");
  if (announcer) announcer.textContent = text;
}

/**
 * @param {Element} parent
 * @param {(Child | Child[])[]} children
 */
function append(parent, children) {
  for (const child of children.flat()) if (child !== null && child !== undefined && child !== false) parent.append(child);
}

/**
 * Ignores the second press of a double click, and every press while the promise of the last one is pending.
 * @param {(event: Event) => unknown} handle
 */
function oneAtATime(handle) {
  let isRunning = false;
  /** @param {Event} event */
  return (event) => {
    if (isRunning || (event instanceof MouseEvent && event.type === "click" && event.detail > 1)) {
      event.preventDefault();
      return;
    }
    const result = handle(event);
    if (!(result instanceof Promise)) return;
    isRunning = true;
    const { currentTarget } = event;
    const button = currentTarget instanceof HTMLFormElement ? currentTarget.querySelector("[type=submit]") : currentTarget;
    // Not `disabled`, which would take the focus away.
    if (button instanceof HTMLButtonElement) for (const name of BUSY) button.setAttribute(name, "true");
    const end = () => {
      isRunning = false;
      if (button instanceof HTMLButtonElement) for (const name of BUSY) button.removeAttribute(name);
    };
    result.then(end, end);
  };
}
