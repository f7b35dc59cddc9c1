// A passkey button asks the browser for a credential, puts it into its form and sends that.
async function credential(button) {
  const token = button.form.querySelector("input[name=__RequestVerificationToken]").value;
  const header = { RequestVerificationToken: token };
  const answer = await fetch(`/account/passkeys/${button.dataset.passkey}-options`, { method: "POST", headers: header });
  if (!answer.ok) {
    throw new Error(`${answer.status}`);
  }
  const options = await answer.json();
  return button.dataset.passkey === "creation"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

for (const button of document.querySelectorAll("button[data-passkey]")) {
  if (typeof globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON !== "function") {
    button.hidden = true;
    continue;
  }
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    const problem = button.form.querySelector("[data-passkey-problem]");
    problem.hidden = true;
    try {
      button.form.elements.namedItem(button.dataset.field).value = JSON.stringify(await credential(button));
      button.form.submit();
    } catch {
      problem.hidden = false;
    }
  });
}
