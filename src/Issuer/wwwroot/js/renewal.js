import { element, openDialog } from "../shared/element.js";
import { codeStep } from "./code-step.js";
import { complaint } from "./complaint.js";
import { words } from "./more-words.js";
import { isUnder14 } from "./person-input.js";

/**
 * Whether the person may confirm themselves; for a child a guardian does.
 * @param {Person} person
 * @param {number} now
 */
export const canRenewAlone = (person, now) => !isUnder14(person.birthDate, now);

/**
 * The monthly renewal, over the page: the code on screen stays usable. The person is known, so the code of a message is all that is asked.
 * @param {object} options
 * @param {import("./api.js").Api} options.api
 * @param {Person} options.person
 * @param {(session: string) => void} options.onDone receives the new session token
 */
export async function openRenewal({ api, person, onDone }) {
  const place = element("div", { role: "status" }, words("loading"));
  const close = element("button.quiet", { type: "button", onclick: () => dialog.close() }, words("close"));
  /** @type {HTMLDialogElement} */
  const dialog = element("dialog.sheet", { "aria-label": words("renewTitle") }, element("p", {}, words("renewText")), place, close);
  openDialog(dialog);

  const sent = await api.verify(person.phone);
  if (!sent.ok) {
    place.replaceChildren(element("p.field-error", {}, complaint(sent)));
    return;
  }
  place.replaceChildren(
    codeStep({
      api,
      title: words("renewTitle"),
      phone: person.phone,
      verificationId: sent.body.verificationId,
      onCode: async (code, verificationId) => {
        const answer = await api.confirm(verificationId, { code, name: person.name, birthDate: person.birthDate, consent: true });
        if (!answer.ok) return answer;
        dialog.close();
        onDone(answer.body.sessionToken);
        return null;
      },
    }),
  );
  dialog.querySelector("input")?.focus();
}
