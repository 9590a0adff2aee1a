// The side of the page that is not a phone: the clock, the people, the wall of posters.

import * as api from "./api.js";
import { arrange, avatar, button, h, icon } from "./dom.js";
import { modal } from "./dialogs.js";
import { address, fullDay, lang, personName, t, time } from "./words.js";

const HOUR = 3600;
const MOVES = [
  ["hour", HOUR],
  ["hours", 4 * HOUR],
  ["day", 24 * HOUR],
  ["week", 7 * 24 * HOUR],
];
const SEARCHED_FROM = 8; // people in the list before a search field is worth its place

/** `page`: open(person), isOpen(person), active() the phone in use or null, clockMoved(). */
export class City {
  #page;
  #people = [];
  #rows = new Map();
  #moment = null; // {emulated, real}: the emulated time, and when it was read, both in seconds

  constructor(page) {
    this.#page = page;
    this.clock = h("p", { class: "clock-time", role: "timer" }, "--:--");
    this.date = h("p", { class: "clock-date" }, " ");
    this.search = h("input", { type: "search", placeholder: t("find"), "aria-label": t("find"), hidden: true, oninput: () => this.#list() });
    this.list = h("ul", { class: "people" });
    this.scanner = h("p", { class: "scanner" });
    this.wall = h("ul", { class: "wall" });
    this.trouble = h("p", { class: "trouble", role: "alert", hidden: true });
    this.node = h(
      "aside",
      { class: "city", id: "city", "aria-label": t("city") },
      h(
        "header",
        { class: "city-head" },
        h("h1", {}, "Отклик"),
        h("a", { class: "plain", href: address({ lang: lang === "en" ? null : "en" }), lang: lang === "en" ? "ru" : "en" }, t("switchTo")),
        h("p", { class: "lead" }, t("lead")),
      ),
      this.trouble,
      h(
        "section",
        { class: "card clock", "aria-label": t("clock") },
        h("div", {}, this.clock, this.date),
        h("div", { class: "moves" }, MOVES.map(([word, by]) => button({ "aria-label": t("move", { by: t(word) }), onclick: () => this.#move(by) }, t(word)))),
      ),
      h("section", { class: "card" }, h("h2", {}, t("people")), this.search, this.list, this.#addition()),
      h("section", { class: "card" }, h("h2", {}, t("posters")), this.scanner, this.wall),
    );
  }

  now() {
    return this.#moment === null ? Date.now() / 1000 : this.#moment.emulated + Date.now() / 1000 - this.#moment.real;
  }

  get people() {
    return this.#people;
  }

  async refresh() {
    const [people, moment] = await Promise.all([api.people(), api.clock()]);
    this.#people = people;
    this.#told(moment);
    if (this.wall.querySelector(".poster") === null) await this.hangPosters();
    this.draw();
  }

  async hangPosters() {
    const posters = await api.posters();
    this.wall.replaceChildren(...posters.map((poster) => this.#poster(poster)));
    if (posters.length === 0) this.wall.append(h("li", { class: "none" }, t("noPosters")));
  }

  draw() {
    this.#list();
    const active = this.#page.active();
    this.scanner.replaceChildren(
      ...(active
        ? [avatar(active.person.id, active.name, "small"), h("span", {}, t("scans", { name: active.name }))]
        : [h("span", {}, t("scansNobody"))]),
    );
  }

  #told({ now }) {
    this.#moment = { emulated: now, real: Date.now() / 1000 };
    this.clock.textContent = time(now);
    this.date.textContent = fullDay(now);
  }

  async #move(by) {
    await this.#attempt(async () => this.#told(await api.moveClock(by)));
    this.#page.clockMoved();
  }

  async #attempt(action) {
    this.trouble.hidden = true;
    try {
      await action();
    } catch (error) {
      if (!(error instanceof api.Trouble)) throw error;
      this.trouble.textContent = error instanceof api.Refused ? error.message : t("offline");
      this.trouble.hidden = false;
    }
  }

  #list() {
    this.search.hidden = this.#people.length < SEARCHED_FROM;
    const wanted = this.search.value.trim().toLowerCase();
    const rows = new Map();
    for (const person of this.#people) {
      if (wanted && !personName(person).toLowerCase().includes(wanted)) continue;
      const state = JSON.stringify(person);
      const before = this.#rows.get(person.id);
      const row = before?.state === state ? before : { state, node: this.#row(person) };
      const open = this.#page.isOpen(person);
      row.node.classList.toggle("open", open);
      row.node.classList.toggle("active", this.#page.active()?.person.id === person.id);
      row.node.firstChild.setAttribute("aria-pressed", String(open));
      rows.set(person.id, row);
    }
    this.#rows = rows;
    const nodes = [...rows.values()].map(({ node }) => node);
    arrange(this.list, nodes.length ? nodes : [h("li", { class: "none" }, t("nobody"))]);
  }

  #row(person) {
    const name = personName(person);
    const notes = [person.username ? `@${person.username}` : null, person.language_code, person.blocked ? t("blocked") : null];
    return h(
      "li",
      {},
      button(
        { class: "person", "data-person": person.id, onclick: () => this.#page.open(person) },
        avatar(person.id, name),
        h("span", { class: "person-words" }, h("span", { class: "person-name" }, name), h("span", { class: "person-note" }, notes.filter(Boolean).join(" · "))),
      ),
    );
  }

  #addition() {
    const first = h("input", { name: "first", required: true, maxlength: 64, autocomplete: "off" });
    const last = h("input", { name: "last", maxlength: 64, autocomplete: "off" });
    const language = h("select", { name: "language" }, h("option", { value: "ru" }, "Русский"), h("option", { value: "en" }, "English"));
    language.value = lang;
    const form = h(
      "form",
      { class: "stack" },
      h("label", {}, t("firstName"), first),
      h("label", {}, t("lastName"), last),
      h("label", {}, t("language"), language),
      h("button", { type: "submit", class: "solid" }, t("addButton")),
    );
    const details = h("details", { class: "addition" }, h("summary", {}, icon("add"), h("span", {}, t("add"))), form);
    details.addEventListener("toggle", () => details.open && first.focus());
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await this.#attempt(async () => {
        const fields = { first_name: first.value.trim(), language_code: language.value };
        if (last.value.trim()) fields.last_name = last.value.trim();
        const person = await api.addPerson(fields);
        form.reset();
        details.open = false;
        await this.refresh();
        this.#page.open(this.#people.find(({ id }) => id === person.id) ?? person);
      });
    });
    return details;
  }

  #poster(poster) {
    const face = poster.image
      ? h("img", { src: poster.image, alt: "", loading: "lazy" })
      : h("span", { class: "paper" }, icon("scan"), h("span", { class: "paper-code" }, poster.code));
    return h(
      "li",
      { class: "poster", "data-poster": poster.id },
      button({ class: "poster-face", "aria-label": t("enlarge", { title: poster.title }), onclick: () => this.#enlarge(poster) }, face),
      h(
        "div",
        { class: "poster-words" },
        h("p", { class: "poster-title" }, poster.title),
        poster.subtitle ? h("p", { class: "poster-subtitle" }, poster.subtitle) : null,
        button({ class: "scan", onclick: () => this.#scan(poster) }, icon("scan"), t("scan")),
      ),
    );
  }

  #scan(poster) {
    const active = this.#page.active();
    if (active === null) {
      this.trouble.textContent = t("scansNobody");
      this.trouble.hidden = false;
      this.trouble.scrollIntoView({ block: "nearest" });
      return;
    }
    this.trouble.hidden = true;
    this.#page.open(active.person);
    active.scan(poster.payload);
  }

  #enlarge(poster) {
    const active = this.#page.active();
    const act = (action) => () => {
      dialog.close();
      this.#page.open(active.person);
      action();
    };
    const dialog = modal(
      poster.title,
      "poster-view",
      poster.image ? h("img", { src: poster.image, alt: poster.title }) : null,
      h("h2", {}, poster.title),
      poster.subtitle ? h("p", {}, poster.subtitle) : null,
      h("p", {}, `${t("code")}: `, h("code", {}, poster.code)),
      active
        ? h(
            "div",
            { class: "choices" },
            button({ class: "solid", onclick: act(() => active.scan(poster.payload)) }, t("scanAs", { name: active.name })),
            button({ class: "plain", onclick: act(() => active.say(poster.code)) }, t("typeCode", { code: poster.code })),
          )
        : h("p", {}, t("scansNobody")),
    );
  }
}
