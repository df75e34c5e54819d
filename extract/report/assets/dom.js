// Elements made by hand: what comes from papers is only ever the text of a node or the value of an attribute.

const SVG = "http://www.w3.org/2000/svg";

/** Make an element: `h("button.small", {type: "button", onclick: f}, "Go")`. Null children and attributes are left out. */
export function h(name, attributes, ...children) {
  const [tag, ...classes] = name.split(".");
  return fill(document.createElement(tag), classes, attributes, children);
}

/** Make an SVG element in the same way. */
export function svg(name, attributes, ...children) {
  const [tag, ...classes] = name.split(".");
  return fill(document.createElementNS(SVG, tag), classes, attributes, children);
}

/** Put children in place of those an element has. */
export function replace(element, ...children) {
  element.replaceChildren(...flat(children));
  return element;
}

/** A link to an address outside, only where it is one of the web. */
export function outside(address, text) {
  if (!/^https:\/\/[^\s]+$/.test(address)) return document.createTextNode(text);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text);
}

/** Hand the user a file. */
export function save(name, content, type) {
  const link = h("a", { href: URL.createObjectURL(new Blob([content], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function fill(element, classes, attributes, children) {
  if (classes.length) element.setAttribute("class", classes.join(" "));
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "style") for (const [rule, set] of Object.entries(value)) element.style.setProperty(rule, set);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...flat(children));
  return element;
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}
