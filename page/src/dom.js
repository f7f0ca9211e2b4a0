// Elements from what they hold; text is only ever text.

const PROPERTIES = new Set(["checked", "disabled", "hidden", "open", "selected", "value"]);

export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (PROPERTIES.has(name)) node[name] = value;
    else if (value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return node;
}

let toast;

/** Say in passing what was done; a screen reader says it too. */
export function say(text) {
  clearTimeout(toast);
  const place = document.getElementById("toast");
  place.textContent = text;
  toast = setTimeout(() => (place.textContent = ""), 4000);
}
