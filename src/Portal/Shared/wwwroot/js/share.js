// Passes a link on by the means of the device.

export function canShare() {
  return typeof navigator.share === "function";
}

/** @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} title
 * @param {string} url
 */
export async function share(title, url) {
  try {
    await navigator.share({ title, url });
  } catch {
    // The user closed the dialog.
  }
}
