"""The staff's desk asks for rights at every step: of the tap, and of the slow work after it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.installation import Installation, open_installation
from bot.settings import Settings
from bot.staff_errands import StaffErrands
from surveys.address import Address
from surveys.conversation.conversation import Conversation
from surveys.conversation.deeds import ADMIN, COORDINATOR
from surveys.conversation.incoming import Incoming, Outcome
from surveys.errors import NotFound
from surveys.screens import Action, Phrase
from surveys.staff.admitting import Wrong, admit
from surveys.staff.batches import into_role, make, one_time
from surveys.staff.changes import import_organisation
from surveys.staff.invitation import new_code
from surveys.work import Work
from tests.staff.sheets import CITY, ROWS, UNITS, units_sheet

CHIEF, COORDINATING, NOBODY = (Address("telegram", str(number)) for number in (1, 2, 3))
VERBS = ("staff", "unit", "sheet", "plant", "codes", "share", "inv", "shr", "invs", "batch", "void", "voided",
         "mv", "mvto", "moved")  # fmt: skip


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Installation]:
    settings = Settings(
        _env_file=None,
        bot_token="4242:emulated-token",
        database_url=f"sqlite:///{tmp_path}/otklik.db",
        keys=tmp_path / "keys",
    )
    async with open_installation(settings) as installation:
        now = installation.clock.now()

        def settle(work: Work) -> None:
            work.staff.replace_units(UNITS)
            for address, role in ((CHIEF, ADMIN), (COORDINATING, COORDINATOR)):
                work.roles.grant(work.people.enter(address, "ru", now).number, role, now)
            work.people.enter(NOBODY, "ru", now)
            make(work, into_role("role22", "viewer", now), [new_code(installation.chance)], actor=0, now=now)

        await installation.works.write(settle)
        yield installation


def incoming(who: Address, number: int = 1) -> Incoming:
    return Incoming(who, "ru", "telegram", number, "1")


async def tapped(office: Installation, who: Address, verb: str, *args: str) -> Outcome:
    conversation = Conversation(office.policy, office.clock, office.chance, office.secret, office.keys)
    number = int(office.chance.fraction() * 10**12)
    return await office.works.write(lambda work: conversation.tapped(work, incoming(who, number), Action(verb, args)))


def gone(outcome: Outcome) -> bool:
    return outcome.reply.toast == Phrase("conversation.gone") and outcome.errand is None


async def test_nobody_without_a_role_gets_anything_from_any_verb(office: Installation) -> None:
    for verb in (*VERBS, "roles", "role"):
        assert gone(await tapped(office, NOBODY, verb, "s4", "zags")), verb


async def test_roles_are_an_administrators_business(office: Installation) -> None:
    for verb, args in (("roles", ()), ("role", ("viewer", "abc234")), ("batch", ("role22",)), ("void", ("role22",)),
                       ("voided", ("role22",))):  # fmt: skip
        assert gone(await tapped(office, COORDINATING, verb, *args)), verb
        assert not gone(await tapped(office, CHIEF, verb, *args)), verb


async def test_slow_work_asks_again_for_rights_that_may_have_gone(office: Installation) -> None:
    errands = StaffErrands(office, "city_bot")
    replies = await errands.read((units_sheet(*ROWS, ("", "Архив", "adm")),), incoming(COORDINATING), "ru")
    assert replies[0].screen is not None
    draft = replies[0].screen.controls[0].action.args[0]
    for attempt in (
        errands.apply(draft, incoming(NOBODY), "ru"),
        errands.sheet(incoming(NOBODY), "ru"),
        errands.read((units_sheet(*ROWS),), incoming(NOBODY), "ru"),
        errands.invite(("codes", "s4", "10", "7", "b22222"), incoming(NOBODY), "ru"),
        errands.invite(("role", "admin", "b33333"), incoming(COORDINATING), "ru"),
        errands.invite(("role", "owner", "b44444"), incoming(CHIEF), "ru"),
    ):
        with pytest.raises(NotFound):
            await attempt
    stored = await office.works.read(lambda work: (len(work.staff.units()), len(work.invitations.all())))
    assert stored == (5, 1)


async def test_codes_into_a_unit_that_went_do_not_revive_with_its_key(office: Installation) -> None:
    code, now = new_code(office.chance), office.clock.now()

    def story(work: Work) -> None:
        person = work.people.enter(NOBODY, "ru", now)
        make(work, one_time("b1", "zags", now + timedelta(days=9)), [code], actor=0, now=now)
        for rows in (ROWS[:-1], ROWS):
            assert import_organisation(work, [units_sheet(*rows)], CITY, actor=0, now=now).issues == ()
        assert "zags" in {unit.key for unit in work.staff.units()}
        assert admit(work, person.number, code, now) == Wrong()

    await office.works.write(story)
