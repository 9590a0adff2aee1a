// What appears over the page: pictures, forms, small menus, and the bot's own alerts and toasts.

import { button, h, icon } from "./dom.js";
import { t } from "./words.js";

/** A modal window of the whole page; Escape and a click beside it close it. Returns the `<dialog>`. */
export function modal(label, kind, ...content) {
  const close = button({ class: "round dialog-close", "aria-label": t("close"), onclick: () => dialog.close() }, icon("close"));
  const dialog = h("dialog", { class: `modal ${kind}`, "aria-label": label }, h("div", { class: "modal-box" }, close, content));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function lookAtPicture(source, caption) {
  modal(caption || t("photo"), "lightbox", h("img", { src: source, alt: caption || t("photo") }), caption ? h("p", {}, caption) : null);
}

/** Asks for a point; `send(latitude, longitude)`. Starts at the last point sent from this page. */
export function askPlace(send) {
  const number = (name, value, limit) =>
    h("input", { name, type: "number", step: "any", required: true, min: -limit, max: limit, value: String(value) });
  const latitude = number("latitude", askPlace.last[0], 90);
  const longitude = number("longitude", askPlace.last[1], 180);
  const form = h(
    "form",
    { class: "stack" },
    h("h2", {}, t("location")),
    h("label", {}, t("latitude"), latitude),
    h("label", {}, t("longitude"), longitude),
    h("button", { class: "solid", type: "submit" }, t("send")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    askPlace.last = [latitude.valueAsNumber, longitude.valueAsNumber];
    dialog.close();
    send(...askPlace.last);
  });
  const dialog = modal(t("location"), "form", form);
}
askPlace.last = [56.0106, 92.8525];

/** A button that unfolds `items()` (`[icon, words, action]` each), as a menu that arrows and Escape work in. */
export function menu(attributes, face, items) {
  const trigger = button({ "aria-haspopup": "menu", "aria-expanded": "false", ...attributes }, face);
  const holder = h("div", { class: "menu-holder" }, trigger);
  let list = null;
  const close = (refocus) => {
    if (list === null) return;
    list.remove();
    list = null;
    trigger.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside);
    if (refocus) trigger.focus();
  };
  const outside = (event) => holder.contains(event.target) || close(false);
  const choose = (action) => {
    close(true);
    action();
  };
  const open = () => {
    const entries = items().map(([picture, words, action]) =>
      button({ role: "menuitem", onclick: () => choose(action) }, icon(picture), h("span", {}, words)),
    );
    list = h("div", { class: "menu", role: "menu" }, entries);
    holder.append(list);
    trigger.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", outside);
    entries[0]?.focus();
  };
  trigger.addEventListener("click", () => (list === null ? open() : close(true)));
  holder.addEventListener("keydown", (event) => {
    if (list === null) return;
    if (event.key === "Escape") close(true);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(list, event.key === "ArrowDown" ? 1 : -1);
    }
  });
  return holder;
}

/** Moves the focus among the buttons of `list`, round and round. */
export function step(list, by) {
  const entries = [...list.querySelectorAll("button")];
  const at = entries.indexOf(document.activeElement);
  entries.at((at + by + entries.length) % entries.length)?.focus();
}

/** A passing line over one phone; the bot's `answerCallbackQuery` text, or a refusal of the server. */
export function toast(phone, words) {
  const node = h("div", { class: "toast" }, words);
  phone.querySelector(".toasts").replaceChildren(node);
  setTimeout(() => node.remove(), 1500 + 60 * words.length);
}

/** `answerCallbackQuery` with `show_alert`: covers the phone, not the page, until it is read. */
export function alertOn(phone, words) {
  const before = document.activeElement;
  const screen = phone.querySelector(".screen");
  const close = () => {
    cover.remove();
    screen.inert = false;
    if (phone.contains(before)) before.focus();
  };
  const ok = button({ class: "solid", onclick: close }, "OK");
  const box = h("div", { class: "alert", role: "alertdialog", "aria-modal": "true", "aria-label": words }, h("p", {}, words), ok);
  const cover = h("div", { class: "cover", onkeydown: (event) => event.key === "Escape" && close() }, box);
  screen.inert = true;
  phone.append(cover);
  ok.focus();
}
