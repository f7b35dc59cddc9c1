import { element } from "../shared/element.js";
import { isStorageAllowed } from "../shared/storage.js";
import { Entries } from "./entries.js";
import { icon } from "./icons.js";
import { outcome } from "./list-view.js";
import { timeOfDay, timeSpan, words } from "./words.js";

/** The lines above the tools: faults of this device, entries of another facility, what became of kept entries, the last entry. */
export class DoorBars {
  #entries;
  #clock;
  #onList;
  #onUndo;
  #notice = element("div.news.notice", { role: "status", hidden: true });
  #others = element("div.news.others", { role: "status", hidden: true });
  #waiting = element("div.news.waiting", { role: "status", hidden: true });
  #news = element("div.news.outcomes", { role: "status", hidden: true });
  #last = element("div.last", { hidden: true });

  /**
   * @param {object} options
   * @param {Entries} options.entries
   * @param {import("./register-clock.js").RegisterClock} options.clock
   * @param {() => unknown} options.onList
   * @param {(entry: Entry) => unknown} options.onUndo
   */
  constructor({ entries, clock, onList, onUndo }) {
    this.#entries = entries;
    this.#clock = clock;
    this.#onList = onList;
    this.#onUndo = onUndo;
  }

  get elements() {
    return [this.#notice, this.#others, this.#waiting, this.#news, this.#last];
  }

  hideNews() {
    this.#news.hidden = true;
  }

  /** @param {boolean} hasNewVersion a new version waits until somebody has time for it */
  showNotice(hasNewVersion) {
    const key = !isStorageAllowed ? "storageBlocked" : this.#clock.hasJumped ? "clockMoved" : hasNewVersion ? "newVersion" : null;
    this.#notice.hidden = key === null;
    if (key === null || this.#notice.dataset.key === key) return;
    this.#notice.dataset.key = key;
    const load = key === "newVersion" && element("button.quiet", { type: "button", onclick: () => location.reload() }, words("loadNow"));
    this.#notice.replaceChildren(element("span", {}, words(key)), load || "");
  }

  /** @param {number} count kept entries of other facilities than the one that this device is paired with */
  showOthers(count) {
    this.#others.hidden = count === 0;
    const text = words("otherQueue", { count });
    if (this.#others.textContent !== text) this.#others.textContent = text;
  }

  /**
   * What waits for a connection; gone as soon as it is delivered.
   * @param {number} count kept entries of this facility
   * @param {import("./delivery.js").Delivery} delivery
   */
  showWaiting(count, { connected, answeredAt }) {
    this.#waiting.hidden = connected && count === 0;
    if (this.#waiting.hidden) return;
    const since = answeredAt > 0 && !connected ? words("connectedAgo", { ago: timeSpan(Math.max(0, this.#clock.now() - answeredAt)) }) : "";
    const text = [count > 0 ? words("queue", { count }) : "", since || words(connected ? "sending" : "offline")].filter(Boolean).join(" · ");
    if (this.#waiting.textContent !== text) this.#waiting.replaceChildren(icon("kept"), element("span", {}, text));
  }

  /** What became of the kept entries, until somebody has looked. */
  async showNews() {
    const outcomes = await this.#entries.unseenOutcomes();
    const refused = outcomes.filter((entry) => entry.state === "refused").length;
    this.#news.hidden = outcomes.length === 0;
    if (this.#news.hidden) return;
    this.#news.classList.toggle("bad", refused > 0);
    const text = words("delivered", { count: outcomes.length, accepted: outcomes.length - refused, refused });
    if (this.#news.firstChild) {
      this.#news.firstChild.textContent = text;
      return;
    }
    this.#news.replaceChildren(
      element("span", {}, text),
      element("button.quiet", { type: "button", onclick: () => this.#onList() }, words("show")),
      element("button.quiet", { type: "button", onclick: () => this.#entries.markSeen().then(() => this.showNews()) }, words("close")),
    );
  }

  /** The last entry, as long as it can be undone. */
  async showLast() {
    const entry = (await this.#entries.list(5)).find((one) => Entries.undoableUntil(one) > this.#clock.now());
    this.#last.hidden = !entry;
    if (!entry || this.#last.dataset.scan === entry.scanId) return;
    this.#last.dataset.scan = entry.scanId;
    this.#last.replaceChildren(
      element("span", {}, words("last", { time: timeOfDay(entry.at), what: outcome(entry) })),
      element("button.quiet", { type: "button", onclick: () => this.#onUndo(entry) }, words("undo")),
    );
  }
}
