import { svg } from "../shared/element.js";
import { words } from "./more-words.js";

// Who knows what, as one picture: two boxes that know nothing of each other, and one that may join them. What it says is also in the texts
// below it.

const BOX = { width: "146", height: "92", rx: "8", class: "box-line" };

const ICONS = {
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 8a8 8 0 0 1 16 0",
  place: "M12 21s7-6.3 7-11.5A7 7 0 0 0 5 9.5C5 14.7 12 21 12 21Zm0-9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  law: "M12 3 4 6v6c0 4.6 3.4 7.7 8 9 4.6-1.3 8-4.4 8-9V6Zm-3.5 9 2.5 2.5 4.5-5",
};

export function consentPicture() {
  return svg(
    "svg",
    { viewBox: "0 0 320 232", role: "img", "aria-label": words("pictureText"), class: "consent-picture" },
    ...knower(4, 4, "person", words("pictureIssuer"), words("pictureIssuerWhat")),
    ...knower(170, 4, "place", words("pictureRegister"), words("pictureRegisterWhat")),
    // Nothing leads from one box to the other.
    svg("path", { d: "M153 43l14 14M167 43l-14 14", class: "apart" }),
    svg("path", { d: "M77 96v20q0 8 8 8h67q8 0 8 8v4M243 96v20q0 8-8 8h-67q-8 0-8 8v4", class: "joined" }),
    ...knower(87, 136, "law", words("pictureAuthority"), words("pictureAuthorityWhat")),
  );
}

/**
 * @param {number} x
 * @param {number} y
 * @param {keyof typeof ICONS} icon
 * @param {string} who
 * @param {string} what
 */
function knower(x, y, icon, who, what) {
  const middle = String(x + 73);
  return [
    svg("rect", { ...BOX, x: String(x), y: String(y) }),
    svg("path", { d: ICONS[icon], class: "knower", transform: `translate(${x + 61} ${y + 8})` }),
    label(middle, String(y + 54), who, "who"),
    label(middle, String(y + 76), what, "what"),
  ];
}

/**
 * @param {string} x
 * @param {string} y
 * @param {string} text
 * @param {string} name
 */
function label(x, y, text, name) {
  const made = svg("text", { x, y, class: name });
  made.textContent = text;
  return made;
}
