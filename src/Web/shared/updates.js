// The service worker, and new versions of an app that stays open for weeks.

const ASK_EVERY_MS = 3600000;
const LOOK_EVERY_MS = 5000;

/**
 * Keeps the app on the device and loads a new version of it as soon as nobody is busy with the page.
 * @param {() => boolean} isIdle whether the page may be reloaded now
 * @param {() => void} [onNew] called once when a new version is ready
 */
export function keepUpToDate(isIdle, onNew) {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  // The first worker of this device brings nothing new.
  let hasWorker = workers.controller !== null;
  let isNew = false;
  workers.addEventListener("controllerchange", () => {
    if (hasWorker && !isNew) {
      isNew = true;
      setInterval(() => isIdle() && location.reload(), LOOK_EVERY_MS);
      onNew?.();
    }
    hasWorker = true;
  });
  workers
    .register("sw.js")
    .then((registration) => {
      const ask = () => registration.update().catch(() => {});
      setInterval(ask, ASK_EVERY_MS);
      // A page that is looked at again after a long time.
      document.addEventListener("visibilitychange", () => !document.hidden && ask());
    })
    .catch(() => {
      // Without storage or a secure connection there is no offline copy; the app works without one.
    });
}
