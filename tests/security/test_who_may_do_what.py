"""Row 2: every verb and every command, fired by everybody, does what this table says and nothing more.

The table is written by hand: a verb without a row fails, so that nobody forgets to decide who may use it.
"""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.installation import Installation, open_installation
from bot.settings import Settings
from surveys.address import Address
from surveys.anonymity.organisation import Unit
from surveys.conversation.conversation import Conversation
from surveys.conversation.deeds import ADMIN, COORDINATOR, EMPLOYEE, HR_ANALYST, OFFICER, VIEWER, Deed
from surveys.conversation.incoming import Incoming, Outcome
from surveys.screens import Action, Reply
from surveys.work import Work

EVERYBODY = frozenset({"citizen", "employee", "coordinator", "another coordinator", HR_ANALYST, OFFICER, VIEWER, ADMIN,
                       "revoked admin"})  # fmt: skip
STAFF = EVERYBODY - {"citizen"}
COORDINATORS = frozenset({"coordinator", "another coordinator"})
DESK = COORDINATORS | {ADMIN}
ANALYST = frozenset({HR_ANALYST})
ONLY_ADMIN = frozenset({ADMIN})
HOLDERS = ANALYST | ONLY_ADMIN

TAPS = {
    **dict.fromkeys(("survey", "resume", "point", "more", "named", "surveys", "speak"), EVERYBODY),
    "asked": EVERYBODY,
    "sample": DESK,
    **dict.fromkeys(("privacy", "why", "export", "erase", "erased"), EVERYBODY),
    **dict.fromkeys(("subs", "asks", "subon", "suboff", "subnone", "zones", "zone", "unhired"), EVERYBODY),
    **dict.fromkeys(("points", "pt", "poster", "posters", "register", "apply", "renew", "renewed", "switch"), DESK),
    **dict.fromkeys(("letters", "letter", "lanswer", "lanswered", "lclose"), ANALYST),
    **dict.fromkeys(("trail", "role", "roles"), ONLY_ADMIN),
    "left": EVERYBODY,
    **dict.fromkeys(("leave", "move", "place"), STAFF),
    **dict.fromkeys(
        ("camps", "onew", "oform", "oc", "os", "oset", "oclone", "ocopy", "oextra", "oextry", "oaway", "ogone"), DESK
    ),
    **dict.fromkeys(("olook", "ocheck", "osure", "ogo", "oplan", "ounpl"), DESK),
    **dict.fromkeys(("ostop", "oresu", "oend", "oended"), DESK),
    **dict.fromkeys(("staff", "unit", "sheet", "plant", "mv", "mvto", "moved"), DESK),
    **dict.fromkeys(("codes", "share", "inv", "shr", "invs", "batch", "void", "voided"), DESK),
    **dict.fromkeys(("hday", "newc", "lists", "list", "unlist", "keep"), DESK),
    # Results are the analyst's alone; who may launch and close sees none of them.
    **dict.fromkeys(("res", "rgroups", "rpart", "rq", "rwave", "rfile", "rasked"), ANALYST),
    **dict.fromkeys(("rtexts", "rshow", "rhide", "rhid", "rhidden"), ANALYST),
    **dict.fromkeys(("climate", "cl", "cnew", "cform", "cdraft", "cview", "cgroups", "csay"), HOLDERS),
    **dict.fromkeys(("cset", "csize", "cweeks", "cend", "corder", "cnoorder", "cgo"), HOLDERS),
    **dict.fromkeys(("cask", "cclose", "cconfirm", "cwithdraw"), HOLDERS),
    **dict.fromkeys(("acts", "act", "actpdf"), STAFF),
}
COMMANDS = {
    **dict.fromkeys(("start", "surveys", "language", "help", "stop", "claim"), EVERYBODY),
    **dict.fromkeys(("privacy", "trust", "доверие", "subscriptions", "timezone"), EVERYBODY),
    **dict.fromkeys(("points", "lists"), DESK),
    **dict.fromkeys(("letters", "письма"), ANALYST),
    **dict.fromkeys(("trail", "журнал"), ONLY_ADMIN),
    "staff": DESK,
    **dict.fromkeys(("campaigns", "кампании"), DESK),
    "climate": HOLDERS,
    **dict.fromkeys(("leave", "acts"), STAFF),
}
GRANTS = {"coordinator": COORDINATOR, "another coordinator": COORDINATOR, "revoked admin": ADMIN,
          **{role: role for role in (HR_ANALYST, OFFICER, VIEWER, ADMIN)}}  # fmt: skip


