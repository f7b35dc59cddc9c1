import { element, field, openDialog } from "../shared/element.js";
import { fromKoreanMinute, koreanMinute } from "../shared/input.js";
import { checkWords, showCheckWords } from "./check-words.js";
import { contactNumber } from "./contact-number.js";
import { deviceKey } from "./device-key.js";
import { judgeKey } from "./key-chain.js";
import { fits, seal } from "./paper.js";
import { randomId } from "./random-id.js";
import { STORAGE_MISSING } from "./scan.js";
import { settings } from "./settings.js";
import { words } from "./words.js";

const OLDEST_MS = 24 * 3600000;

/**
 * Writing down a visitor without a phone; first, if need be, checking whose key it is encrypted to.
 * @param {object} options
 * @param {import("./scan.js").Scanning} options.scanning
 * @param {import("./register-clock.js").RegisterClock} options.clock
 */
export async function openPaper({ scanning, clock }) {
  const place = element("div.stack");
  /** @type {HTMLDialogElement} */
  const dialog = element(
    "dialog.sheet",
    { "aria-labelledby": "paper-title" },
    element("header", {}, element("h1", { id: "paper-title" }, words("paperTitle")), element("button.quiet", { type: "button", onclick: () => dialog.close() }, words("close"))),
    place,
  );
  openDialog(dialog);

  const key = settings.authorityKey;
  if (!globalThis.crypto?.subtle) {
    return place.replaceChildren(element("p.warning", {}, words(isSecureContext ? "paperUnsupported" : "paperInsecure")));
  }
  if (!key) return place.replaceChildren(element("p.warning", {}, words("paperNoKey")));
  const { device } = settings;
  if (!device) return dialog.close();
  const verdict = await judgeKey(device, { key, statements: settings.keyStatements, signingKey: settings.signingKey });
  const write = () => place.replaceChildren(form({ scanning, clock, key, dialog }));
  if (verdict.state === "trusted") write();
  else if (verdict.state === "broken") place.replaceChildren(stopped(verdict.print));
  else place.replaceChildren(check(verdict, write));
}

/**
 * The register serves a key that the authority has not announced: nothing is encrypted to it.
 * @param {string} print
 */
const stopped = (print) =>
  element(
    "div.stack",
    { role: "alert" },
    element("h2", {}, words("keyBrokenTitle")),
    element("p.warning", {}, words("keyBrokenText")),
    element("p.hint", {}, words("checkValue")),
    showCheckWords(print),
  );

/**
 * @param {import("./key-chain.js").KeyVerdict} verdict
 * @param {() => void} onSame
 */
function check({ print, confirmed }, onSame) {
  const differs = element("p.warning", { hidden: true, role: "alert" }, words("checkDiffers"));
  const same = () => {
    settings.setDevice(confirmed);
    onSame();
  };
  const yes = element("button.primary", { type: "button", disabled: true, onclick: same }, words("checkYes"));
  // Nobody can have compared what is not shown yet.
  checkWords(print).then(() => (yes.disabled = false));
  return element(
    "div.stack",
    {},
    element("h2", {}, words("checkTitle")),
    element("p", {}, words(settings.device?.authority ? "checkChanged" : "checkNew")),
    element("p", {}, words("checkText")),
    showCheckWords(print),
    differs,
    element(
      "div.buttons",
      {},
      element("button.quiet", { type: "button", onclick: () => (differs.hidden = false) }, words("checkNo")),
      yes,
    ),
  );
}

/**
 * @param {object} options
 * @param {import("./scan.js").Scanning} options.scanning
 * @param {import("./register-clock.js").RegisterClock} options.clock
 * @param {Jwk} options.key
 * @param {HTMLDialogElement} options.dialog
 */
function form({ scanning, clock, key, dialog }) {
  const now = clock.now();
  const limits = { min: koreanMinute(now - OLDEST_MS), max: koreanMinute(now) };
  const name = field(words("paperName"), element("input", { type: "text", autocomplete: "off", maxlength: "60", required: true }));
  const phone = field(words("paperPhone"), element("input", { type: "text", inputmode: "tel", autocomplete: "off", maxlength: "24", required: true }), words("paperPhoneHint"));
  const when = field(words("paperWhen"), element("input", { type: "datetime-local", value: limits.max, ...limits }), words("paperWhenHint"));
  when.hidden = true;
  /** @type {HTMLInputElement} */
  const earlier = element("input", { type: "checkbox", onchange: () => (when.hidden = !earlier.checked) });
  const said = element("p.said", { role: "status" });

  /** @param {Event} event */
  async function submit(event) {
    event.preventDefault();
    said.textContent = "";
    const at = earlier.checked ? fromKoreanMinute(when.input.value) : Math.floor(clock.now() / 1000) * 1000;
    const person = { name: name.input.value.trim(), phone: contactNumber(phone.input.value) };
    when.complain(at >= clock.now() - OLDEST_MS && at <= clock.now() ? null : words("paperWhenWrong"));
    phone.complain(person.phone ? null : words("paperPhoneWrong"));
    name.complain(person.name ? null : words("paperNameWrong"));
    const { device } = settings;
    if (!person.phone || !device || [name, phone, when].some((one) => one.input.hasAttribute("aria-invalid"))) return;
    const enteredAt = new Date(at).toISOString().replace(".000Z", "Z");
    const scanId = randomId();
    const visit = { name: person.name, phone: person.phone, facility: device.facility.id, device: device.deviceId, scanId, enteredAt };
    if (!fits(visit)) return name.complain(words("paperTooLong"));
    const verdict = await scanning.paper({ scanId, sealed: await seal(visit, key, await deviceKey(device.deviceId)), enteredAt });
    if (verdict.kind === "revoked") return dialog.close();
    tell(verdict);
  }

  /** @param {Verdict} verdict */
  function tell({ kind, code }) {
    said.dataset.kind = kind;
    if (kind === "lost") said.textContent = words(code === STORAGE_MISSING ? "paperLostNoStorage" : "paperLost");
    else if (kind === "accepted" || kind === "kept") {
      said.textContent = words(kind === "kept" ? "paperKept" : "paperSent");
      // What was written is gone from the screen as well.
      name.input.value = phone.input.value = "";
      name.input.focus();
    } else said.textContent = words("paperRefused", { code });
  }

  return element(
    "form.stack",
    { novalidate: true, onsubmit: submit },
    element("p", {}, words("paperText")),
    name,
    phone,
    element("label.check", {}, earlier, element("span", {}, words("paperEarlier"))),
    when,
    element("button.primary", { type: "submit" }, words("paperSave")),
    said,
  );
}
