import { startsAsPass } from "./pass.js";

// Hardware scanners that type like a keyboard: a burst of keys that ends with Enter. Whatever has the focus, a burst is taken from the page:
// nothing is pressed, typed or sent by it.

// Slow Bluetooth scanners and busy tablets pause between keys; in the middle of a pass the rest is worth waiting for.
const LONGEST_GAP_MS = 1000;
const LONGEST_GAP_IN_PASS_MS = 3000;
// So many keys in so short a time nobody types.
const FAST_KEYS = 6;
const FAST_MS = 250;
// The keys before them belong to the same burst when they came as close to one another as this.
const CLOSE_MS = 250;
// A burst without Enter ends by itself when its keys came faster than this on average.
const TYPING_MS = 100;
// Scanners may end with carriage return and line feed.
const AFTER_END_MS = 200;
const SHORTEST = 8;
const LONGEST = 512;
const OURS = /KP[12]:$/i;
const TEXT_INPUTS = new Set(["text", "tel", "search", "url", "email", "password", "number", "date", "time", "datetime-local", "month", "week"]);

/** @type {Record<string, string>} */
const PLAIN = { Space: " ", Minus: "-", Period: ".", Slash: "/", Semicolon: ";", Equal: "=", Comma: ",", Quote: "'", BracketLeft: "[", BracketRight: "]", Backslash: "\\", Backquote: "`" };
/** @type {Record<string, string>} */
const SHIFTED = { Digit1: "!", Digit2: "@", Digit3: "#", Digit4: "$", Digit5: "%", Digit6: "^", Digit7: "&", Digit8: "*", Digit9: "(", Digit0: ")", Minus: "_", Equal: "+", Semicolon: ":", Slash: "?", Period: ">", Comma: "<", Quote: '"', Space: " " };

/** @typedef {Pick<KeyboardEvent, "key" | "code"> & { shiftKey?: boolean }} Key */

/**
 * The character of a key press by the key's place on a US keyboard, which most scanners imitate; null for keys that write nothing.
 * @param {Key} event
 */
export function typedByPlace({ code, shiftKey }) {
  if (code?.startsWith("Key")) return shiftKey ? code[3] : code[3].toLowerCase();
  if (shiftKey && SHIFTED[code]) return SHIFTED[code];
  if (code?.startsWith("Digit")) return code[5];
  if (code?.startsWith("Numpad") && code.length === 7) return code[6];
  return PLAIN[code] ?? null;
}

/**
 * The character of a key press as the keyboard layout writes it. By its place where an input method (Korean) or a dead key is in between.
 * @param {Key} event
 */
export function typed(event) {
  return event.key.length === 1 && event.key >= " " && event.key <= "~" ? event.key : typedByPlace(event);
}

/**
 * The reading that makes sense of the two, by key and by place, without the AIM identifier that scanners can be set to send in front.
 * @param {string[]} readings
 * @param {(text: string) => boolean} isOurs
 */
export function bestReading(readings, isOurs) {
  const cleaned = readings.map((reading) => {
    const text = reading.replace(/^\][A-Za-z]\d/, "");
    // Caps lock turns the letters; a pass has only capitals.
    return /^kp[12]:/i.test(text) ? text.toUpperCase() : text;
  });
  // A German keyboard swaps two letters of a code, which is then still well formed. The colon tells which reading is right: a scanner that is
  // set to the device's layout presses another key for it, so that its reading by place is not ours.
  return [...cleaned].reverse().find(isOurs) ?? cleaned.find(startsAsPass) ?? cleaned[0];
}

/**
 * One key press of a burst that may be under way, and the focused field as it was before.
 * @typedef {{ byKey: string, byPlace: string, at: number, field: FieldState | null }} Press
 */

/** @typedef {{ element: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, value: string, selection: number | null }} FieldState */

/**
 * Listens until the returned function is called.
 * @param {(text: string) => void} onText receives each text exactly once
 * @param {(text: string) => boolean} isOurs tells the right one of several readings
 */
