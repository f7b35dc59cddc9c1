import { svg } from "../shared/element.js";

// Line icons of 24 × 24, next to a word or in a button that has a name.
const ICONS = {
  torch: "M9 21h6M10 18h4M8.5 14.5a6 6 0 1 1 7 0c-.7.5-1 1.2-1 2h-5c0-.8-.3-1.5-1-2Z",
  paper: "M4 20h4L19 9l-4-4L4 16v4ZM13 7l4 4",
  list: "M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01",
  menu: "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4",
  offline: "M3 3l18 18M8.5 16a5 5 0 0 1 7 0M5 12.5a10 10 0 0 1 4-2.4M14 9.8a10 10 0 0 1 5 2.7M12 20h.01",
  kept: "M12 4v10M8 10l4 4 4-4M5 20h14",
};

/** @param {keyof typeof ICONS} name */
export const icon = (name) => svg("svg", { viewBox: "0 0 24 24", class: "line-icon" }, svg("path", { d: ICONS[name] }));
