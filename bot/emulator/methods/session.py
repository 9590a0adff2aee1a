"""Who the bot is, and leaving a server."""

from typing import Any

from bot.emulator.account import Account
from bot.emulator.methods.registry import method
from bot.emulator.parameters import Parameters


@method("getMe")
def get_me(account: Account, parameters: Parameters) -> Any:
    return {
        **account.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
    }


@method("logOut")
def log_out(account: Account, parameters: Parameters) -> Any:
    """Forgets the waiting updates, as leaving the cloud server does (BA on_cmd, clear_tqueue_)."""
    account.updates.clear()
    return True


@method("close")
def close(account: Account, parameters: Parameters) -> Any:
    return True
