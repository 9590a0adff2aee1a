// One Bot API Message object -> one bubble.

import * as api from "./api.js";
import { h, icon } from "./dom.js";
import { inlineKeyboard } from "./keyboard.js";
import { richText } from "./richtext.js";
import { fileSize, t, time } from "./words.js";

// Types a browser shows without running anything that a stranger may have put into the file (SVG and HTML can).
const OPENED = /^(image\/(png|jpeg|gif|webp)|application\/pdf|text\/(plain|csv))$/;
const FEW_EMOJI = /^(?:\p{Extended_Pictographic}(?:\uFE0F|\u200D\p{Extended_Pictographic}|\p{Emoji_Modifier})*){1,3}$/u;

/** `actions`: say, start, copy, press(message, spec, node), look(photo node source, caption). */
export function messageNode(message, actions) {
  const body = content(message, actions);
  const meta = h(
    "span",
    { class: "meta" },
    message.edit_date ? h("span", { class: "edited" }, t("edited")) : null,
    h("time", { datetime: new Date(message.date * 1000).toISOString() }, time(message.date)),
  );
  const bare = body.kind === "emoji" ? " bare" : "";
  const bubble = h("div", { class: `bubble ${body.kind}${bare}` }, quoted(message), body.nodes, meta);
  const keyboard = inlineKeyboard(message.reply_markup, (spec, node) => actions.press(message, spec, node));
  return h(
    "div",
    {
      class: `message ${message.mine ? "mine" : "theirs"}${keyboard ? " with-keyboard" : ""}`,
      "data-message": message.message_id,
    },
    message.mine ? h("span", { class: "for-ears" }, `${t("you")}: `) : null,
    bubble,
    keyboard,
  );
}

function quoted(message) {
  const other = message.reply_to_message;
  if (!other) return null;
  return h("div", { class: "quoted" }, other.text ?? other.caption ?? t(other.photo ? "photo" : "message"));
}

function content(message, actions) {
  if (message.text !== undefined) return textual(message, actions);
  if (message.photo) return photo(message, actions);
  if (message.venue || message.location) return place(message);
  if (message.document) return { kind: "document", nodes: [file(message.document), caption(message, actions)] };
  if (message.sticker) return { kind: "emoji", nodes: [h("p", { class: "text" }, message.sticker.emoji ?? "▫️")] };
  if (message.contact) {
    const name = [message.contact.first_name, message.contact.last_name].filter(Boolean).join(" ");
    return { kind: "words", nodes: [h("p", { class: "text" }, name, "\n", message.contact.phone_number)] };
  }
  const words = t(message.pinned_message ? "pinned" : "other");
  return { kind: "words unknown", nodes: [h("p", { class: "text" }, words), caption(message, actions)] };
}

// A deep link sends its payload unseen: a person's own chat shows only the command.
const LINKED_START = /^\/start \S+$/;

function textual(message, actions) {
  if (message.mine && LINKED_START.test(message.text)) {
    return { kind: "words", nodes: [paragraph("/start", message.entities, actions)] };
  }
  if (FEW_EMOJI.test(message.text) && !message.entities) {
    return { kind: "emoji", nodes: [h("p", { class: "text" }, message.text)] };
  }
  return { kind: "words", nodes: [paragraph(message.text, message.entities, actions)] };
}

function paragraph(text, entities, actions) {
  // The empty piece at the end keeps the last line clear of the time in the corner.
  return h("div", { class: "text", dir: "auto" }, richText(text, entities, actions), h("span", { class: "room" }));
}

function caption(message, actions) {
  return message.caption ? paragraph(message.caption, message.caption_entities, actions) : null;
}

function photo(message, actions) {
  const sizes = [...message.photo].sort((a, b) => a.width - b.width);
  const size = sizes.find((one) => one.width >= 640) ?? sizes.at(-1);
  const source = api.fileAddress(size.file_id);
  const picture = h("img", {
    src: source,
    width: size.width,
    height: size.height,
    alt: message.caption ?? t("photo"),
    loading: "lazy",
  });
  const whole = api.fileAddress(sizes.at(-1).file_id);
  const frame = h(
    "button",
    { type: "button", class: "photo", "aria-label": message.caption ?? t("photo"), onclick: () => actions.look(whole, message.caption ?? "") },
    picture,
  );
  return { kind: message.caption ? "picture" : "picture alone", nodes: [frame, caption(message, actions)] };
}

function file(document) {
  const name = document.file_name ?? t("document");
  const source = api.fileAddress(document.file_id);
  const opens = OPENED.test(document.mime_type ?? "");
  const main = opens ? { target: "_blank", rel: "noopener" } : { download: name };
  return h(
    "div",
    { class: "file" },
    h(
      "a",
      { class: "file-open", href: source, ...main, "aria-label": `${t(opens ? "open" : "download")}: ${name}` },
      h("span", { class: "file-icon" }, icon("file")),
      h("span", { class: "file-words" }, h("span", { class: "file-name" }, name), h("span", { class: "file-size" }, fileSize(document.file_size))),
    ),
    opens
      ? h("a", { class: "round", href: source, download: name, "aria-label": `${t("download")}: ${name}` }, icon("download"))
      : null,
  );
}

function place(message) {
  const { latitude, longitude } = message.location ?? message.venue.location;
  const figures = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return {
    kind: "place",
    nodes: [
      h("div", { class: "map", role: "img", "aria-label": `${t("place")}: ${figures}` }, h("span", { class: "pin" }, icon("place"))),
      message.venue ? h("div", { class: "text" }, h("strong", {}, message.venue.title), "\n", message.venue.address) : null,
      h("div", { class: "text figures" }, figures, h("span", { class: "room" })),
    ],
  };
}
