"""Row 22: whatever breaks, the person reads a neutral sentence with a number, the log has the number, others go on."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn

import pytest

from bot.errands import ErrandRunner
from handlers.telegram.payloads import pack
from surveys.conversation.answering import Answering
from surveys.conversation.arriving import Arriving
from surveys.conversation.conversation import Conversation
from surveys.conversation.desk import Desk
from surveys.conversation.menus import Menus
from surveys.conversation.privacy import Privacy
from surveys.screens import Action
from tests.security.town import Citizen, Town, leaked, until

SECRET = "начальник-кричит-42"
NUMBERED = re.compile(r"Что-то сломалось у нас, мы уже знаем \(номер (\w+)\)")

Act = Callable[[Citizen], Awaitable[Any]]


def says(text: str) -> Act:
    return lambda citizen: citizen.says(text)


def taps(verb: str, *args: str) -> Act:
    def tap(citizen: Citizen) -> Awaitable[Any]:
        return citizen.sends(pack(Action(verb, args), str(citizen.id), citizen.town.installation.payload_secret))

    return tap


def scans(citizen: Citizen) -> Awaitable[Any]:
    return citizen.starts(citizen.town.link("k1"))


USE_CASES: list[tuple[type, str, Act]] = [
    (Conversation, "commanded", says("/start")),
    (Conversation, "typed", says("привет")),
    (Conversation, "tapped", taps("surveys")),
    (Arriving, "by_link", scans),
    (Arriving, "by_code", says("48217305")),
    (Arriving, "by_itself", says("/start")),
    (Answering, "tapped", taps("a", "none", "0", "0")),
    (Answering, "heard", says("привет")),
    (Menus, "surveys", says("/surveys")),
    (Menus, "languages", says("/language")),
    (Menus, "speak", taps("speak", "en")),
    (Menus, "help", says("/help")),
    (Menus, "stop", says("/stop")),
    (Menus, "not_understood", says("привет")),
    (Privacy, "shown", says("/privacy")),
    (Privacy, "exported", taps("export")),
    (Privacy, "asked_to_erase", taps("erase")),
    (Privacy, "erase", taps("erased")),
    (Desk, "claim", says("/claim x")),
    (Desk, "points", says("/points")),
    (Desk, "point", taps("pt", "k1")),
    (Desk, "poster", taps("poster", "k1", "a4", "pdf")),
    (Desk, "register", taps("register")),
    (Desk, "apply", taps("apply", "x")),
    (Desk, "asked_to_renew", taps("renew", "k1")),
    (Desk, "renew", taps("renewed", "k1")),
    (Desk, "switch", taps("switch", "k1")),
    (ErrandRunner, "_export", taps("export")),
    (ErrandRunner, "_register", taps("register")),
]


def breaking(*_: Any, **__: Any) -> NoReturn:
    raise RuntimeError(SECRET)


async def test_every_use_case_may_break_and_nobody_else_notices(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    for home, name, act in USE_CASES:
        hurt, other = town.citizen("Анна"), town.citizen("Борис")
        await hurt.made_admin()
        with monkeypatch.context() as patch:
            patch.setattr(home, name, breaking)
            tap = await act(hurt)
            told = tap.answer["text"] if tap is not None and tap.answer["text"] else ""
            if not NUMBERED.search(told):
                await until(lambda hurt=hurt: NUMBERED.search(hurt.seen) is not None, f"{home.__name__}.{name}")
                told = hurt.seen
        found = NUMBERED.search(told)
        assert found is not None, (home, name, told)
        numbers = {event.get("incident") for event in town.events() if event["level"] == "error"}
        assert found[1] in numbers, (home, name)
        await hurt.says("/help")
        await other.starts(town.link("k1"))
        await hurt.sees("Как это работает")
        assert "Как вас обслужили?" in other.seen, (home, name)
    assert leaked(town.log.getvalue() + repr(town.rows()), (SECRET,)) == []


def test_every_use_case_of_a_citizen_and_of_the_desk_is_broken_above() -> None:
    broken = {(home, name) for home, name, _ in USE_CASES}
    for home in (Menus, Privacy, Desk):
        public = {name for name in vars(home) if not name.startswith("_")} - {"taps", "commands"}
        assert {(home, name) for name in public} - broken <= {(Desk, "received")}
