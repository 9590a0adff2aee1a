// The two keyboards a bot can show: inline buttons under a message, and a person's own reply keyboard.

import { button, h, icon } from "./dom.js";
import { safeUrl, startPayload } from "./richtext.js";

const STYLES = new Set(["primary", "success", "danger"]);

function look(spec) {
  return STYLES.has(spec.style) ? ` ${spec.style}` : "";
}

/** `press(spec, node)` is called for every button that does something and is not a plain link. */
export function inlineKeyboard(markup, press) {
  const rows = (markup?.inline_keyboard ?? []).filter((row) => row.length);
  if (!rows.length) return null;
  return h(
    "div",
    { class: "keyboard" },
    rows.map((row) => h("div", { class: "keys" }, row.map((spec) => inlineButton(spec, press)))),
  );
}

function inlineButton(spec, press) {
  const classes = `key${look(spec)}`;
  const label = h("span", { class: "key-text" }, spec.text);
  const href = spec.url === undefined ? null : safeUrl(spec.url);
  if (href !== null && startPayload(spec.url) === null) {
    const attributes = { class: classes, href, target: "_blank", rel: "noopener noreferrer", title: href };
    return h("a", attributes, label, h("span", { class: "mark" }, icon("link")));
  }
  const disabled = spec.disabled !== undefined && spec.disabled !== false;
  const node = button({ class: classes, title: spec.text, disabled }, label);
  if (spec.copy_text) node.append(h("span", { class: "mark" }, icon("copy")));
  node.addEventListener("click", () => press(spec, node));
  return node;
}

/** The keyboard in place of a person's own letters; `press(spec)`. */
export function replyKeyboard(rows, press) {
  return h(
    "div",
    { class: "reply-keyboard" },
    rows.map((row) =>
      h(
        "div",
        { class: "keys" },
        row.map((key) => {
          const spec = typeof key === "string" ? { text: key } : key;
          return button({ class: `key${look(spec)}`, onclick: () => press(spec) }, h("span", { class: "key-text" }, spec.text));
        }),
      ),
    ),
  );
}
