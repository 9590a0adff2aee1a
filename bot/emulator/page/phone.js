// One person's phone: their chat with the bot, kept as the server has it.

import * as api from "./api.js";
import { Composer } from "./composer.js";
import { arrange, avatar, button, h, icon } from "./dom.js";
import { alertOn, lookAtPicture, menu, toast } from "./dialogs.js";
import { messageNode } from "./message.js";
import { safeUrl, startPayload } from "./richtext.js";
import { address, dayKey, dayName, fullDay, lang, personName, t } from "./words.js";

const HELD = 25; // seconds the server may hold a request for news
const HELD_TYPING = 2; // the same while the bot is typing: that ends without news
const HURRIED = 700; // milliseconds between questions when the server is not asked to hold them
const AGAIN = 1500; // milliseconds before trying after a lost connection
const ANSWER = 15; // seconds a tapped button turns: Telegram gives a bot about as long to answer

const UNKNOWN = -1;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** `city`: now() emulated seconds, mayHold() whether a request may be held, refresh(), closed(phone), touched(phone). */
export class Phone {
  #city;
  #drawn = new Map(); // key of a message or a day -> {drawn: JSON, node}
  #revision = UNKNOWN;
  #typing = false;
  #stop = new AbortController();
  #blocked = false;
  #atEnd = true;

  constructor(person, city, { alone = false } = {}) {
    this.person = person;
    this.#city = city;
    this.name = personName(person);
    this.title = h("h2", { class: "bot-name" }, "Отклик");
    this.subtitle = h("p", { class: "bot-state" }, t("bot"));
    this.log = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": t("messagesOf", { name: this.name }), tabindex: 0 });
    this.log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.end = button({ class: "round to-end", "aria-label": t("toEnd"), hidden: true, onclick: () => this.#toEnd("smooth") }, icon("down"));
    this.offline = h("p", { class: "offline", role: "status", hidden: true }, t("offline"));
    this.foot = new Composer(person, {
      run: (action) => this.#run(action),
      say: (text) => this.#send(() => api.say(person.id, text)),
      startBot: () => this.scan(),
      unblock: () => this.#run(() => api.unblock(person.id)),
      complain: (words) => toast(this.node, words),
    });
    const screen = h("div", { class: "screen" }, this.#head(alone), this.offline, h("div", { class: "stage" }, this.log, this.end), this.foot.node);
    this.node = h(
      "section",
      { class: "phone", "aria-label": t("phone", { name: this.name }), "data-person": person.id },
      screen,
      h("div", { class: "toasts", role: "status" }),
    );
    this.node.addEventListener("focusin", () => city.touched(this));
    this.node.addEventListener("pointerdown", () => city.touched(this));
    this.#follow();
  }

  close() {
    this.#stop.abort();
    this.node.remove();
    this.#city.closed(this);
  }

  /** Opens the bot as a poster's link does; without a payload it is the START button. */
  scan(payload) {
    return this.#send(() => api.start(this.person.id, payload));
  }

  say(text) {
    return this.#send(() => api.say(this.person.id, text));
  }

  #head(alone) {
    const items = () => [
      this.#blocked
        ? ["scan", t("unblock"), () => this.#run(() => api.unblock(this.person.id))]
        : ["close", t("block"), () => this.#run(() => api.block(this.person.id))],
      ...(alone ? [] : [["link", t("alone"), () => window.open(address({ person: this.person.id }), "_blank", "noopener")]]),
      ...(alone ? [] : [["close", t("closeChat"), () => this.close()]]),
    ];
    return h(
      "header",
      { class: "head" },
      alone ? h("a", { class: "round", href: address({ person: null }), "aria-label": t("toCity") }, icon("back")) : null,
      avatar(4, "О", "bot"),
      h("div", { class: "head-words" }, this.title, this.subtitle),
      h("span", { class: "owner" }, avatar(this.person.id, this.name, "small"), h("span", { class: "owner-name" }, this.name)),
      menu({ class: "round", "aria-label": t("more") }, icon("more"), items),
    );
  }

  async #follow() {
    while (!this.#stop.signal.aborted) {
      try {
        const hold = this.#city.mayHold();
        const wait = hold && this.#revision !== UNKNOWN ? (this.#typing ? HELD_TYPING : HELD) : 0;
        const chat = await api.chat(this.person.id, this.#revision, wait, this.#stop.signal);
        this.offline.hidden = true;
        this.#showTyping(chat.typing);
        if (chat.revision !== this.#revision) this.#draw(chat);
        if (!hold) await pause(HURRIED);
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        if (!(error instanceof api.Trouble)) throw error;
        this.offline.hidden = false;
        this.#revision = UNKNOWN; // a server that was started anew counts from the beginning
        await pause(AGAIN);
      }
    }
  }

  #showTyping(typing) {
    this.#typing = typing;
    this.subtitle.textContent = t(typing ? "typing" : "bot");
    this.subtitle.classList.toggle("typing", typing);
  }

  #draw(chat) {
    const first = this.#revision === UNKNOWN;
    this.#revision = chat.revision;
    this.#blocked = Boolean(chat.person?.blocked);
    const bot = chat.messages.find((message) => message.from?.is_bot);
    if (bot) this.title.textContent = bot.from.first_name;
    this.node.classList.toggle("empty", chat.messages.length === 0);
    const follows = this.#atEnd || chat.messages.at(-1)?.mine;
    this.#arrange(chat.messages);
    this.foot.show({
      empty: chat.messages.length === 0,
      blocked: this.#blocked,
      commands: chat.commands ?? [],
      keyboard: replyRows(chat),
    });
    if (follows) this.#toEnd("instant");
    if (first) requestAnimationFrame(() => this.node.classList.add("ready"));
    this.#scrolled();
  }

  #arrange(messages) {
    const seen = new Map();
    const nodes = [];
    let day = null;
    messages.forEach((message, index) => {
      if (dayKey(message.date) !== day) {
        day = dayKey(message.date);
        nodes.push(this.#kept(seen, `day ${day}`, dayName(message.date, this.#city.now()), (words) =>
          h("p", { class: "day", title: fullDay(message.date) }, h("span", {}, words)),
        ));
      }
      const node = this.#kept(seen, message.message_id, message, () => messageNode(message, this.#actions()));
      const next = messages[index + 1];
      node.classList.toggle("last", !next || next.mine !== message.mine || dayKey(next.date) !== day);
      nodes.push(node);
    });
    this.#drawn = seen;
    if (messages.length === 0) {
      nodes.push(h("div", { class: "empty-note" }, h("p", {}, t("empty")), h("p", {}, t("emptyHint"))));
    }
    arrange(this.log, nodes);
  }

  /** The node drawn before for the same value, or a new one that takes over the focus of the one it replaces. */
  #kept(seen, key, value, build) {
    const drawn = JSON.stringify(value);
    const before = this.#drawn.get(key);
    if (before?.drawn === drawn) {
      seen.set(key, before);
      return before.node;
    }
    const node = build(value);
    if (before) {
      node.classList.add("redrawn");
      this.#handOverFocus(before.node, node);
    }
    seen.set(key, { drawn, node });
    return node;
  }

