"""Keyboards as the Bot API reads them: what it refuses, what it silently drops, what it echoes."""

import json
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from bot.emulator.refusals import bad_request

Button = dict[str, Any]
Rows = list[list[Button]]

DATA_BYTES = 64
ROW_BUTTONS = 12  # TD ReplyMarkup.cpp:763, 800: the rest of a row is cut without a word
KEYBOARD_BUTTONS = 300
INLINE_BUTTONS = 100  # tginfo/Telegram-Limits#228
MARKUP_BYTES = 10_240  # tginfo/Telegram-Limits#187: "about 10 kB"; the exact figure is Telegram's own
STYLES = frozenset({"danger", "success", "primary"})

_EMPTY_CHOICES = ("callback_game", "pay")
_TEXT_CHOICES = ("switch_inline_query", "switch_inline_query_current_chat")
_OBJECT_CHOICES = ("switch_inline_query_chosen_chat", "login_url", "web_app", "copy_text", "disabled")
_REQUESTS = (
    "request_users",
    "request_chat",
    "request_contact",
    "request_location",
    "request_poll",
    "web_app",
)
_FLAGS = {
    "resize_keyboard": "ReplyKeyboardMarkup",
    "one_time_keyboard": "ReplyKeyboardMarkup",
    "is_persistent": "ReplyKeyboardMarkup",
    "remove_keyboard": "ReplyKeyboardRemove",
    "force_reply": "reply markup",
    "selective": "reply markup",
}


@dataclass(frozen=True)
class Markup:
    """An `inline` keyboard belongs to a message; the other kinds change the person's own keyboard."""

    kind: Literal["inline", "reply", "remove", "force"]
    rows: Rows = field(default_factory=list)
    flags: dict[str, bool] = field(default_factory=dict)


def parse_markup(raw: str) -> Markup | None:
    """The checks of the Bot API server, before it looks at the chat (BA Client.cpp:9440-9760)."""
    if not raw:
        return None
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        raise bad_request("can't parse reply keyboard markup JSON object") from None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    reply = _rows(value.get("keyboard"), "keyboard", "ReplyKeyboardMarkup")
    inline = _rows(value.get("inline_keyboard"), "inline_keyboard", "InlineKeyboardMarkup")
    flags = _flags(value)
    if reply:
        return Markup("reply", reply, flags)
    if inline:
        return Markup("inline", inline)
    if flags.get("remove_keyboard"):
        return Markup("remove", [], flags)
    return Markup("force", [], flags) if flags.get("force_reply") else None


def settle_markup(markup: Markup | None) -> Markup | None:
    """The later checks, of TDLib and Telegram itself. A keyboard left without buttons is none."""
    if markup is None or markup.kind not in ("inline", "reply"):
        return markup
    rows = _trimmed(markup.rows)
    if not rows:
        return None
    if markup.kind == "inline":
        _check_sizes(rows)
    return Markup(markup.kind, rows, markup.flags)


def _rows(value: Any, name: str, kind: str) -> Rows:
    if value is None:
        return []
    if not isinstance(value, list):
        raise bad_request(f'field "{name}" of the {kind} must be an Array')
    read = _inline_button if name == "inline_keyboard" else _reply_button
    rows = []
    for row in value:
        if not isinstance(row, list):
            raise bad_request(f'field "{name}" of the {kind} must be an Array of Arrays')
        rows.append([read(button) for button in row])
    return rows


def _flags(value: dict[str, Any]) -> dict[str, bool]:
    flags = {}
    for name, kind in _FLAGS.items():
        if name in value:
            if not isinstance(value[name], bool):
                raise bad_request(f'field "{name}" of the {kind} must be of the type Boolean')
            flags[name] = value[name]
    return flags


