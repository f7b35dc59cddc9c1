import { announce, element, field } from "../shared/element.js";
import { tidy } from "../shared/input.js";
import { complaint } from "./complaint.js";
import { words } from "./more-words.js";
import { shownNumber } from "./person-input.js";

const DIGITS = 6;

/**
 * The form in which the code of a text message is typed in.
 * @param {object} options
 * @param {import("./api.js").Api} options.api
 * @param {string} options.title
 * @param {string} options.phone E.164
 * @param {string} options.verificationId
 * @param {(code: string, verificationId: string) => Promise<Answer | null>} options.onCode resolves with the answer of a refusal, else null
 * @param {() => void} [options.onBack]
 * @param {(verificationId: string) => void} [options.onNewVerification]
 */
export function codeStep({ api, title, phone, verificationId, onCode, onBack, onNewVerification }) {
  let verification = verificationId;
  /** @type {HTMLInputElement} */
  const input = element("input.code", { type: "text", inputmode: "numeric", autocomplete: "one-time-code", maxlength: "12", required: true, oninput: () => typed() });
  // One field, so that a phone can fill in the code of a message and a screen reader has one thing to name; drawn as a box for each digit.
  const boxes = Array.from({ length: DIGITS }, () => element("span.box"));
  const entry = field(words("code"), input);
  const drawn = element("div.boxes", {});
  input.replaceWith(drawn);
  drawn.append(element("div.box-row", { "aria-hidden": "true" }, boxes), input);
  const confirm = element("button.primary", { type: "submit" }, words("confirm"));
  /** @type {string | null} the code that was sent last without a press of the button */
  let tried = null;
  const inbox = element("aside.inbox", { hidden: true, "aria-label": words("inboxTitle") });

  async function showInbox() {
    const answer = await api.simulatedInbox();
    const latest = answer.ok && answer.body ? latestCode(answer.body.messages, phone, verification) : null;
    inbox.hidden = !latest;
    if (latest) inbox.replaceChildren(element("strong", {}, words("inboxTitle")), element("p", {}, words("inboxText")), element("output", {}, latest));
  }

  async function sendAgain() {
    const answer = await api.verify(phone);
    if (!answer.ok) return entry.complain(complaint(answer));
    verification = answer.body.verificationId;
    onNewVerification?.(verification);
    entry.complain(null);
    announce(words("sentAgain"));
    input.value = "";
    draw();
    input.focus();
    await showInbox();
  }

  const digits = () => tidy(input.value).replace(/\D/g, "");

  function draw() {
    const code = digits();
    boxes.forEach((box, index) => {
      box.textContent = code[index] ?? "";
      box.classList.toggle("next", index === Math.min(code.length, DIGITS - 1));
    });
  }

  function typed() {
    draw();
    const code = digits();
    if (code.length === DIGITS && code !== tried) confirm.click();
  }

  /** @param {Event} event */
  async function submit(event) {
    event.preventDefault();
    const code = digits();
    tried = code;
    if (code.length !== DIGITS) return entry.complain(words(code ? "codeShort" : "codeMissing"));
    const refusal = await onCode(code, verification);
    if (!refusal) return;
    entry.complain(complaint(refusal));
    // So that the next digits replace it.
    input.select();
  }

  draw();

  showInbox();
  return element(
    "form.card",
    { onsubmit: submit, novalidate: true },
    element("h1", {}, title),
    element("p", {}, words("codeText", { phone: shownNumber(phone) })),
    inbox,
    entry,
    confirm,
    element(
      "div.row",
      {},
      element("button.quiet", { type: "button", onclick: sendAgain }, words("sendAgain")),
      onBack && element("button.quiet", { type: "button", onclick: onBack }, words("changeNumber")),
    ),
  );
}

/**
 * @param {{ verificationId: string, phone: string, code: string }[]} messages
 * @param {string} phone
 * @param {string} verification
 */
function latestCode(messages, phone, verification) {
  const mine = messages.find((message) => message.verificationId === verification) ?? messages.find((message) => message.phone === phone);
  return mine?.code ?? null;
}
