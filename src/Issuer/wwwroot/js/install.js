import { element } from "../shared/element.js";
import { readText, writeText } from "../shared/storage.js";
import { words } from "./more-words.js";

const DECLINED = "kipass.install";

/**
 * Offers below the code to put the page on the home screen, until somebody has answered.
 * @param {Event | null | undefined} event the browser's own offer; null where the visitor has to do it by hand
 */
export function offerInstall(event) {
  document.querySelector(".install")?.remove();
  if (readText(DECLINED)) return;
  const close = () => {
    writeText(DECLINED, "1");
    offer.remove();
  };
  const add = async () => {
    close();
    await /** @type {{ prompt?: () => Promise<unknown> } | null | undefined} */ (event)?.prompt?.();
  };
  const offer = element(
    "aside.install",
    { "aria-label": words("install") },
    element("p", {}, words(event ? "installText" : "installIos")),
    element(
      "div.row",
      {},
      element("button.quiet", { type: "button", onclick: close }, words("installLater")),
      event && element("button.primary", { type: "button", onclick: add }, words("install")),
    ),
  );
  document.getElementById("view")?.after(offer);
}
