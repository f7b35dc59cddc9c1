import { element, svg } from "../shared/element.js";
import { words } from "./words.js";

const HOUR_MS = 3600000;
const BARS = 12;
const BAR_MS = HOUR_MS / BARS;
const HEIGHT = 40;
// So that a single entry is not a full bar.
const LEAST_SCALE = 4;

/** Today's running number, large enough to read in passing, and this device's last 60 minutes next to the facility's capacity. */
export class Tally {
  #count = element("strong", {}, "0");
  #bars = element("div.bars", { role: "img" });
  #hour = element("span");
  #capacity = element("span");
  element = element(
    "section.tally",
    { "aria-label": words("todayLabel") },
    element("p.count", {}, this.#count, element("span", {}, words("todayLabel"))),
    element("div.hour", {}, this.#bars, element("p", {}, this.#hour, this.#capacity)),
  );

  /** @param {number} count people taken in today by the facility */
  showCount(count) {
    const text = count.toLocaleString("en-US");
    if (this.#count.textContent !== text) this.#count.textContent = text;
  }

  /**
   * @param {Entry[]} entries of this device
   * @param {number} now
   * @param {number | null | undefined} capacity of the facility, where the register knows it
   */
  showHour(entries, now, capacity) {
    const heights = hourBars(entries, now);
    const count = heights.reduce((sum, height) => sum + height, 0);
    this.#bars.setAttribute("aria-label", words("hour", { count }));
    this.#hour.textContent = words("hour", { count });
    this.#capacity.textContent = capacity ? words("capacity", { capacity: capacity.toLocaleString("en-US") }) : "";
    this.#bars.replaceChildren(draw(heights));
  }
}

/**
 * Entries of each five minutes of the last hour, oldest first.
 * @param {Pick<Entry, "at" | "state">[]} entries
 * @param {number} now
 */
export function hourBars(entries, now) {
  const bars = Array.from({ length: BARS }, () => 0);
  for (const { at, state } of entries) {
    const age = now - Date.parse(at);
    if ((state === "accepted" || state === "kept") && age >= 0 && age < HOUR_MS) bars[BARS - 1 - Math.floor(age / BAR_MS)]++;
  }
  return bars;
}

/** @param {number[]} heights */
function draw(heights) {
  const scale = HEIGHT / Math.max(LEAST_SCALE, ...heights);
  const bars = heights.map((height, index) => {
    const size = Math.max(2, height * scale);
    return svg("rect", { x: String(index * 10 + 1), y: String(HEIGHT - size), width: "8", height: String(size), rx: "1", class: height > 0 ? "bar" : "bar empty" });
  });
  return svg("svg", { viewBox: `0 0 ${BARS * 10} ${HEIGHT}`, preserveAspectRatio: "none" }, ...bars);
}
