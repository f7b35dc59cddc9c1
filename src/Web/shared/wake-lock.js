// Keeps the screen on, where the browser can do so.

/** @type {WakeLockSentinel | null} */
let lock = null;
let isWanted = false;
let isAsking = false;

async function ask() {
  if (!isWanted || document.hidden || lock || isAsking || !navigator.wakeLock) return;
  isAsking = true;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => (lock = null));
    if (!isWanted) await lock.release();
  } catch {
    // Battery saver: the screen sleeps as usual.
  } finally {
    isAsking = false;
  }
}

document.addEventListener("visibilitychange", ask);

export function keepScreenOn() {
  isWanted = true;
  ask();
}

export function letScreenSleep() {
  isWanted = false;
  lock?.release().catch(() => {});
}