class Fired:
    """The conversation of a real installation, in which every deed only notes that it was let through."""

    def __init__(self, installation: Installation, people: dict[str, Address]) -> None:
        at = installation
        self.works, self.people = at.works, people
        self.conversation = Conversation(at.policy, at.clock, at.chance, at.secret, at.keys)
        self.done: list[str] = []
        self.number = 0
        for deeds in (self.conversation._taps, self.conversation._commands):
            for name, deed in deeds.items():
                deeds[name] = replace(deed, doing=self._noting(name))

    def _noting(self, name: str) -> Callable[..., Outcome]:
        def noted(*_: object) -> Outcome:
            self.done.append(name)
            return Outcome(Reply(), "ru")

        return noted

    async def fired(self, who: str, use: Callable[[Work, Incoming], Outcome]) -> bool:
        """Whether it was let through."""
        self.number += 1
        self.done.clear()
        incoming = Incoming(self.people[who], "ru", "chat", self.number)
        await self.works.write(lambda work: use(work, incoming))
        return bool(self.done)


@pytest.fixture
async def fired(tmp_path: Path) -> AsyncIterator[Fired]:
    settings = Settings(_env_file=None, database_url=f"sqlite:///{tmp_path}/otklik.db", keys=tmp_path / "keys")
    async with open_installation(settings) as installation:
        people = {who: Address("telegram", str(place)) for place, who in enumerate(sorted(EVERYBODY), 1)}
        now = installation.clock.now()

        def settle(work: Work) -> None:
            work.staff.replace_units([Unit("top", "Администрация")])
            for who, address in people.items():
                number = work.people.enter(address, "ru", now).number
                if who in STAFF:
                    work.staff.join(number, "top")
                if who in GRANTS:
                    work.roles.grant(number, GRANTS[who], now)

        await installation.works.write(settle)
        with closing(sqlite3.connect(tmp_path / "otklik.db", isolation_level=None)) as raw:
            raw.execute(
                "DELETE FROM role_grant WHERE person_id = (SELECT id FROM person WHERE key = ?)",
                (people["revoked admin"].key,),
            )
        yield Fired(installation, people)


async def test_every_button_is_for_whom_the_table_says(fired: Fired) -> None:
    taps, _ = fired.conversation.deeds
    assert set(taps) == set(TAPS)
    for verb, may in sorted(TAPS.items()):
        action = Action(verb, ("k1",))
        let = {
            who
            for who in EVERYBODY
            if await fired.fired(who, lambda w, i, a=action: fired.conversation.tapped(w, i, a))
        }
        assert let == may, verb


async def test_every_command_is_for_whom_the_table_says(fired: Fired) -> None:
    _, commands = fired.conversation.deeds
    assert set(commands) == set(COMMANDS)
    for name, may in sorted(COMMANDS.items()):
        let = {
            who
            for who in EVERYBODY
            if await fired.fired(who, lambda w, i, n=name: fired.conversation.commanded(w, i, n, ""))
        }
        assert let == may, name


async def test_a_repeated_input_gives_nobody_more_rights(fired: Fired) -> None:
    """An input that comes twice may be answered by the deed it is shown instead: its roles count."""
    for verb in sorted(TAPS):
        for who in sorted(EVERYBODY - TAPS[verb]):
            use = lambda w, i, v=verb: fired.conversation.tapped(w, i, Action(v, ("k1",)))  # noqa: E731
            await fired.fired(who, use)
            fired.number -= 1
            assert not await fired.fired(who, use), (verb, who)


def test_a_role_that_is_declared_is_one_of_those_there_are(fired: Fired) -> None:
    known = {"anybody", EMPLOYEE, ADMIN, COORDINATOR, HR_ANALYST, OFFICER, VIEWER}
    deeds: list[Deed] = [deed for part in fired.conversation.deeds for deed in part.values()]
    assert deeds
    assert all(deed.roles and deed.roles <= known for deed in deeds)
