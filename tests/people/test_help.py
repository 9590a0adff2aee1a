"""/help names what each person has, and nothing of what others have."""

from surveys.conversation.deeds import ADMIN, COORDINATOR, EMPLOYEE, GRANTED, HR_ANALYST
from tests.people.hall import Hall

EVERYBODYS = ("/surveys", "/subscriptions", "/language", "/timezone", "/privacy", "/stop")
EMPLOYEES = ("/speak", "/reply", "/acts", "/trust", "/leave")
DESKS = ("/campaigns", "/points", "/staff", "/lists")


ROLES = {
    "": (),
    EMPLOYEE: EMPLOYEES,
    COORDINATOR: DESKS,
    ADMIN: (*DESKS, "/climate", "/trail"),
    HR_ANALYST: ("/climate", "/letters"),
}


async def test_help_names_exactly_what_each_person_can_ask_for(hall: Hall) -> None:
    every = {*EVERYBODYS, *EMPLOYEES, *DESKS, "/climate", "/letters", "/trail"}
    for role, named in ROLES.items():
        anna = await (hall.employed() if role == EMPLOYEE else hall.came())
        if role in GRANTED:
            await hall.granted(anna, role)
        await anna.says("/help")
        found = {word for word in anna.seen.replace(":", " ").split() if word.startswith("/")}
        assert found & every == {*EVERYBODYS, *named}, role
