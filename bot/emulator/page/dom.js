// Building nodes. Text always becomes a text node: nothing here, or elsewhere on the page, parses HTML.

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "inert"]);

/** h("button", {class: "x", onclick: f, "aria-label": "…"}, "text", node, null, [more]) */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (PROPERTIES.has(name)) node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A button that never submits a form by accident. */
export function button(attributes, ...children) {
  return h("button", { type: "button", ...attributes }, ...children);
}

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  send: "M3.4 20.4 21.6 12 3.4 3.6 3.4 10.1 15 12 3.4 13.9Z",
  attach:
    "M16.5 6.5v10.2a4.2 4.2 0 0 1-8.4 0V5.6a2.7 2.7 0 0 1 5.4 0v10a1.2 1.2 0 0 1-2.4 0V6.5H9.5v9.1a2.8 2.8 0 0 0 5.6 0v-10a4.3 4.3 0 0 0-8.6 0v11.1a5.8 5.8 0 0 0 11.6 0V6.5Z",
  more: "M12 5.2a1.9 1.9 0 1 0 0 .02ZM12 12a1.9 1.9 0 1 0 0 .02ZM12 18.8a1.9 1.9 0 1 0 0 .02Z",
  close: "M18.3 7.1 16.9 5.7 12 10.6 7.1 5.7 5.7 7.1l4.9 4.9-4.9 4.9 1.4 1.4 4.9-4.9 4.9 4.9 1.4-1.4-4.9-4.9Z",
  back: "M20 11H7.8l5.6-5.6L12 4l-8 8 8 8 1.4-1.4L7.8 13H20Z",
  file: "M6 2h8l5 5v15H6ZM13 3.5V8h4.5Z",
  download: "M11 4h2v8l3-3 1.4 1.4L12 15.8l-5.4-5.4L8 9l3 3ZM5 18h14v2H5Z",
  photo: "M4 5h16v14H4ZM6 16.5h12l-3.8-5-3 3.7-2-2.4ZM8.5 10.3a1.4 1.4 0 1 0 0-.02Z",
  place: "M12 2a7 7 0 0 0-7 7c0 5.2 7 13 7 13s7-7.8 7-13a7 7 0 0 0-7-7Zm0 9.5A2.5 2.5 0 1 1 12 6.5a2.5 2.5 0 0 1 0 5Z",
  link: "M14 4h6v6h-2V7.4l-7.3 7.3-1.4-1.4L16.6 6H14ZM5 6h6v2H7v9h9v-4h2v6H5Z",
  copy: "M8 3h11v13h-2V5H8ZM5 7h10v14H5Z",
  menu: "M4 6h16v2H4ZM4 11h16v2H4ZM4 16h16v2H4Z",
  down: "M12 15.6 5.7 9.3l1.4-1.4 4.9 4.9 4.9-4.9 1.4 1.4Z",
  add: "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6Z",
  scan: "M4 4h6v2H6v4H4ZM14 4h6v6h-2V6h-4ZM4 14h2v4h4v2H4ZM18 14h2v6h-6v-2h4ZM8 8h8v8H8Z",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}

/** A round picture of a person: first letters on one of seven colours that depends on the id only. */
export function avatar(id, name, kind = "") {
  const letters = [...name.matchAll(/(?:^|\s)([\p{L}\p{N}])/gu)].slice(0, 2).map((match) => match[1].toUpperCase());
  const hue = Math.abs(Number(id) || 0) % 7;
  return h("span", { class: `avatar hue-${hue} ${kind}`, "aria-hidden": "true" }, letters.join("") || "?");
}

/** Makes `parent` hold exactly `nodes`, in order, moving as few as it can, so that focus and scrolling survive. */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let cursor = parent.firstChild;
  for (const node of nodes) {
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
}
