// What somebody typed and has not saved comes back when its page is loaded anew: after a long loss of the connection, after the portal was
// started again, after a look at another page. It stays in this tab, sealed with a key that the pages of the session bring along: with the
// session the key is gone, and a page without a key removes what is left.
const prefix = "kipass-draft:";
const key = document.querySelector("meta[name=kipass-drafts]")?.content;
const bar = document.getElementById("restored");

if (!key) {
  Object.keys(sessionStorage)
    .filter(name => name.startsWith(prefix))
    .forEach(name => sessionStorage.removeItem(name));
} else if (bar && globalThis.crypto?.subtle) {
  keep(await sealing(key));
}

function keep({ seal, open }) {
  let path = location.pathname;
  // By field: what it shows, or, while it waits in `pending` for its field to appear, what it showed before.
  let kept = new Map();
  let pending = new Set();
  let shown = new Set();
  let old = new Set();
  let opened = false;
  let begun = false;
  let restoring = false;
  // A button that takes fields away has saved or given up what they held; a choice that hides them has not.
  let last = "";
  let writing = Promise.resolve();

  function write() {
    const [where, what] = [prefix + path, JSON.stringify([...kept])];
    writing = writing.then(async () => sessionStorage.setItem(where, await seal(what))).catch(() => {});
  }

  async function turnTo(next) {
    [path, kept, pending, shown, old, opened, begun] = [next, new Map(), new Set(), new Set(), new Set(), false, false];
    bar.hidden = true;
    await writing;
    const before = await open(sessionStorage.getItem(prefix + next));
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
        writing = writing.then(() => sessionStorage.removeItem(left));
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
      if (field && takes(field, kept.get(name))) {
        pending.delete(name);
        restore(name, field, kept.get(name));
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

  function restore(name, field, value) {
    if (read(field) === value) {
      return;
    }
    restoring = true;
    if (field.type === "checkbox" || field.type === "radio") {
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
  document.addEventListener("click", ({ target }) => (last = target.closest("button") ? "button" : target.closest("a") ? "link" : last), true);
  // A connection that comes back may come back to a page that is built anew: its fields are compared again.
  document.getElementById("components-reconnect-modal")?.addEventListener("components-reconnect-state-changed", ({ detail }) => {
    if (detail.state !== "hide") {
      pending = new Set(kept.keys());
      old = new Set(kept.keys());
    }
  });
  bar.querySelector("[data-discard]").addEventListener("click", async () => {
    await writing;
    sessionStorage.removeItem(prefix + path);
    location.reload();
  });
  bar.querySelector("[data-fine]").addEventListener("click", () => (bar.hidden = true));
  new MutationObserver(settle).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-live", "disabled"] });
  turnTo(path);
}

function isField(element) {
  return (
    element.matches?.("main :is(input, select, textarea), [role=dialog] :is(input, select, textarea)") &&
    !element.matches("[type=password], [type=file], [type=hidden], [readonly], [autocomplete=one-time-code], [id^=mud], form[method=post] *")
  );
}

function fields() {
  const all = [...document.querySelectorAll("main :is(input, select, textarea), [role=dialog] :is(input, select, textarea)")];
  return new Map(all.filter(isField).map(field => [nameOf(field), field]));
}

// Its id, or the words that it stands under; in a dialog with the dialog's title.
function nameOf(field) {
  const words = [field.closest("fieldset")?.querySelector("legend"), field.closest("label")].map(element => element?.textContent.trim());
  const own = field.id || field.name || [...words, field.getAttribute("aria-label")].filter(Boolean).join(" / ");
  const title = field.closest("[role=dialog]")?.querySelector(".mud-dialog-title")?.textContent.trim();
  return [title, own, field.type === "radio" ? field.value : null].filter(Boolean).join(" / ");
}

function read(field) {
  return field.type === "checkbox" || field.type === "radio" ? (field.checked ? "on" : "") : field.value;
}

// A choice may have to wait for another one that brings its options.
function takes(field, value) {
  return !field.disabled && (field.localName !== "select" || [...field.options].some(option => option.value === value));
}

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
        const all = Uint8Array.from(atob(sealed), letter => letter.charCodeAt(0));
        const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: all.slice(0, 12) }, aes, all.slice(12));
        return new Map(JSON.parse(new TextDecoder().decode(text)));
      } catch {
        return new Map();
      }
    },
  };
}
