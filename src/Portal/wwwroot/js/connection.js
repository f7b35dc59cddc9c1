// What people see while the portal does not answer; when it answers again the page goes on where it was.
const dialog = document.getElementById("components-reconnect-modal");

async function retry() {
  try {
    if (!(await Blazor.reconnect()) && !(await Blazor.resumeCircuit())) {
      location.reload();
      return;
    }
    dialog.close();
  } catch {
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && retry(), { once: true });
  }
}

dialog.addEventListener("components-reconnect-state-changed", ({ detail }) => {
  if (detail.state === "show" && !dialog.open) {
    dialog.showModal();
  } else if (detail.state === "hide") {
    dialog.close();
  } else if (detail.state === "rejected") {
    location.reload();
  }
});
document.getElementById("components-reconnect-button").addEventListener("click", retry);
document.getElementById("components-resume-button").addEventListener("click", retry);