  #handOverFocus(before, after) {
    if (!before.contains(document.activeElement)) return;
    const place = [...before.querySelectorAll(".key")].indexOf(document.activeElement);
    before.replaceWith(after);
    const keys = [...after.querySelectorAll(".key:not(:disabled)")];
    (keys[place] ?? keys[0] ?? this.log).focus({ preventScroll: true });
  }

  #actions() {
    return {
      say: (text) => this.say(text),
      start: (payload) => this.scan(payload),
      copy: (text) => this.#copy(text),
      look: lookAtPicture,
      press: (message, spec, node) => this.#press(message, spec, node),
    };
  }

  #press(message, spec, node) {
    if (spec.callback_data !== undefined) return this.#tap(message, spec, node);
    if (spec.copy_text) return this.#copy(spec.copy_text.text);
    const payload = startPayload(spec.url ?? "");
    return payload === null ? toast(this.node, t("notHere")) : this.scan(payload);
  }

  async #tap(message, spec, node) {
    if (node.classList.contains("busy")) return;
    node.classList.add("busy");
    node.setAttribute("aria-busy", "true");
    await this.#run(async () => {
      const { answer } = await api.tap(this.person.id, message.message_id, spec.callback_data, ANSWER);
      if (answer === null) toast(this.node, t("noAnswer"));
      else this.#answered(answer);
    });
    node.classList.remove("busy");
    node.removeAttribute("aria-busy");
  }

  #answered({ text, show_alert: alert, url }) {
    if (text) (alert ? alertOn : toast)(this.node, text);
    if (!url) return;
    const payload = startPayload(url);
    if (payload !== null) this.scan(payload);
    else if (safeUrl(url)) window.open(safeUrl(url), "_blank", "noopener");
  }

  #copy(text) {
    // Without a secure address (another computer's name) the browser gives no clipboard.
    navigator.clipboard?.writeText(text).then(
      () => toast(this.node, t("copied")),
      () => toast(this.node, text),
    ) ?? toast(this.node, text);
  }

  #send(action) {
    this.#atEnd = true;
    return this.#run(action);
  }

  async #run(action) {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof api.Trouble)) throw error;
      toast(this.node, error instanceof api.Refused ? error.message : t("offline"));
    }
    this.#city.refresh();
  }

  #scrolled() {
    this.#atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 48;
    this.end.hidden = this.#atEnd;
  }

  #toEnd(behavior) {
    this.log.scrollTo({ top: this.log.scrollHeight, behavior });
    this.#atEnd = true;
  }
}

/** The rows of the reply keyboard, or null; one for one time is away as soon as the person has answered. */
function replyRows({ reply_keyboard: keyboard, messages }) {
  const used = keyboard?.one_time_keyboard && messages.at(-1)?.mine;
  return used ? null : (keyboard?.keyboard ?? null);
}
