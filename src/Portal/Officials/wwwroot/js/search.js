// Ctrl+K (or ⌘K) opens the search. The button does the work, so that it also decides who may search.
document.addEventListener("keydown", (event) => {
  const button = document.getElementById("search-open");
  if (!button || event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) {
    return;
  }
  event.preventDefault();
  if (!document.querySelector("[role=dialog]")) {
    button.click();
  }
});
