"""`otklik evaluate`: what an expression gives for some answers, one or a stream of them.

One line of JSON out for each expression: `{"value": …}` or `{"error": {"code", "message", "offset"}}`. Exit
status: 0 all fine, 1 an expression or its evaluation was refused, 2 the command was misused.
"""

import json
import math
import sys
from collections.abc import Mapping
from datetime import datetime
from enum import IntEnum, StrEnum
from random import SystemRandom
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from surveys.expressions import ExpressionFault, PlainScope, Value, as_text, evaluate, parse
from surveys.expressions.messages import describe

#: Whole floats up to here are exact and are written without a fraction.
_EXACT = 2**53


class Language(StrEnum):
    RU = "ru"
    EN = "en"


class Status(IntEnum):
    FINE = 0
    REFUSED = 1
    MISUSED = 2


#: What is wrong with the command or a line of it, and what to do.
MISUSES: dict[str, tuple[str, str]] = {
    "bad_answers": (
        'Ответы — объект JSON: {"вопрос": "текст", "число": 5, "выбор": ["a", "b"]}.',
        'Answers are a JSON object: {"question": "text", "number": 5, "choice": ["a", "b"]}.',
    ),
    "bad_line": (
        'Строка — объект JSON {"expr": "…", "answers": {…}} в UTF-8.',
        'A line is a JSON object {"expr": "…", "answers": {…}} in UTF-8.',
    ),
    "bad_now": (
        "--now — момент со смещением: 2026-11-22T10:00:00+03:00.",
        "--now is a moment with an offset: 2026-11-22T10:00:00+03:00.",
    ),
    "bad_timezone": (
        "Часового пояса с таким именем нет. Пример: Europe/Moscow.",
        "There is no time zone of that name. An example: Europe/Moscow.",
    ),
}


class _Misuse(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def evaluate_command(
    expression: Annotated[
        str,
        typer.Argument(metavar="EXPR", help='An expression, or "-": JSON lines {"expr","answers"} on stdin.'),
    ],
    answers: Annotated[
        str, typer.Option(help='JSON: {"question": value}; "." is the own answer of the question.')
    ] = "{}",
    lang: Annotated[Language, typer.Option(help="The language of messages.")] = Language.RU,
    now: Annotated[str | None, typer.Option(help="The moment today() and now() give, with an offset.")] = None,
    timezone: Annotated[
        str | None,
        typer.Option(envvar="OTKLIK_TIMEZONE", help="Where it is today; by default as on this machine."),
    ] = None,
) -> None:
    """Evaluate an expression of a questionnaire."""
    try:
        moment = _moment(now, timezone)
        if expression == "-":
            status = max(map(lambda line: _line(line, moment, lang), sys.stdin.buffer), default=Status.FINE)
        else:
            status = _print(_result(expression, _answers(_json(answers, "bad_answers")), moment, lang))
    except _Misuse as misuse:
        typer.echo(_misuse_text(misuse, lang), err=True)
        status = Status.MISUSED
    raise typer.Exit(status)


def add_to(app: typer.Typer) -> None:
    # An expression may begin with a minus: `otklik evaluate "-1 + 2"` is not an option.
    app.command("evaluate", context_settings={"ignore_unknown_options": True})(evaluate_command)


def _moment(now: str | None, timezone: str | None) -> datetime:
    try:
        moment = datetime.fromisoformat(now) if now is not None else datetime.now().astimezone()
    except ValueError:
        raise _Misuse("bad_now") from None
    if moment.tzinfo is None:
        raise _Misuse("bad_now")
    try:
        return moment.astimezone(ZoneInfo(timezone)) if timezone else moment
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _Misuse("bad_timezone") from None


def _line(line: bytes, now: datetime, lang: Language) -> Status:
    if not line.strip():
        return Status.FINE
    try:
        request = _json(line, "bad_line")
        if not isinstance(request, dict) or not isinstance(request.get("expr"), str):
            raise _Misuse("bad_line")
        result = _result(request["expr"], _answers(request.get("answers") or {}), now, lang)
    except _Misuse as misuse:
        result = {"error": {"code": misuse.code, "message": _misuse_text(misuse, lang), "offset": None}}
        _print(result)
        return Status.MISUSED
    return _print(result)


def _json(text: str | bytes, code: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # not JSON, not UTF-8, a number of 5,000 digits, endless brackets
        raise _Misuse(code) from None


def _answers(given: object) -> dict[str, Value | None]:
    if not isinstance(given, dict):
        raise _Misuse("bad_answers")
    return {name: _answer(value) for name, value in given.items()}


def _answer(given: object) -> Value | None:
    if given is None or isinstance(given, str | bool | int | float):
        return given
    if isinstance(given, list) and all(isinstance(code, str | int | float) for code in given):
        return tuple(as_text(code) for code in given)
    raise _Misuse("bad_answers")


def _result(source: str, answers: Mapping[str, Value | None], now: datetime, lang: Language) -> dict[str, object]:
    scope = PlainScope(now, SystemRandom(), answers, answers.get("."), language=lang)
    try:
        return {"value": _shown(evaluate(parse(source), scope))}
    except ExpressionFault as fault:
        error = {"code": fault.code, "message": describe(fault, lang), "offset": fault.offset}
        return {"error": error}


def _shown(value: Value) -> object:
    """As JSON: 3.0 is 3, a date its ISO text, and what JSON has no number for is the text XPath gives it."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, float) and math.isfinite(value):
        return int(value) if value.is_integer() and abs(value) <= _EXACT else value
    return as_text(value)


def _print(result: Mapping[str, object]) -> Status:
    text = json.dumps(result, ensure_ascii=False)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:  # half a surrogate pair, or a terminal without Russian
        text = json.dumps(result)
    typer.echo(text)
    return Status.REFUSED if "error" in result else Status.FINE


def _misuse_text(misuse: _Misuse, lang: Language) -> str:
    return MISUSES[misuse.code][lang is Language.EN]
