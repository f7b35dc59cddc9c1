// What people see while the portal does not answer; when it answers again the page goes on where it was, or is loaded anew and filled in again
// with what was typed (drafts.js).
const dialog = document.getElementById("components-reconnect-modal");
const again = 5_000;

async function retry() {
  try {
    if (!(await Blazor.reconnect()) && !(await Blazor.resumeCircuit())) {
      location.reload();
      return;
    }
    dialog.close();
  } catch {
    setTimeout(retry, again);
  }
}

dialog.addEventListener("components-reconnect-state-changed", ({ detail }) => {
  if (detail.state === "hide") {
    dialog.close();
  } else if (detail.state === "rejected" || detail.state === "resume-failed") {
    location.reload();
  } else if (!dialog.open) {
    dialog.showModal();
  }
  if (detail.state === "failed") {
    setTimeout(retry, again);
  }
});
document.getElementById("components-reconnect-button").addEventListener("click", retry);
document.getElementById("components-resume-button").addEventListener("click", retry);
