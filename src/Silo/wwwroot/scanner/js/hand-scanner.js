// Hardware scanners that type like a keyboard: a burst of keys and Enter. Whatever keyboard layout or Korean input is on, the places of the
// keys say what was typed.

// Slow Bluetooth scanners and busy tablets pause between keys; nobody types into a page without a field.
const LONGEST_GAP_MS = 1000;
const SHORTEST = 8;
const LONGEST = 512;

const PLAIN = { Space: " ", Minus: "-", Period: ".", Slash: "/", Semicolon: ";", Equal: "=", Comma: ",", Quote: "'", BracketLeft: "[", BracketRight: "]", Backslash: "\\", Backquote: "`" };
const SHIFTED = { Digit1: "!", Digit2: "@", Digit3: "#", Digit4: "$", Digit5: "%", Digit6: "^", Digit7: "&", Digit8: "*", Digit9: "(", Digit0: ")", Minus: "_", Equal: "+", Semicolon: ":", Slash: "?", Period: ">", Comma: "<", Quote: '"', Space: " " };

/** The character of a key press; null for keys that write nothing. */
export function typed(event) {
  if (event.key.length === 1 && event.key >= " " && event.key <= "~") return event.key;
  const { code, shiftKey } = event;
  if (code?.startsWith("Key")) return shiftKey ? code[3] : code[3].toLowerCase();
  if (shiftKey && SHIFTED[code]) return SHIFTED[code];
  if (code?.startsWith("Digit")) return code[5];
  if (code?.startsWith("Numpad") && code.length === 7) return code[6];
  return PLAIN[code] ?? null;
}

const isField = (target) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Calls `onText` with each scanned text; texts typed into a form field are the field's. Answers how to stop listening. */
export function listenToHandScanner(onText, isActive = () => true) {
  let text = "";
  let last = 0;
  const listen = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target) || !isActive()) return;
    const now = event.timeStamp;
    if (now - last > LONGEST_GAP_MS) text = "";
    const isBurst = text.length > 1;
    if (event.key === "Enter" || event.key === "Tab") {
      if (text.length >= SHORTEST) {
        event.preventDefault();
        event.stopImmediatePropagation();
        // Caps lock turns the letters; a pass has only capitals.
        onText(/^kp1:/i.test(text) ? text.toUpperCase() : text);
      }
      text = "";
      return;
    }
    const character = typed(event);
    if (character === null) return;
    last = now;
    text = (text + character).slice(-LONGEST);
    // A space in the middle of a burst must not press the button that has the focus.
    if (isBurst) event.preventDefault();
  };
  document.addEventListener("keydown", listen, true);
  return () => document.removeEventListener("keydown", listen, true);
}
