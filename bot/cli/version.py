"""`otklik version`: which program this is, for who wants to compare it with the published one."""

import json
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import typer

from bot.code_version import code_version


def add_to(app: typer.Typer) -> None:
    app.command("version")(version_command)


def version_command(
    json_wanted: Annotated[bool, typer.Option("--json", help="print JSON for programs")] = False,
) -> None:
    """the release and the fingerprint of its source files, as employees see it under /trust"""
    told = {"release": release(), "code": code_version(), "python": platform.python_version()}
    if json_wanted:
        print(json.dumps(told))
    else:
        print(f"otklik {told['release']}, code {told['code']}, Python {told['python']}")


def release() -> str:
    """As the package says it; "unpackaged" where it runs from a folder that was never installed."""
    try:
        return version("otklik")
    except PackageNotFoundError:
        return "unpackaged"
