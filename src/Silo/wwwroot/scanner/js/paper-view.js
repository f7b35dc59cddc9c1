import { element, field } from "./element.js";
import { fits, grouped, seal, thumbprint } from "./paper.js";
import { settings } from "./settings.js";
import { words } from "./words.js";

const OLDEST_MS = 24 * 3600000;
const KOREA_MS = 9 * 3600000;
const PHONE = /^\+?[\d\s-]{8,20}$/;
const SAFE_NUMBER = /^\d{2}[가-힣]\d{2}[가-힣]$/;

/** "2020-06-12T19:42" on the Korean clock, for a datetime-local input. */
const koreanInput = (time) => new Date(time + KOREA_MS).toISOString().slice(0, 16);
const fromKoreanInput = (text) => Date.parse(`${text}:00Z`) - KOREA_MS;

/** Writing down a visitor without a phone; first, if need be, checking whose key it is encrypted to. */
export async function openPaper({ scanning, clock }) {
  const dialog = element("dialog.sheet", { "aria-labelledby": "paper-title" });
  const place = element("div.stack");
  dialog.append(
    element("header", {}, element("h1", { id: "paper-title" }, words("paperTitle")), element("button.quiet", { type: "button", onclick: () => dialog.close() }, words("close"))),
    place,
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();

  const key = settings.authorityKey;
  if (!crypto.subtle) return place.replaceChildren(element("p.warning", {}, words("paperInsecure")));
  if (!key) return place.replaceChildren(element("p.warning", {}, words("paperNoKey")));
  const print = await thumbprint(key);
  const write = () => place.replaceChildren(form({ scanning, clock, key, dialog }));
  if (print === settings.device.authority) write();
  else place.replaceChildren(check(print, write));
}

function check(print, onSame) {
  const differs = element("p.warning", { hidden: true, role: "alert" }, words("checkDiffers"));
  const same = () => {
    settings.setDevice({ authority: print });
    onSame();
  };
  return element(
    "div.stack",
    {},
    element("h2", {}, words("checkTitle")),
    element("p", {}, words(settings.device.authority ? "checkChanged" : "checkNew")),
    element("p", {}, words("checkText")),
    element("output.print", {}, grouped(print)),
    differs,
    element(
      "div.buttons",
      {},
      element("button.quiet", { type: "button", onclick: () => (differs.hidden = false) }, words("checkNo")),
      element("button.primary", { type: "button", onclick: same }, words("checkYes")),
    ),
  );
}

function form({ scanning, clock, key, dialog }) {
  const name = element("input", { type: "text", autocomplete: "off", maxlength: "60", required: true });
  const phone = element("input", { type: "text", inputmode: "tel", autocomplete: "off", maxlength: "20", required: true });
  const now = clock.now();
  const when = element("input", { type: "datetime-local", value: koreanInput(now), min: koreanInput(now - OLDEST_MS), max: koreanInput(now) });
  const earlier = element("input", { type: "checkbox" });
  const fields = {
    name: field(words("paperName"), name),
    phone: field(words("paperPhone"), phone, words("paperPhoneHint")),
    when: field(words("paperWhen"), when, words("paperWhenHint")),
  };
  fields.when.hidden = true;
  earlier.addEventListener("change", () => (fields.when.hidden = !earlier.checked));
  const save = element("button.primary", { type: "submit" }, words("paperSave"));
  const said = element("p.said", { role: "status" });

  async function submit(event) {
    event.preventDefault();
    said.textContent = "";
    const at = earlier.checked ? fromKoreanInput(when.value) : Math.floor(clock.now() / 1000) * 1000;
    const person = { name: name.value.trim(), phone: phone.value.trim() };
    const reads = person.phone.replaceAll(" ", "");
    fields.when.complain(at >= clock.now() - OLDEST_MS && at <= clock.now() ? null : words("paperWhenWrong"));
    fields.phone.complain(PHONE.test(person.phone) || SAFE_NUMBER.test(reads) ? null : words("paperPhoneWrong"));
    fields.name.complain(person.name ? null : words("paperNameWrong"));
    if (event.target.querySelector("[aria-invalid]")) return;
    const { deviceId, facility } = settings.device;
    const enteredAt = new Date(at).toISOString().replace(".000Z", "Z");
    const visit = { ...person, facility: facility.id, device: deviceId, scanId: crypto.randomUUID(), enteredAt };
    if (!fits(visit)) return fields.name.complain(words("paperTooLong"));
    save.disabled = true;
    const sealed = await seal(visit, key);
    const verdict = await scanning.paper({ scanId: visit.scanId, sealed, enteredAt });
    save.disabled = false;
    said.dataset.kind = verdict.kind;
    const keys = { accepted: "paperSent", kept: "paperKept", lost: "paperLost" };
    said.textContent = words(keys[verdict.kind] ?? "paperRefused", { code: verdict.code });
    if (verdict.kind === "revoked") return dialog.close();
    if (keys[verdict.kind] && verdict.kind !== "lost") {
      // What was written is gone from the screen as well.
      name.value = phone.value = "";
      name.focus();
    }
  }

  return element(
    "form.stack",
    { novalidate: true, onsubmit: submit },
    element("p", {}, words("paperText")),
    fields.name,
    fields.phone,
    element("label.check", {}, earlier, element("span", {}, words("paperEarlier"))),
    fields.when,
    save,
    said,
  );
}
