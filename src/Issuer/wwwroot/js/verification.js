import { element, field, announce } from "./element.js";
import { words, complaint } from "./words.js";

/** "010-1234-5678" or "+82 10 1234 5678" → "+821012345678"; null when it is no Korean mobile number. */
export function mobileNumber(text) {
  const digits = text.replace(/[^\d+]/g, "").replace(/^(\+|00)82/, "0").replace(/^\+/, "");
  return /^01[016789]\d{7,8}$/.test(digits) ? `+82${digits.slice(1)}` : null;
}

/** "+821012345678" → "010-1234-5678". */
export function shownNumber(phone) {
  return phone.replace(/^\+82/, "0").replace(/^(\d{3})(\d{3,4})(\d{4})$/, "$1-$2-$3");
}

/** "19900315", "1990.3.15" → "1990-03-15"; null when there is no such day, or it lies ahead. */
export function realDate(text, now) {
  const numbers = text.trim();
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(numbers) ?? /^(\d{4})[-./ ]+(\d{1,2})[-./ ]+(\d{1,2})\.?$/.exec(numbers);
  if (!match) return null;
  const [year, month, day] = match.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && year >= 1900 && date.getTime() <= now ? date.toISOString().slice(0, 10) : null;
}

/** Whether someone born on that day is under 14 on the Korean date of `now`. */
export function isUnder14(birthDate, now) {
  const today = new Date(now + 9 * 3600000).toISOString().slice(0, 10);
  const fourteenth = `${Number(birthDate.slice(0, 4)) + 14}${birthDate.slice(4)}`;
  return today < fourteenth;
}

/**
 * The step at which a code that was sent to a phone is typed in.
 * @param onCode receives the code and answers the failed API answer, or null when all is well.
 */
export function codeStep({ api, title, phone, verificationId, onCode, onBack, onNewVerification }) {
  let verification = verificationId;
  const input = element("input.code", {
    type: "text",
    inputmode: "numeric",
    autocomplete: "one-time-code",
    maxlength: "6",
    required: true,
    pattern: "[0-9]{6}",
  });
  const entry = field(words("code"), input);
  const inbox = element("aside.inbox", { hidden: true, "aria-label": words("inboxTitle") });
  const confirm = element("button.primary", { type: "submit" }, words("confirm"));
  const again = element("button.quiet", { type: "button", onclick: sendAgain }, words("sendAgain"));

  async function showInbox() {
    const answer = await api.simulatedInbox();
    const latest = answer.ok ? latestCode(answer.body, phone, verification) : null;
    inbox.hidden = !latest;
    if (latest) inbox.replaceChildren(element("strong", {}, words("inboxTitle")), element("p", {}, words("inboxText")), element("output", {}, latest));
  }

  async function sendAgain() {
    again.disabled = true;
    const answer = await api.verify(phone);
    again.disabled = false;
    if (!answer.ok) return entry.complain(complaint(answer));
    verification = answer.body.verificationId;
    onNewVerification?.(verification);
    entry.complain(null);
    announce(words("sentAgain"));
    input.value = "";
    input.focus();
    await showInbox();
  }

  async function submit(event) {
    event.preventDefault();
    const code = input.value.replace(/\D/g, "");
    if (code.length !== 6) return entry.complain(words("codeWrong"));
    confirm.disabled = true;
    const failed = await onCode(code, verification);
    confirm.disabled = false;
    if (failed) entry.complain(complaint(failed));
  }

  showInbox();
  return element(
    "form.card",
    { onsubmit: submit, novalidate: true },
    element("h1", {}, title),
    element("p", {}, words("codeText", { phone: shownNumber(phone) })),
    inbox,
    entry,
    confirm,
    element("div.row", {}, again, onBack && element("button.quiet", { type: "button", onclick: onBack }, words("changeNumber"))),
  );
}

function latestCode({ messages }, phone, verification) {
  const mine = messages.find((message) => message.verificationId === verification) ?? messages.find((message) => message.phone === phone);
  return mine?.code ?? null;
}
