import { element } from "./element.js";
import { words, complaint } from "./words.js";
import { codeStep } from "./verification.js";

/**
 * The monthly renewal, over the page: the code on screen stays and goes on working. The person is known, so one code is all that is asked.
 * @param onDone receives the new session token.
 */
export async function openRenewal({ api, person, onDone }) {
  const dialog = element("dialog.sheet", { "aria-label": words("renewTitle") });
  const close = element("button.quiet", { type: "button", onclick: () => dialog.close() }, words("close"));
  const place = element("div", { role: "status" }, words("loading"));
  dialog.append(element("p", {}, words("renewText")), place, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();

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
