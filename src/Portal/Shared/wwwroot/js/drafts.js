// What somebody typed and has not saved is filled in again when its page is loaded again: after a long loss of the connection, after the
// portal was restarted, after a look at another page. It stays in this tab, encrypted with a key that the pages of the session carry. When the
// session ends the key is gone, and a page without a key removes what is left.

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} FormField */
/** @typedef {{ seal: (text: string) => Promise<string>, open: (sealed: string | null) => Promise<Map<string, string>> }} Sealing */

const prefix = "kipass-draft:";
const key = /** @type {HTMLMetaElement | null} */ (document.querySelector("meta[name=kipass-drafts]"))?.content;
const bar = document.getElementById("restored");
const store = tabStore();

if (store && !key) {
  Object.keys(store)
    .filter(name => name.startsWith(prefix))
    .forEach(name => store.removeItem(name));
} else if (store && key && bar && globalThis.crypto?.subtle) {
  sealing(key).then(how => keep(how, store, bar));
}

// A browser that blocks the site's data has none; then nothing is kept.
function tabStore() {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

/**
 * @param {Sealing} sealing
 * @param {Storage} store
 * @param {HTMLElement} bar
 */
function keep({ seal, open }, store, bar) {
  let path = location.pathname;
  // By field: what it shows, or, while it waits in `pending` for its field to appear, what it showed before.
  /** @type {Map<string, string>} */
  let kept = new Map();
  /** @type {Set<string>} */
  let pending = new Set();
  /** @type {Set<string>} */
  let shown = new Set();
  /** @type {Set<string>} */
  let old = new Set();
  let opened = false;
  let begun = false;
  let restoring = false;
  // A button that takes fields away has saved or given up what they held; a choice that hides them has not.
  let last = "";
  /** @type {Promise<void>} */
  let writing = Promise.resolve();

  function write() {
    const [where, what] = [prefix + path, JSON.stringify([...kept])];
    writing = writing.then(async () => store.setItem(where, await seal(what))).catch(() => {});
  }

  /** @param {string} next */
  async function turnTo(next) {
    [path, kept, pending, shown, old, opened, begun] = [next, new Map(), new Set(), new Set(), new Set(), false, false];
    bar.hidden = true;
    await writing;
    const before = await open(store.getItem(prefix + next));
    if (path === next) {
      // What was typed since the page began to load is newer.
      kept = new Map([...before, ...kept]);
      old = new Set(before.keys());
      opened = true;
      settle();
    }
  }

  function settle() {
    if (location.pathname !== path) {
      if (last === "button") {
        const left = prefix + path;
        writing = writing.then(() => store.removeItem(left));
      }
      last = "";
      turnTo(location.pathname);
      return;
    }
    if (!opened || !document.querySelector("main[data-live]")) {
      return;
    }
    if (!begun) {
      begun = true;
      pending = new Set(kept.keys());
    }
    const here = fields();
    for (const name of pending) {
      const field = here.get(name);
      if (field && takes(field, kept.get(name) ?? "")) {
        pending.delete(name);
        restore(name, field, kept.get(name) ?? "");
      }
    }
    let changed = false;
    for (const [name, value] of kept) {
      const field = here.get(name);
      if (pending.has(name)) {
        continue;
      }
      if (field && read(field) !== value) {
        kept.set(name, read(field));
        changed = true;
      } else if (!field && shown.has(name) && last === "button" && !document.querySelector("[data-failure]")) {
        kept.delete(name);
        changed = true;
      }
    }
    shown = new Set(here.keys());
    if (changed) {
      write();
    }
  }

  /**
   * @param {string} name
   * @param {FormField} field
   * @param {string} value
   */
  function restore(name, field, value) {
    if (read(field) === value) {
      return;
    }
    restoring = true;
    if (isChoice(field)) {
      field.checked = value === "on";
    } else {
      field.value = value;
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    restoring = false;
    if (old.has(name) && field.type !== "search") {
      bar.hidden = false;
    }
  }

  /** @param {Event} event */
  function note({ target }) {
    if (!restoring && isField(target)) {
      last = "field";
      kept.set(nameOf(target), read(target));
      pending.delete(nameOf(target));
      write();
    }
  }

  document.addEventListener("input", note, true);
  document.addEventListener("change", note, true);
  document.addEventListener("click", ({ target }) => {
    const element = target instanceof Element ? target : null;
    last = element?.closest("button") ? "button" : element?.closest("a") ? "link" : last;
  }, true);
  // After a reconnect the page may have been rendered again, so its fields are compared again.
  document.getElementById("components-reconnect-modal")?.addEventListener("components-reconnect-state-changed", event => {
    if (/** @type {CustomEvent<{ state: string }>} */ (event).detail.state !== "hide") {
      pending = new Set(kept.keys());
      old = new Set(kept.keys());
    }
  });
  bar.querySelector("[data-discard]")?.addEventListener("click", async () => {
    await writing;
    store.removeItem(prefix + path);
    location.reload();
  });
  bar.querySelector("[data-fine]")?.addEventListener("click", () => (bar.hidden = true));
  new MutationObserver(settle).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-live", "disabled"] });
  turnTo(path);
}

/**
 * Fields below data-no-draft show values that several people change. Filling in an old one would undo what somebody else did.
 * @param {EventTarget | null} element
 * @returns {element is FormField}
 */
function isField(element) {
  return (
    element instanceof Element &&
    element.matches("main :is(input, select, textarea), [role=dialog] :is(input, select, textarea)") &&
    !element.matches("[type=password], [type=file], [type=hidden], [readonly], [autocomplete=one-time-code], [id^=mud], form[method=post] *, [data-no-draft] *")
  );
}

function fields() {
  const all = [...document.querySelectorAll("main :is(input, select, textarea), [role=dialog] :is(input, select, textarea)")];
  return new Map(all.filter(isField).map(field => /** @type {const} */ ([nameOf(field), field])));
}

/**
 * Its id, or the words above it; in a dialog with the dialog's title.
 * @param {FormField} field
 */
function nameOf(field) {
  const words = [field.closest("fieldset")?.querySelector("legend"), field.closest("label")].map(element => element?.textContent?.trim());
  const own = field.id || field.name || [...words, field.getAttribute("aria-label")].filter(Boolean).join(" / ");
  const title = field.closest("[role=dialog]")?.querySelector(".mud-dialog-title")?.textContent?.trim();
  return [title, own, field.type === "radio" ? field.value : null].filter(Boolean).join(" / ");
}

/**
 * @param {FormField} field
 * @returns {field is HTMLInputElement}
 */
function isChoice(field) {
  return field.type === "checkbox" || field.type === "radio";
}

/** @param {FormField} field */
function read(field) {
  return isChoice(field) ? (field.checked ? "on" : "") : field.value;
}

/**
 * A choice may have to wait for another one that brings its options.
 * @param {FormField} field
 * @param {string} value
 */
function takes(field, value) {
  return !field.disabled && (!(field instanceof HTMLSelectElement) || [...field.options].some(option => option.value === value));
}

/**
 * @param {string} secret
 * @returns {Promise<Sealing>}
 */
async function sealing(secret) {
  const bytes = Uint8Array.from(atob(secret.replaceAll("-", "+").replaceAll("_", "/")), letter => letter.charCodeAt(0));
  const aes = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  return {
    async seal(text) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, aes, new TextEncoder().encode(text)));
      return btoa(String.fromCharCode(...iv, ...sealed));
    },
    // Nothing, another session's or a broken one: none.
    async open(sealed) {
      try {
        const all = Uint8Array.from(atob(sealed ?? ""), letter => letter.charCodeAt(0));
        const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: all.slice(0, 12) }, aes, all.slice(12));
        return new Map(JSON.parse(new TextDecoder().decode(text)));
      } catch {
        return new Map();
      }
    },
  };
}
