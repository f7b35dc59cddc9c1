// The whole of our "framework": elements from a selector-like name, attributes and children. The issuer's page has a
// copy of its own: issuer and register are two trust domains, and neither serves or builds a file of the other's.

/** element("button.primary", { type: "button", onclick }, "Text", child…); null and false children and attributes are left out. */
export function element(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const made = document.createElement(tag || "div");
  if (classes.length > 0) made.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** Makes `nodes` the children of `parent` without touching those that stay: what leaves the page between a finger's down and up loses its tap. */
export function arrange(parent, nodes) {
  const staying = new Set(nodes);
  for (const child of [...parent.children]) if (!staying.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
}

/** A labelled form field; hint and error are tied to the input for screen readers. */
export function field(label, input, hint) {
  const id = input.id || (input.id = `field-${Math.random().toString(36).slice(2, 9)}`);
  const error = element("p.field-error", { id: `${id}-error`, role: "alert" });
  const parts = [element("label", { for: id }, label), input];
  const described = [`${id}-error`];
  if (hint) {
    parts.push(element("p.hint", { id: `${id}-hint` }, hint));
    described.push(`${id}-hint`);
  }
  input.setAttribute("aria-describedby", described.join(" "));
  const made = element("div.field", {}, ...parts, error);
  made.say = (text) => {
    error.textContent = text ?? "";
    if (text) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  };
  made.complain = (text) => {
    made.say(text);
    if (text) input.focus();
  };
  return made;
}

/** Says something to screen readers without showing it. */
export function announce(text) {
  document.getElementById("announcer").textContent = text;
}
