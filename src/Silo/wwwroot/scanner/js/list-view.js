import { element, announce, arrange } from "./element.js";
import { Entries } from "./entries.js";
import { REFUSALS, timeOfDay, words } from "./words.js";

const ICONS = { sending: "…", kept: "↓", accepted: "✓", refused: "✕", undone: "↺" };

/** What an entry's outcome is called. */
export function outcome(entry) {
  if (entry.state === "refused") {
    const key = REFUSALS[entry.code];
    return `${words("stateRefused")}: ${key ? words(`${key}Title`) : entry.code}`;
  }
  if (entry.state === "kept" && entry.undo) return words("stateKeptUndo");
  return words({ sending: "stateSending", kept: "stateKept", accepted: "stateAccepted", undone: "stateUndone" }[entry.state]);
}

/** The day's entries of this device, without content; undoing for five minutes. */
export async function openList({ entries, clock, onUndo, onClose }) {
  const rows = element("tbody");
  const empty = element("p", {}, words("listEmpty"));
  const table = element("table", {}, rows);
  const dialog = element(
    "dialog.sheet.wide",
    { "aria-labelledby": "list-title" },
    element("header", {}, element("h1", { id: "list-title" }, words("listTitle")), element("button.quiet", { type: "button", onclick: () => dialog.close() }, words("close"))),
    element("p.hint", {}, words("listText")),
    element("div.scroll", { tabindex: "0", role: "group", "aria-labelledby": "list-title" }, table, empty),
  );

  // A delivery changes entry after entry: rows that stay as they are keep their button, and the list is drawn once for all that came meanwhile.
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

  const canUndo = (entry) => Entries.undoableUntil(entry) > clock.now() || (entry.state === "kept" && entry.kind === "qr" && !entry.undo);

  function row(entry) {
    return element(
      `tr.${entry.state}`,
      { "data-scan": entry.scanId, "data-state": entry.state, "data-code": entry.code ?? null },
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
      element(
        "td",
        {},
        canUndo(entry) && element("button.quiet.danger", { type: "button", "aria-label": `${words("undo")} ${timeOfDay(entry.at)}`, onclick: () => onUndo(entry) }, words("undo")),
      ),
    );
  }

  entries.addEventListener("change", fill);
  dialog.addEventListener("close", () => {
    entries.removeEventListener("change", fill);
    dialog.remove();
    entries.markSeen();
    onClose?.();
  });
  await fill();
  document.body.append(dialog);
  dialog.showModal();
}

/** Asks, undoes, says what came of it. */
export function askUndo({ scanning, entry, onDone }) {
  const time = timeOfDay(entry.at);
  const said = element("p.field-error", { role: "alert" });
  const yes = element("button.primary.danger", { type: "button" }, words("undoYes"));
  const dialog = element(
    "dialog.sheet",
    { "aria-labelledby": "undo-question" },
    element("h1", { id: "undo-question" }, words("undoQuestion", { time })),
    said,
    element("div.buttons", {}, element("button.quiet", { type: "button", autofocus: true, onclick: () => dialog.close() }, words("undoNo")), yes),
  );
  yes.addEventListener("click", async () => {
    yes.disabled = true;
    const wasKept = entry.state === "kept";
    const answer = await scanning.undo(entry.scanId);
    yes.disabled = false;
    if (!answer.ok) {
      said.textContent = words(answer.status === 404 || answer.code === "visit-unknown" ? "undoFailed" : "undoNetwork");
      return;
    }
    dialog.close();
    announce(words(wasKept ? "undoPlanned" : "undone"));
    onDone?.();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