export function listenToKeyboardScanner(onText, isOurs) {
  /** @type {Press[]} */
  let presses = [];
  let isCaught = false;
  let endedAt = -Infinity;
  /** @type {FieldState | null} the field that had the focus */
  let left = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let restoring;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Set<string>} keys that are down and belong to a burst */
  const swallowed = new Set();

  function reset() {
    clearTimeout(timer);
    presses = [];
    isCaught = false;
    left = null;
  }

  /** @param {FieldState} field */
  function leave(field) {
    // Ends what an input method is composing, which may write once more.
    field.element.blur();
    restore(field);
    restoring = setTimeout(() => restore(field));
  }

  /** @param {number} now */
  function emit(now) {
    const readings = readingsOf(presses);
    const field = left;
    reset();
    endedAt = now;
    clearTimeout(restoring);
    if (field) restore(field);
    if (field?.element.isConnected) field.element.focus({ preventScroll: true });
    onText(bestReading(readings, isOurs));
  }

  // In the middle of a pass.
  const isUnfinished = () => startsAsOurs(presses) && !isOurs(bestReading(readingsOf(presses), isOurs));
  const longestGap = () => (isUnfinished() ? LONGEST_GAP_IN_PASS_MS : LONGEST_GAP_MS);

  // No Enter came. Whether the burst is over is known by the next key's time: on a busy device this timer may be early.
  function endOfRead() {
    const took = presses.length > 1 ? presses[presses.length - 1].at - presses[0].at : 0;
    const isRead = presses.length >= SHORTEST && isCaught && (startsAsOurs(presses) || took / presses.length < TYPING_MS);
    if (isRead) emit(presses[presses.length - 1].at);
  }

  /** @param {KeyboardEvent} event */
  function swallow(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    swallowed.add(event.code);
  }

  /** @param {KeyboardEvent} event */
  function down(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const now = event.timeStamp;
    if (presses.length > 0 && now - presses[presses.length - 1].at > longestGap()) {
      endOfRead();
      reset();
    }
    if (event.key === "Enter" || event.key === "Tab") {
      if (isCaught && presses.length >= SHORTEST) {
        swallow(event);
        emit(now);
      } else if (now - endedAt < AFTER_END_MS) swallow(event);
      else reset();
      return;
    }
    const byPlace = typedByPlace(event);
    const byKey = typed(event);
    if (byKey === null || event.repeat) return;
    const field = isCaught ? null : fieldState(event.target);
    presses.push({ byKey, byPlace: byPlace ?? byKey, at: now, field });
    if (presses.length > LONGEST) presses.shift();
    if (!isCaught) {
      const start = field ? startInField(presses) : presses.length > 1 ? 0 : -1;
      if (start < 0) return;
      isCaught = true;
      presses = presses.slice(start);
      left = presses[0].field;
      if (left) leave(left);
    }
    swallow(event);
    clearTimeout(timer);
    timer = setTimeout(endOfRead, longestGap());
  }

  // Some browsers press a button when its key comes up.
  /** @param {KeyboardEvent} event */
  function up(event) {
    if (!swallowed.delete(event.code)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  // A pass from the clipboard, where there is no camera. Into a field anything else is pasted as usual.
  /** @param {ClipboardEvent} event */
  function paste(event) {
    const text = event.clipboardData?.getData("text/plain").trim() ?? "";
    if (!isOurs(text)) return;
    event.preventDefault();
    onText(text);
  }

  window.addEventListener("keydown", down, true);
  window.addEventListener("keyup", up, true);
  window.addEventListener("paste", paste, true);
  return () => {
    clearTimeout(timer);
    window.removeEventListener("paste", paste, true);
    window.removeEventListener("keydown", down, true);
    window.removeEventListener("keyup", up, true);
  };
}

/**
 * By key and by place.
 * @param {Press[]} presses
 */
const readingsOf = (presses) => [presses.map((press) => press.byKey).join(""), presses.map((press) => press.byPlace).join("")];

/** @param {Press[]} presses */
const startsAsOurs = (presses) => readingsOf(presses).some((reading) => /^(\][A-Za-z]\d)?KP[12]:/i.test(reading));

/**
 * With a field in focus: where the burst begins, or -1 as long as a person may be typing.
 * @param {Press[]} presses
 */
function startInField(presses) {
  for (const text of readingsOf(presses)) {
    const identifier = /\][A-Za-z]\d$/.exec(text.replace(OURS, ""));
    if (OURS.test(text)) return text.length - 4 - (identifier ? 3 : 0);
  }
  const sixth = presses.length - FAST_KEYS;
  if (sixth < 0 || presses[presses.length - 1].at - presses[sixth].at > FAST_MS) return -1;
  let start = sixth;
  while (start > 0 && presses[start].at - presses[start - 1].at <= CLOSE_MS) start--;
  return start;
}

/**
 * @param {EventTarget | null} target
 * @returns {FieldState | null}
 */
function fieldState(target) {
  if (target instanceof HTMLSelectElement) return { element: target, value: target.value, selection: null };
  const isText = target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && TEXT_INPUTS.has(target.type));
  return isText ? { element: target, value: target.value, selection: target.selectionStart } : null;
}

/**
 * Gives the field the text that it had before the burst.
 * @param {FieldState} state
 */
function restore({ element, value, selection }) {
  if (element.value === value) return;
  element.value = value;
  if (selection !== null && !(element instanceof HTMLSelectElement)) element.setSelectionRange(selection, selection);
  element.dispatchEvent(new Event("input", { bubbles: true }));
  if (element instanceof HTMLSelectElement) element.dispatchEvent(new Event("change", { bubbles: true }));
}
