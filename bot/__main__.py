"""`otklik`, the command line.

A command imports what it needs and nothing else: aiogram costs two seconds, the posters' fonts and pyxform half a
second each, and `otklik evaluate` is called in loops.
"""

import sys
from importlib import import_module

import typer

COMMANDS = {
    "demo": ("demo",),
    "run": ("run", "claim"),
    "couriers": ("couriers",),
    "schedule": ("schedule",),
    "answers": ("answers",),
    "points": ("points",),
    "poster": ("poster",),
    "staff": ("staff",),
    "check": ("check",),
    "convert": ("convert", "schema"),
    "play": ("play",),
    "evaluate": ("evaluate",),
    "doctor": ("doctor",),
    "backup": ("migrate", "backup", "restore"),
    "trail": ("trail",),
    "version": ("version",),
    "audit": ("audit-anonymity",),
}
"""Modules of `bot.cli` and the commands each adds."""
NEED_AN_INSTALLATION = frozenset({"points", "poster", "staff"})


def application(wanted: str = "") -> typer.Typer:
    """The commands, or only those of the module that has the wanted one."""
    app = typer.Typer(
        name="otklik",
        help="Feedback from citizens and staff of a city administration.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(lambda: None)  # with a single module loaded, its command still has to be named
    named = [module for module, names in COMMANDS.items() if wanted in names]
    for module in named or COMMANDS:
        part = import_module(f"bot.cli.{module}")
        if module in NEED_AN_INSTALLATION:
            part.add_to(app, import_module("bot.installation").open_installation)
        else:
            part.add_to(app)
    return app


def main() -> None:
    application(sys.argv[1] if len(sys.argv) > 1 else "")()


if __name__ == "__main__":
    main()
