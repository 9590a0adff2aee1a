// The page's own words. Russian holds unless `?lang=en` says otherwise.

const RU = {
  title: "Отклик — демонстрация",
  city: "Город",
  lead: "Вы — жители города. Откройте чат, отсканируйте плакат, оцените услугу.",
  clock: "Время в городе",
  hour: "+1 ч",
  hours: "+4 ч",
  day: "+1 день",
  week: "+1 неделя",
  move: "Перевести часы вперёд: {by}",
  people: "Люди",
  find: "Найти человека",
  nobody: "Пока никого нет. Добавьте первого человека.",
  add: "Добавить человека",
  firstName: "Имя",
  lastName: "Фамилия",
  language: "Язык Telegram",
  addButton: "Добавить",
  cancel: "Отмена",
  blocked: "бот заблокирован",
  posters: "Плакаты в городе",
  noPosters: "Плакатов нет.",
  scans: "Сканирует {name}",
  scansNobody: "Сначала выберите, кто сканирует.",
  scan: "Отсканировать",
  scanAs: "Отсканировать: {name}",
  typeCode: "Набрать код {code}",
  code: "Код",
  enlarge: "Рассмотреть плакат «{title}»",
  noChat: "Чат не открыт",
  noChatHint: "Выберите человека слева: его телефон откроется здесь. Можно открыть несколько.",
  phone: "Телефон: {name}",
  bot: "бот",
  typing: "печатает",
  offline: "Нет связи с сервером, пробую снова…",
  start: "Начать",
  empty: "Здесь пока нет сообщений.",
  emptyHint: "Нажмите «Начать» или отсканируйте плакат в городе.",
  restart: "Разблокировать",
  blockedNote: "Вы заблокировали бота",
  message: "Сообщение",
  send: "Отправить",
  attach: "Прикрепить",
  photo: "Фото",
  document: "Документ",
  location: "Место на карте",
  sample: "Снимок для примера",
  commands: "Меню",
  commandsLabel: "Меню команд бота",
  more: "Ещё",
  block: "Заблокировать бота",
  unblock: "Разблокировать бота",
  alone: "Открыть отдельно",
  closeChat: "Закрыть чат",
  close: "Закрыть",
  toCity: "К городу",
  edited: "изменено",
  messagesOf: "Сообщения, чат: {name}",
  you: "Вы",
  toEnd: "К последнему сообщению",
  today: "Сегодня",
  copy: "Скопировать",
  copied: "Скопировано",
  notHere: "Такая кнопка на этой странице не работает.",
  other: "Вид сообщения, который эта страница не показывает",
  pinned: "Сообщение закреплено",
  download: "Скачать",
  open: "Открыть",
  showSpoiler: "Показать скрытый текст",
  expand: "Показать полностью",
  collapse: "Свернуть",
  latitude: "Широта",
  longitude: "Долгота",
  place: "Геопозиция",
  noAnswer: "Бот не ответил на нажатие.",
  switchTo: "English",
  tabs: "Разделы",
  bytes: "Б",
  kilobytes: "КБ",
  megabytes: "МБ",
};

const EN = {
  title: "Otklik — demo",
  city: "City",
  lead: "You are the people of a city. Open a chat, scan a poster, rate a service.",
  clock: "Time in the city",
  hour: "+1 h",
  hours: "+4 h",
  day: "+1 day",
  week: "+1 week",
  move: "Move the clock forward: {by}",
  people: "People",
  find: "Find a person",
  nobody: "Nobody here yet. Add the first person.",
  add: "Add a person",
  firstName: "First name",
  lastName: "Last name",
  language: "Telegram language",
  addButton: "Add",
  cancel: "Cancel",
  blocked: "bot blocked",
  posters: "Posters in the city",
  noPosters: "No posters.",
  scans: "{name} scans",
  scansNobody: "First choose who scans.",
  scan: "Scan",
  scanAs: "Scan as {name}",
  typeCode: "Type the code {code}",
  code: "Code",
  enlarge: "Look at the poster “{title}”",
  noChat: "No chat is open",
  noChatHint: "Choose a person on the left: their phone opens here. Several may be open.",
  phone: "Phone: {name}",
  bot: "bot",
  typing: "typing",
  offline: "No connection to the server, trying again…",
  start: "Start",
  empty: "No messages here yet.",
  emptyHint: "Press “Start” or scan a poster in the city.",
  restart: "Unblock",
  blockedNote: "You blocked the bot",
  message: "Message",
  send: "Send",
  attach: "Attach",
  photo: "Photo",
  document: "Document",
  location: "Location",
  sample: "A sample picture",
  commands: "Menu",
  commandsLabel: "The bot's command menu",
  more: "More",
  block: "Block the bot",
  unblock: "Unblock the bot",
  alone: "Open on its own",
  closeChat: "Close the chat",
  close: "Close",
  toCity: "To the city",
  edited: "edited",
  messagesOf: "Messages, chat: {name}",
  you: "You",
  toEnd: "To the last message",
  today: "Today",
  copy: "Copy",
  copied: "Copied",
  notHere: "This kind of button does not work on this page.",
  other: "A kind of message this page does not show",
  pinned: "Message pinned",
  download: "Download",
  open: "Open",
  showSpoiler: "Show the hidden text",
  expand: "Show in full",
  collapse: "Show less",
  latitude: "Latitude",
  longitude: "Longitude",
  place: "Location",
  noAnswer: "The bot did not answer the tap.",
  switchTo: "Русский",
  tabs: "Sections",
  bytes: "B",
  kilobytes: "KB",
  megabytes: "MB",
};

export const query = new URLSearchParams(location.search);
export const lang = query.get("lang") === "en" ? "en" : "ru";
export const WORDS = { ru: RU, en: EN };
const words = WORDS[lang];

export function t(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** The address of this page with some of its query changed; null takes a part away. */
export function address(changes) {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  const rest = next.toString();
  return rest ? `/?${rest}` : "/";
}

const locale = lang === "en" ? "en-GB" : "ru-RU";
const hourAndMinute = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
const dayAndMonth = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long" });
const wholeDay = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", year: "numeric" });

/** Unix seconds -> words. */
export const time = (seconds) => hourAndMinute.format(seconds * 1000);
export const fullDay = (seconds) => wholeDay.format(seconds * 1000);
export const dayKey = (seconds) => new Date(seconds * 1000).toDateString();
export const dayName = (seconds, now) =>
  dayKey(seconds) === dayKey(now) ? t("today") : dayAndMonth.format(seconds * 1000);

export function fileSize(bytes) {
  if (bytes === undefined) return "";
  if (bytes < 1024) return `${bytes} ${t("bytes")}`;
  const [amount, unit] = bytes < 1024 ** 2 ? [bytes / 1024, "kilobytes"] : [bytes / 1024 ** 2, "megabytes"];
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(amount)} ${t(unit)}`;
}

export function personName(person) {
  return [person.first_name, person.last_name].filter(Boolean).join(" ");
}
