import { element } from "../shared/element.js";
import { complaint } from "./complaint.js";
import { consentPicture } from "./consent-picture.js";
import { words } from "./more-words.js";
import { language } from "./words.js";

/**
 * What is kept, by whom and for how long: shown before consent and again under "My data".
 * @param {string} issuerName
 * @param {import("./api.js").Api} api
 */
export function consentText(issuerName, api) {
  /**
   * @param {string} who
   * @param {string} what
   */
  const entry = (who, what) => [element("dt", {}, who), element("dd", {}, what)];
  const whole = element("p", {}, words("loading"));
  /** @param {Event & { target: HTMLDetailsElement }} event */
  const load = async ({ target }) => {
    if (!target.open) return;
    const answer = await api.consent();
    whole.textContent = answer.ok ? answer.body[language.current] : complaint(answer);
  };
  return element(
    "div.stack",
    {},
    consentPicture(),
    element(
      "dl.consent",
      {},
      entry(words("consentIssuer", { issuer: issuerName }), words("consentIssuerWhat")),
      entry(words("consentRegister"), words("consentRegisterWhat")),
      entry(words("consentAuthority"), words("consentAuthorityWhat")),
      entry(words("consentPhone"), words("consentPhoneWhat")),
    ),
    element("details", { ontoggle: load }, element("summary", {}, words("consentFull")), whole),
  );
}
