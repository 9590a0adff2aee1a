"""Commands, name, descriptions and the menu button."""

import re
from typing import Any

from bot.emulator.access import known_chat
from bot.emulator.account import Account
from bot.emulator.methods.registry import method
from bot.emulator.parameters import Parameters, integer
from bot.emulator.profile import Scope
from bot.emulator.refusals import bad_request

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MOST_COMMANDS = 100
DESCRIPTION = 256
TEXT_LIMITS = {"name": 64, "description": 512, "short_description": 120}
_PLAIN_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")


@method("setMyCommands")
def set_my_commands(account: Account, parameters: Parameters) -> Any:
    commands = _commands(parameters)
    account.profile.set_commands(_scope(account, parameters), parameters.text("language_code"), commands)
    _show_everybody(account)
    return True


@method("getMyCommands")
def get_my_commands(account: Account, parameters: Parameters) -> Any:
    return account.profile.commands(_scope(account, parameters), parameters.text("language_code"))


@method("deleteMyCommands")
def delete_my_commands(account: Account, parameters: Parameters) -> Any:
    account.profile.set_commands(_scope(account, parameters), parameters.text("language_code"), [])
    _show_everybody(account)
    return True


@method("setMyName")
def set_my_name(account: Account, parameters: Parameters) -> Any:
    return _set_text(account, parameters, "name")


@method("getMyName")
def get_my_name(account: Account, parameters: Parameters) -> Any:
    return {"name": account.profile.name(parameters.text("language_code"))}


@method("setMyDescription")
def set_my_description(account: Account, parameters: Parameters) -> Any:
    return _set_text(account, parameters, "description")


@method("getMyDescription")
def get_my_description(account: Account, parameters: Parameters) -> Any:
    return {"description": account.profile.text("description", parameters.text("language_code"))}


@method("setMyShortDescription")
def set_my_short_description(account: Account, parameters: Parameters) -> Any:
    return _set_text(account, parameters, "short_description")


@method("getMyShortDescription")
def get_my_short_description(account: Account, parameters: Parameters) -> Any:
    text = account.profile.text("short_description", parameters.text("language_code"))
    return {"short_description": text}


@method("setChatMenuButton")
def set_chat_menu_button(account: Account, parameters: Parameters) -> Any:
    button = _object(parameters, "menu_button") or {"type": "default"}
    if button.get("type") not in ("commands", "default", "web_app"):
        raise bad_request("can't parse menu button: MenuButton has unsupported type")
    account.profile.set_menu_button(_menu_chat(account, parameters), button)
    return True


@method("getChatMenuButton")
def get_chat_menu_button(account: Account, parameters: Parameters) -> Any:
    button = account.profile.menu_button(_menu_chat(account, parameters))
    return {"type": "commands"} if button["type"] == "default" else button


def _menu_chat(account: Account, parameters: Parameters) -> int:
    if not parameters.has("chat_id"):
        return 0
    if integer(parameters.text("chat_id")) <= 0:
        raise bad_request("invalid chat_id specified")
    return known_chat(account, parameters.text("chat_id")).id


def _set_text(account: Account, parameters: Parameters, field: str) -> bool:
    text = parameters.text(field).strip()
    if len(text) > TEXT_LIMITS[field]:
        raise bad_request(f"{field.upper().replace('SHORT_DESCRIPTION', 'ABOUT')}_TOO_LONG")
    account.profile.set_text(field, parameters.text("language_code"), text)
    return True


def _commands(parameters: Parameters) -> list[dict[str, Any]]:
    try:
        value = parameters.json("commands")
    except ValueError:
        raise bad_request("can't parse commands JSON object") from None
    if value is None:
        return []
    if not isinstance(value, list):
        raise bad_request("expected an Array of BotCommand")
    if len(value) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_command(one) for one in value]


def _command(value: Any) -> dict[str, Any]:
    problem = "can't parse BotCommand: "
    if not isinstance(value, dict):
        raise bad_request(problem + "expected an Object")
    for name in ("command", "description"):
        if name not in value:
            raise bad_request(f'{problem}Can\'t find field "{name}"')
    command, description = str(value["command"]).strip().lstrip("/"), str(value["description"]).strip()
    if not _COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}


def _scope(account: Account, parameters: Parameters) -> Scope:
    value = _object(parameters, "scope")
    if value is None:
        return ("default", 0, 0)
    kind = value.get("type")
    if kind in _PLAIN_SCOPES:
        return (str(kind), 0, 0)
    if kind == "chat":
        return ("chat", known_chat(account, str(value.get("chat_id", ""))).id, 0)
    raise bad_request("can't parse BotCommandScope: Unsupported type specified")


def _object(parameters: Parameters, name: str) -> dict[str, Any] | None:
    try:
        value = parameters.json(name)
    except ValueError:
        raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None
    if value is not None and not isinstance(value, dict):
        raise bad_request(f"{name.replace('_', ' ')} must be an Object")
    return value


def _show_everybody(account: Account) -> None:
    for person in account.people.values():
        person.chat.touch()
