// What people see while the portal does not answer. When it answers again the page continues where it was, or is loaded again and filled in
// with what was typed (drafts.js).
const RETRY_MS = 5_000;
const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("components-reconnect-modal"));
let isRetrying = false;

async function retry() {
  if (isRetrying) {
    return;
  }
  isRetrying = true;
  try {
    if (!(await Blazor.reconnect()) && !(await Blazor.resumeCircuit())) {
      location.reload();
      return;
    }
    dialog.close();
  } catch {
    setTimeout(retry, RETRY_MS);
  } finally {
    isRetrying = false;
  }
}

dialog.addEventListener("components-reconnect-state-changed", (event) => {
  const { state } = /** @type {CustomEvent<{ state: string }>} */ (event).detail;
  if (state === "hide") {
    dialog.close();
  } else if (state === "rejected" || state === "resume-failed") {
    location.reload();
  } else if (!dialog.open) {
    dialog.showModal();
  }
  if (state === "failed") {
    setTimeout(retry, RETRY_MS);
  }
});
document.getElementById("components-reconnect-button")?.addEventListener("click", retry);
document.getElementById("components-resume-button")?.addEventListener("click", retry);
