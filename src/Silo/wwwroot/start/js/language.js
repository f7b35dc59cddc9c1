// The page's language: chosen, or the browser's. Runs before the page is drawn, so that it never shows the other language first.
(function () {
  const KEY = "kipass.start.language";
  let chosen = null;
  try {
    chosen = localStorage.getItem(KEY);
  } catch {
    // A browser that keeps nothing asks each time.
  }
  const own = navigator.language && !navigator.language.startsWith("ko") ? "en" : "ko";
  show(chosen === "ko" || chosen === "en" ? chosen : own);
  document.addEventListener("DOMContentLoaded", () => {
    show(document.documentElement.lang);
    document.getElementById("language")?.addEventListener("click", () => {
      const other = document.documentElement.lang === "ko" ? "en" : "ko";
      show(other);
      try {
        localStorage.setItem(KEY, other);
      } catch {
        // See above.
      }
    });
  });

  /** @param {string} language */
  function show(language) {
    document.documentElement.lang = language;
    // The portals open in the same language.
    document.querySelectorAll("[data-language]").forEach((field) => field.setAttribute("value", language));
  }
})();
