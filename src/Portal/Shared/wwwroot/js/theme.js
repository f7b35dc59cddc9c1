// The first visit follows the system; from then on the cookie decides.
if (!/(^|; )kipass-theme=/.test(document.cookie)) {
  const theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.cookie = `kipass-theme=${theme}; path=/; max-age=31536000; samesite=lax`;
  if (theme === "dark" && document.cookie.includes("kipass-theme")) {
    location.reload();
  }
}
