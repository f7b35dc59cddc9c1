// Keeps the screen on while people are scanned.

let lock = null;
let wanted = false;

async function ask() {
  if (!wanted || document.hidden || lock) return;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => (lock = null));
  } catch {
    lock = null;
  }
}

document.addEventListener("visibilitychange", ask);

export function stayAwake() {
  wanted = true;
  ask();
}

export function maySleep() {
  wanted = false;
  lock?.release().catch(() => {});
}
