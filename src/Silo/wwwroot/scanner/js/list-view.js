import { announce, arrange, element, openDialog } from "../shared/element.js";
import { Entries } from "./entries.js";
import { refusal, timeOfDay, words } from "./words.js";

const ICONS = { sending: "…", kept: "↓", accepted: "✓", refused: "✕", undone: "↺" };
const STATES = /** @type {const} */ ({ sending: "stateSending", kept: "stateKept", accepted: "stateAccepted", undone: "stateUndone" });

/**
 * What an entry's outcome is called.
 * @param {Entry} entry
 */
export function outcome({ state, code, undo }) {
  if (state === "refused") {
    const key = refusal(code);
    return `${words("stateRefused")}: ${key ? words(`${key}Title`) : code}`;
  }
  return words(state === "kept" && undo ? "stateKeptUndo" : STATES[state]);
}

/**
 * The day's entries of this device, without content. Each can be undone for five minutes.
 * @param {object} options
 * @param {Entries} options.entries
 * @param {import("./register-clock.js").RegisterClock} options.clock
 * @param {(entry: Entry) => unknown} options.onUndo
 * @param {() => void} options.onClose
 */
export async function openList({ entries, clock, onUndo, onClose }) {
  const rows = element("tbody");
  const empty = element("p", { hidden: true }, words("listEmpty"));
  const table = element("table", { hidden: true }, rows);
  /** @type {HTMLDialogElement} */
  const dialog = element(
    "dialog.sheet.wide",
    { "aria-labelledby": "list-title" },
    element("header", {}, element("h1", { id: "list-title" }, words("listTitle")), element("button.quiet", { type: "button", onclick: () => dialog.close() }, words("close"))),
    element("p.hint", {}, words("listText")),
    element("div.scroll", { tabindex: "0", role: "group", "aria-labelledby": "list-title" }, table, empty),
  );

  // A delivery changes entry after entry: rows that stay as they are keep their button, and the list is drawn once for all that came meanwhile.
  /** @type {Map<string, { look: string, row: HTMLElement }>} */
  let drawn = new Map();
  let isFilling = false;
  let isStale = false;

  async function fill() {
    isStale = true;
    if (isFilling) return;
    isFilling = true;
    while (isStale) {
      isStale = false;
      draw(await entries.list());
    }
    isFilling = false;
  }

  /** @param {Entry[]} list */
  function draw(list) {
    empty.hidden = list.length > 0;
    table.hidden = list.length === 0;
    const known = drawn;
    drawn = new Map();
    for (const entry of list) {
      const look = `${entry.state} ${entry.code} ${Boolean(entry.undo)} ${canUndo(entry)}`;
      const before = known.get(entry.scanId);
      drawn.set(entry.scanId, before?.look === look ? before : { look, row: row(entry) });
    }
    arrange(rows, [...drawn.values()].map((one) => one.row));
  }

  /** @param {Entry} entry */
  const canUndo = (entry) => Entries.undoableUntil(entry) > clock.now() || (entry.state === "kept" && entry.kind === "qr" && !entry.undo);

  /** @param {Entry} entry */
  function row(entry) {
    const undo = element("button.quiet.danger", { type: "button", "aria-label": `${words("undo")} ${timeOfDay(entry.at)}`, onclick: () => onUndo(entry) }, words("undo"));
    return element(
      `tr.${entry.state}`,
      { "data-scan": entry.scanId, "data-state": entry.state, "data-code": entry.code },
      element("td.number", {}, timeOfDay(entry.at)),
      element("td.kind", {}, words(entry.kind === "qr" ? "kindQr" : "kindPaper")),
      element(
        "td",
        {},
        element(
          "div.outcome",
          {},
          element("span.icon", { "aria-hidden": "true" }, ICONS[entry.state]),
          element("div", {}, outcome(entry), entry.wasKept && entry.state !== "kept" && element("span.hint", {}, words("wasKept"))),
        ),
      ),
      element("td", {}, canUndo(entry) && undo),
    );
  }

  entries.addEventListener("change", fill);
  dialog.addEventListener("close", () => {
    entries.removeEventListener("change", fill);
    entries.markSeen();
    onClose();
  });
  await fill();
  openDialog(dialog);
}

/**
 * Asks, undoes, and says what came of it.
 * @param {object} options
 * @param {import("./scan.js").Scanning} options.scanning
 * @param {Entry} options.entry
 * @param {() => unknown} options.onDone
 */
export function askUndo({ scanning, entry, onDone }) {
  const error = element("p.field-error", { role: "alert" });
  const undo = async () => {
    const answer = await scanning.undo(entry.scanId);
    if (!answer.ok) {
      error.textContent = words(answer.status === 404 || answer.code === "visit-unknown" ? "undoFailed" : "undoNetwork");
      return;
    }
    dialog.close();
    announce(words(entry.state === "kept" ? "undoPlanned" : "undone"));
    onDone();
  };
  /** @type {HTMLDialogElement} */
  const dialog = element(
    "dialog.sheet",
    { "aria-labelledby": "undo-question" },
    element("h1", { id: "undo-question" }, words("undoQuestion", { time: timeOfDay(entry.at) })),
    error,
    element(
      "div.buttons",
      {},
      element("button.quiet", { type: "button", autofocus: true, onclick: () => dialog.close() }, words("undoNo")),
      element("button.primary.danger", { type: "button", onclick: undo }, words("undoYes")),
    ),
  );
  openDialog(dialog);
}
