// Message text with Bot API entities -> nodes. Offsets are UTF-16 units, which is what JavaScript strings count in.

import { button, h, icon } from "./dom.js";
import { t } from "./words.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SAFE = new Set(["http:", "https:", "mailto:", "tel:"]);

/** `actions`: say(text) for a tapped command, start(payload) for a deep link to the bot, copy(text) for code. */
export function richText(text, entities, actions) {
  const ordered = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return pieces(text, ordered, 0, text.length, actions);
}

function pieces(text, entities, from, to, actions) {
  const nodes = [];
  let at = from;
  let next = 0;
  while (next < entities.length) {
    const entity = entities[next];
    const begin = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    next += 1;
    if (end <= begin) continue;
    const inner = [];
    while (next < entities.length && entities[next].offset < end) inner.push(entities[next++]);
    if (begin > at) nodes.push(text.slice(at, begin));
    nodes.push(wrap(entity, text.slice(begin, end), pieces(text, inner, begin, end, actions), actions));
    at = end;
    // A block already begins a new line, so the line feed after it would leave an empty one.
    if (BLOCKS.has(entity.type) && text[at] === "\n" && at < to) at += 1;
    // What overlapped this entity and reaches beyond it goes on after it.
    const beyond = inner.filter((other) => other.offset + other.length > end);
    if (beyond.length) entities = [...beyond, ...entities.slice(next)];
    if (beyond.length) next = 0;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function wrap(entity, raw, inner, actions) {
  switch (entity.type) {
    case "bold":
    case "italic":
    case "underline":
    case "strikethrough":
      return h(TAGS[entity.type], {}, inner);
    case "code":
      return button({ class: "inline-code", title: t("copy"), onclick: () => actions.copy(raw) }, h("code", {}, inner));
    case "pre":
      return h("pre", { "data-language": entity.language }, h("code", {}, inner));
    case "blockquote":
      return h("blockquote", {}, inner);
    case "expandable_blockquote":
      return expandable(raw, inner);
    case "spoiler":
      return spoiler(inner);
    case "text_link":
      return link(entity.url, inner, actions);
    case "url":
      return link(/^[a-z][a-z0-9+.-]*:/i.test(raw) ? raw : `http://${raw}`, inner, actions);
    case "email":
      return link(`mailto:${raw}`, inner, actions);
    case "phone_number":
      return link(`tel:${raw.replace(/[^\d+]/g, "")}`, inner, actions);
    case "bot_command":
      return button({ class: "inline-link", onclick: () => actions.say(raw) }, inner);
    case "mention":
    case "text_mention":
    case "hashtag":
    case "cashtag":
      return h("span", { class: "mention" }, inner);
    default:
      return h("span", {}, inner);
  }
}

function spoiler(inner) {
  const node = button({ class: "spoiler", "aria-label": t("showSpoiler") }, h("span", {}, inner));
  node.addEventListener("click", () => {
    const shown = h("span", { class: "spoiler-shown", tabindex: "-1" }, [...node.firstChild.childNodes]);
    const focused = document.activeElement === node;
    node.replaceWith(shown);
    if (focused) shown.focus();
  });
  return node;
}

function expandable(raw, inner) {
  const quote = h("blockquote", {}, inner);
  // Telegram folds beyond three lines; a line on a phone holds about 38 letters.
  const lines = raw.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 38)), 0);
  if (lines <= 3) return quote;
  const toggle = button({ class: "fold", "aria-expanded": "false", "aria-label": t("expand") }, icon("down"));
  toggle.addEventListener("click", () => {
    const open = toggle.getAttribute("aria-expanded") !== "true";
    toggle.setAttribute("aria-expanded", String(open));
    toggle.setAttribute("aria-label", t(open ? "collapse" : "expand"));
    quote.classList.toggle("folded", !open);
  });
  quote.classList.add("folded");
  return h("div", { class: "quote-box" }, quote, toggle);
}

function link(url, inner, actions) {
  const payload = startPayload(url);
  if (payload !== null) {
    return button({ class: "inline-link", title: url, onclick: () => actions.start(payload) }, inner);
  }
  const href = safeUrl(url);
  if (href === null) return h("span", { class: "mention" }, inner);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer", title: href }, inner);
}

/** The address when it may be opened, or null: `javascript:` and its like are not followed. */
export function safeUrl(url) {
  try {
    const parsed = new URL(url);
    return SAFE.has(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

/** The payload of a link that opens a bot (`t.me/name?start=…`, `tg:resolve?…&start=…`), or null. */
export function startPayload(url) {
  try {
    const parsed = new URL(url);
    const opensBot = ["t.me", "telegram.me"].includes(parsed.hostname) || parsed.protocol === "tg:";
    return opensBot ? parsed.searchParams.get("start") : null;
  } catch {
    return null;
  }
}
