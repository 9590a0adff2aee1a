"""/help names what each person has, and nothing of what others have."""

import pytest

from surveys.conversation.deeds import ADMIN, COORDINATOR, HR_ANALYST
from tests.people.hall import Hall

EVERYBODYS = ("/surveys", "/subscriptions", "/language", "/timezone", "/privacy", "/stop")
EMPLOYEES = ("/speak", "/reply", "/acts", "/trust", "/leave")
DESKS = ("/points", "/staff", "/lists")


@pytest.mark.parametrize(
    ("role", "named"),
    [
        ("", ()),
        ("employee", EMPLOYEES),
        (COORDINATOR, DESKS),
        (ADMIN, (*DESKS, "/climate", "/trail")),
        (HR_ANALYST, ("/climate", "/letters")),
    ],
)
async def test_help_names_exactly_what_this_person_can_ask_for(hall: Hall, role: str, named: tuple[str, ...]) -> None:
    anna = await (hall.employed() if role == "employee" else hall.came())
    if role not in ("", "employee"):
        number, now = (await anna.row()).number, hall.clock.now()
        await hall.town.changed(lambda work: work.roles.grant(number, role, now))
    await anna.says("/help")
    every = {*EVERYBODYS, *EMPLOYEES, *DESKS, "/climate", "/letters", "/trail"}
    found = {word for word in anna.seen.replace(":", " ").split() if word.startswith("/")}
    assert found & every == {*EVERYBODYS, *named}
