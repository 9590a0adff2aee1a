// The page: a city on one side, the phones of its people on the other.

import { Trouble } from "./api.js";
import { City } from "./city.js";
import { arrange, avatar, button, h } from "./dom.js";
import { Phone } from "./phone.js";
import { lang, query, t } from "./words.js";

const NEWS = 5000; // milliseconds between looks at the clock and the list of people
const HELD_AT_MOST = 2; // a browser opens six connections to one server: held requests must leave room for taps
const REMEMBERED = "otklik-open-chats";

class Page {
  #phones = [];
  #active = null;

  constructor() {
    this.city = new City({
      open: (person) => this.open(person),
      isOpen: (person) => this.#phones.some((phone) => phone.person.id === person.id),
      active: () => this.#active,
      clockMoved: () => this.#tabs(),
    });
    this.tabs = h("nav", { class: "tabs", "aria-label": t("tabs") });
    this.none = h("div", { class: "no-chat" }, h("h2", {}, t("noChat")), h("p", {}, t("noChatHint")));
    this.phones = h("main", { class: "phones" }, this.none);
  }

  async show() {
    document.documentElement.lang = lang;
    document.title = t("title");
    const alone = query.get("person");
    if (alone === null) await this.#showCity();
    else await this.#showAlone(alone);
    setInterval(() => document.hidden || this.#refresh(), NEWS);
    document.addEventListener("visibilitychange", () => document.hidden || this.#refresh());
    document.body.classList.add("shown");
  }

  async #showCity() {
    document.body.append(this.tabs, this.city.node, this.phones);
    this.#view("city");
    await this.#patiently(() => this.city.refresh());
    const open = remembered().map((id) => this.city.people.find((person) => String(person.id) === id));
    const known = open.filter(Boolean);
    // Somebody must hold a phone for a poster to be scanned.
    (known.length ? known : this.city.people.slice(0, 1)).forEach((person) => this.#add(person, {}));
  }

  async #showAlone(id) {
    document.body.classList.add("alone");
    document.body.append(this.phones);
    await this.#patiently(() => this.city.refresh());
    const person = this.city.people.find((one) => String(one.id) === id);
    if (person) this.#add(person, { alone: true });
  }

  open(person) {
    const phone = this.#phones.find((one) => one.person.id === person.id) ?? this.#add(person, {});
    this.#touch(phone);
    this.#view("chat");
    phone.node.scrollIntoView({ block: "nearest", inline: "nearest" });
    return phone;
  }

  #add(person, options) {
    const phone = new Phone(
      person,
      {
        now: () => this.city.now(),
        mayHold: () => this.#phones.length <= HELD_AT_MOST && !document.hidden,
        refresh: () => this.#refresh(),
        touched: (one) => this.#touch(one),
        closed: (one) => this.#remove(one),
      },
      options,
    );
    this.#phones.push(phone);
    this.none.remove();
    this.phones.append(phone.node);
    this.#touch(phone);
    return phone;
  }

  #remove(phone) {
    this.#phones = this.#phones.filter((one) => one !== phone);
    if (this.#phones.length === 0) this.phones.append(this.none);
    this.#active = null;
    this.#touch(this.#phones.at(-1) ?? null);
    if (this.#active === null) this.#view("city");
  }

  #touch(phone) {
    if (phone === this.#active && phone !== null) return;
    this.#active = phone;
    this.#phones.forEach((one) => one.node.classList.toggle("active", one === phone));
    sessionStorage.setItem(REMEMBERED, JSON.stringify(this.#phones.map((one) => String(one.person.id))));
    this.city.draw();
    this.#tabs();
  }

  #view(name) {
    document.body.dataset.view = name;
    this.#tabs();
  }

  #tabs() {
    const inChat = document.body.dataset.view === "chat";
    const focused = [...this.tabs.children].indexOf(document.activeElement);
    const tab = (current, action, ...face) => button({ class: "tab", "aria-current": current ? "page" : null, onclick: action }, ...face);
    arrange(this.tabs, [
      tab(!inChat, () => this.#view("city"), h("span", {}, t("city"))),
      ...this.#phones.map((phone) =>
        tab(
          inChat && phone === this.#active,
          () => this.open(phone.person),
          avatar(phone.person.id, phone.name, "small"),
          h("span", {}, phone.person.first_name),
        ),
      ),
    ]);
    this.tabs.children[focused]?.focus();
  }

  async #refresh() {
    try {
      await this.city.refresh();
    } catch (error) {
      // The phones say that the connection is lost; the next look will find it again.
      if (!(error instanceof Trouble)) throw error;
    }
  }

  /** Until the server has answered once there is nothing to show. */
  async #patiently(action) {
    for (;;) {
      try {
        return await action();
      } catch (error) {
        if (!(error instanceof Trouble)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    }
  }
}

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(REMEMBERED)) ?? [];
  } catch {
    return [];
  }
}

new Page().show();
