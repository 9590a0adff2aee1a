// The foot of a chat: START, "blocked", or the input with its menus.

import * as api from "./api.js";
import { button, h, icon } from "./dom.js";
import { askPlace, menu, step } from "./dialogs.js";
import { replyKeyboard } from "./keyboard.js";
import { t } from "./words.js";

/** `run(action)` does an asynchronous action and shows its refusal; `say(text)`; `startBot()`; `unblock()`; `complain(words)`. */
export class Composer {
  #commands = [];
  #keyboard = "";

  constructor(person, { run, say, startBot, unblock, complain }) {
    this.person = person;
    this.run = run;
    this.say = say;
    this.complain = complain;
    this.input = h("textarea", {
      rows: 1,
      placeholder: t("message"),
      "aria-label": t("message"),
      enterkeyhint: "send",
      autocomplete: "off",
      maxlength: 4096,
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
    });
    this.suggestions = h("div", { class: "suggestions", role: "menu", "aria-label": t("commandsLabel"), hidden: true });
    this.suggestions.addEventListener("keydown", (event) => this.#keyInSuggestions(event));
    this.commandsButton = button(
      { class: "commands-button", "aria-label": t("commandsLabel"), "aria-expanded": "false", hidden: true, onclick: () => this.#toggleCommands() },
      icon("menu"),
      h("span", {}, t("commands")),
    );
    this.sendButton = h("button", { type: "submit", class: "round send", "aria-label": t("send"), disabled: true }, icon("send"));
    this.form = h("form", { class: "composer" }, this.commandsButton, this.#attach(), this.input, this.sendButton);
    this.form.addEventListener("submit", (event) => this.#submit(event));
    this.replies = h("div", { class: "replies", hidden: true });
    this.startBar = button({ class: "start-bar", hidden: true, onclick: startBot }, t("start"));
    this.blockedBar = h(
      "div",
      { class: "blocked-bar", hidden: true },
      h("span", {}, t("blockedNote")),
      button({ class: "plain", onclick: unblock }, t("restart")),
    );
    this.node = h("footer", { class: "foot" }, this.suggestions, this.form, this.replies, this.startBar, this.blockedBar);
  }

  /** Draws what is possible now. `keyboard`: rows of a reply keyboard, or null. */
  show({ empty, blocked, commands, keyboard }) {
    this.blockedBar.hidden = !blocked;
    this.startBar.hidden = blocked || !empty;
    this.form.hidden = blocked || empty;
    this.#commands = commands;
    this.commandsButton.hidden = commands.length === 0;
    const drawn = JSON.stringify(keyboard);
    if (drawn !== this.#keyboard) {
      this.#keyboard = drawn;
      this.replies.replaceChildren(...(keyboard ? [replyKeyboard(keyboard, (spec) => this.#reply(spec))] : []));
    }
    this.replies.hidden = keyboard === null || this.form.hidden;
  }

  #reply(spec) {
    if (spec.request_location) askPlace((...point) => this.run(() => api.place(this.person.id, ...point)));
    else if (spec.request_contact || spec.request_poll || spec.web_app) this.complain(t("notHere"));
    else this.say(spec.text);
  }

  #attach() {
    const pick = (accept, kind) => {
      const input = h("input", { type: "file", accept });
      input.addEventListener("change", () => input.files[0] && this.run(() => api.upload(this.person.id, input.files[0], kind)));
      input.click();
    };
    return menu({ class: "round attach", "aria-label": t("attach") }, icon("attach"), () => [
      ["photo", t("photo"), () => pick("image/*", "photo")],
      ["photo", t("sample"), () => this.run(async () => api.upload(this.person.id, await samplePicture(), "photo", "sample.jpg"))],
      ["file", t("document"), () => pick("", "document")],
      ["place", t("location"), () => askPlace((...point) => this.run(() => api.place(this.person.id, ...point)))],
    ]);
  }

  #submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.#typed();
    this.say(text);
    this.input.focus();
  }

  #typed() {
    this.input.style.setProperty("--lines", String(Math.min(6, this.input.value.split("\n").length)));
    this.sendButton.disabled = this.input.value.trim() === "";
    const begun = /^\/[a-z0-9_]*$/i.exec(this.input.value);
    this.#suggest(begun ? this.#commands.filter(({ command }) => `/${command}`.startsWith(begun[0].toLowerCase())) : []);
  }

  #key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.form.requestSubmit();
    } else if (event.key === "ArrowUp" && !this.suggestions.hidden) {
      event.preventDefault();
      this.suggestions.lastElementChild.focus();
    } else if (event.key === "Escape") this.#suggest([]);
  }

  #keyInSuggestions(event) {
    if (event.key === "Escape") {
      this.#suggest([]);
      this.input.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(this.suggestions, event.key === "ArrowDown" ? 1 : -1);
    }
  }

  #toggleCommands() {
    const open = this.suggestions.hidden;
    this.#suggest(open ? this.#commands : []);
    if (open) this.suggestions.firstElementChild?.focus();
  }

  #suggest(commands) {
    this.suggestions.hidden = commands.length === 0;
    this.commandsButton.setAttribute("aria-expanded", String(commands.length > 0));
    this.suggestions.replaceChildren(
      ...commands.map(({ command, description }) =>
        button(
          { role: "menuitem", onclick: () => this.#choose(command) },
          h("span", { class: "command" }, `/${command}`),
          h("span", { class: "description" }, description),
        ),
      ),
    );
  }

  #choose(command) {
    this.input.value = "";
    this.#typed();
    this.say(`/${command}`);
    this.input.focus();
  }
}

/** A drawn photograph for those who have none at hand: a road with a hole in it. */
async function samplePicture() {
  const canvas = h("canvas", { width: 960, height: 720 });
  const draw = canvas.getContext("2d");
  const fill = (colour, path) => {
    draw.fillStyle = colour;
    draw.beginPath();
    path();
    draw.fill();
  };
  const sky = draw.createLinearGradient(0, 0, 0, 330);
  sky.addColorStop(0, "#8fbfe6");
  sky.addColorStop(1, "#e8eef2");
  fill(sky, () => draw.rect(0, 0, 960, 330));
  for (const [x, y, width, colour] of [[40, 130, 190, "#b9a48f"], [260, 180, 150, "#c9b8a6"], [640, 110, 240, "#a8b3bd"]]) {
    fill(colour, () => draw.rect(x, y, width, 330 - y));
    for (let row = y + 20; row < 300; row += 44) {
      for (let at = x + 18; at < x + width - 24; at += 40) fill("#5e7385", () => draw.rect(at, row, 20, 26));
    }
  }
  fill("#7d8f63", () => draw.rect(0, 320, 960, 400));
  fill("#60646a", () => [[330, 350], [630, 350], [960, 720], [0, 720]].forEach(([x, y]) => draw.lineTo(x, y)));
  for (let y = 375, size = 10; y < 720; y += size * 2.6, size *= 1.5) fill("#f2f2ee", () => draw.rect(480 - size / 5, y, size / 2.5, size));
  fill("#3a3b3e", () => draw.ellipse(590, 585, 165, 58, -0.08, 0, 7));
  fill("#26272a", () => draw.ellipse(596, 594, 128, 38, -0.08, 0, 7));
  fill("#6d8ba1", () => draw.ellipse(610, 604, 76, 15, -0.05, 0, 7));
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.9));
}
