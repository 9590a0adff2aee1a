"""What the bot has told Telegram about itself: name, descriptions, commands, menu button."""

from typing import Any

Scope = tuple[str, int, int]


class Profile:
    """Texts and commands are kept per language; a language without its own falls back where Telegram does."""

    def __init__(self, name: str) -> None:
        self._original_name = name
        self._texts: dict[tuple[str, str], str] = {}
        self._commands: dict[tuple[Scope, str], list[dict[str, Any]]] = {}
        self._menu_buttons: dict[int, dict[str, Any]] = {}

    def set_text(self, field: str, language: str, text: str) -> None:
        """`field` is name, description or short_description; an empty text removes it."""
        if text:
            self._texts[field, language] = text
        else:
            self._texts.pop((field, language), None)

    def text(self, field: str, language: str) -> str:
        return self._texts.get((field, language)) or self._texts.get((field, ""), "")

    def name(self, language: str) -> str:
        return self.text("name", language) or self._original_name

    def set_commands(self, scope: Scope, language: str, commands: list[dict[str, Any]]) -> None:
        if commands:
            self._commands[scope, language] = commands
        else:
            self._commands.pop((scope, language), None)

    def commands(self, scope: Scope, language: str) -> list[dict[str, Any]]:
        """Exactly what was set for this scope and language, as getMyCommands answers."""
        return self._commands.get((scope, language), [])

    def commands_for(self, user_id: int, language: str) -> list[dict[str, Any]]:
        """What the person's menu shows: the narrowest scope with commands, own language first."""
        for scope in (("chat", user_id, 0), ("all_private_chats", 0, 0), ("default", 0, 0)):
            for one in (language, ""):
                if found := self._commands.get((scope, one)):
                    return found
        return []

    def set_menu_button(self, chat_id: int, button: dict[str, Any]) -> None:
        self._menu_buttons[chat_id] = button

    def menu_button(self, chat_id: int) -> dict[str, Any]:
        """Chat 0 holds the button of all chats."""
        return self._menu_buttons.get(chat_id) or self._menu_buttons.get(0) or {"type": "commands"}