def _inline_button(value: Any) -> Button:
    problem = "can't parse inline keyboard button: "
    if not isinstance(value, dict):
        raise bad_request(problem + "InlineKeyboardButton must be an Object")
    button: Button = {"text": _string(value, "text", problem, required=True), **_style(value, problem)}
    for name in ("url", "callback_data"):
        if text := _string(value, name, problem):
            return {**button, name: text}
    for name in _EMPTY_CHOICES:
        if name in value:
            return {**button, name: value[name]}
    for name in _TEXT_CHOICES:
        if name in value:
            return {**button, name: _string(value, name, problem)}
    for name in _OBJECT_CHOICES:
        if name in value:
            if not isinstance(value[name], dict):
                raise bad_request(f'{problem}Field "{name}" must be of type Object')
            return {**button, name: value[name]}
    raise bad_request(problem + "Text buttons are unallowed in the inline keyboard")


def _reply_button(value: Any) -> Button:
    problem = "can't parse keyboard button: "
    if isinstance(value, str):
        return {"text": value}
    if not isinstance(value, dict):
        raise bad_request(problem + "KeyboardButton must be a String or an Object")
    button = {"text": _string(value, "text", problem, required=True), **_style(value, problem)}
    for name in _REQUESTS:
        if value.get(name):
            return {**button, name: value[name]}
    return button


def _string(value: dict[str, Any], name: str, problem: str, *, required: bool = False) -> str:
    if name not in value:
        if required:
            raise bad_request(f'{problem}Can\'t find field "{name}"')
        return ""
    text = value[name]
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        raise bad_request(f'{problem}Field "{name}" must be of type String')
    return str(text)


def _style(value: dict[str, Any], problem: str) -> dict[str, str]:
    style = _string(value, "style", problem)
    if not style:
        return {}
    if style not in STYLES:  # BA Client.cpp:9455
        raise bad_request(problem + "invalid button style specified")
    return {"style": style}


def _trimmed(rows: Rows) -> Rows:
    left = KEYBOARD_BUTTONS
    kept: Rows = []
    for row in rows:
        buttons: list[Button] = []
        for button in row:
            if not button["text"].strip() or left == 0 or len(buttons) == ROW_BUTTONS:
                continue
            left -= 1
            buttons.append(_with_clean_url(button))
        if buttons:
            kept.append(buttons)
    return kept


def _with_clean_url(button: Button) -> Button:
    if "url" in button:
        url, reason = _clean_url(button["url"])
        if reason:  # TD ReplyMarkup.cpp:591
            raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: {reason}")
        return {**button, "url": url}
    if "web_app" in button:
        url = str(button["web_app"].get("url", ""))
        clean, reason = _clean_url(url)
        if not reason and not clean.startswith("https://"):
            reason = "Only HTTPS links are allowed"
        if reason:
            raise bad_request(f"inline keyboard button Web App URL '{url}' is invalid: {reason}")
        return {**button, "web_app": {"url": clean}}
    return button


def _clean_url(url: str) -> tuple[str, str]:
    """The URL as Telegram echoes it, or why it is wrong (TD LinkManager.cpp:1940-1985)."""
    if url.startswith(("tg://", "ton://", "tonsite://")):
        return url, ""
    text = url if "://" in url else "http://" + url
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return "", "Wrong HTTP URL"
    if parts.scheme.lower() not in ("http", "https"):
        return "", "Unsupported URL protocol"
    if "." not in host.strip(".") or any(letter.isspace() for letter in text):
        return "", "Wrong HTTP URL"
    rest = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    rest += f"#{parts.fragment}" if parts.fragment else ""
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{rest}", ""


def _check_sizes(rows: Rows) -> None:
    buttons = [button for row in rows for button in row]
    for button in buttons:
        if len(button.get("callback_data", "").encode(errors="surrogatepass")) > DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")  # Telegram's own server: TelegramBots/Telegram.Bot#470
        if "copy_text" in button and not 1 <= len(str(button["copy_text"].get("text", ""))) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    size = len(json.dumps(rows, ensure_ascii=False).encode(errors="surrogatepass"))
    if len(buttons) > INLINE_BUTTONS or size > MARKUP_BYTES:
        raise bad_request("reply markup is too long")  # BA Client.cpp:120
