// A passkey button asks the browser for a credential, puts it into its form and sends that.

/**
 * @param {HTMLButtonElement} button
 * @param {HTMLFormElement} form
 */
async function credential(button, form) {
  const token = /** @type {HTMLInputElement} */ (form.elements.namedItem("__RequestVerificationToken")).value;
  const headers = { RequestVerificationToken: token };
  const answer = await fetch(`/account/passkeys/${button.dataset.passkey}-options`, { method: "POST", headers });
  if (!answer.ok) {
    throw new Error(`${answer.status}`);
  }
  const options = await answer.json();
  return button.dataset.passkey === "creation"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("button[data-passkey]"))) {
  if (typeof globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON !== "function") {
    button.hidden = true;
    continue;
  }
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    const { form } = button;
    const problem = /** @type {HTMLElement | null | undefined} */ (form?.querySelector("[data-passkey-problem]"));
    if (!form || !problem || button.disabled) {
      return;
    }
    button.disabled = true;
    problem.hidden = true;
    try {
      const field = /** @type {HTMLInputElement} */ (form.elements.namedItem(button.dataset.field ?? ""));
      field.value = JSON.stringify(await credential(button, form));
      form.submit();
    } catch {
      problem.hidden = false;
      button.disabled = false;
    }
  });
  // The page may come back from the browser's history as it was left.
  addEventListener("pageshow", () => (button.disabled = false));
}
