"""Codes for newcomers carry the day they were hired, so that they are asked on their 30th and 90th day.

The coordinator types the day, nobody else enters one; who came in by such a code sees it and may have it forgotten.
"""

from datetime import date, datetime, timedelta

from surveys.conversation import awaiting
from surveys.conversation.deeds import DESK, EVERYBODY, Deed
from surveys.conversation.incoming import Errand, Incoming, Outcome, Policy
from surveys.conversation.inviting import Inviting
from surveys.conversation.pages import first, option, page
from surveys.errors import NotFound
from surveys.people import Person
from surveys.screens import Action, Layout, Option, Phrase, Reply, Words
from surveys.staff.hiring import packed, read_day
from surveys.work import Work

USUAL = ((0, "hiring.today"), (1, "hiring.tomorrow"))


class Hiring:
    def __init__(self, policy: Policy, inviting: Inviting) -> None:
        self._policy = policy
        self._inviting = inviting

    def commands(self) -> dict[str, Deed]:
        return {}

    def taps(self) -> dict[str, Deed]:
        return {
            "hday": Deed(
                lambda work, incoming, person, args, now: self.ask(work, incoming, person, args, now), DESK, shows=True
            ),
            "newc": Deed(lambda work, incoming, person, args, _: self.print(incoming, person, first(args)), DESK),
            # Not for employees only: who tapped twice, or left meanwhile, is told the same.
            "unhired": Deed(
                lambda work, incoming, person, *_: self.forget(work, incoming, person), EVERYBODY, shows=True
            ),
        }

    def texts(self) -> dict[str, Deed]:
        """What is done with a text that a screen here has asked for, by verb."""
        return {
            "hday": Deed(lambda work, incoming, person, args, now: self.typed(work, incoming, person, args, now), DESK)
        }

    def ask(
        self,
        work: Work,
        incoming: Incoming,
        person: Person,
        args: tuple[str, ...],
        now: datetime,
        wrong: Words | None = None,
    ) -> Outcome:
        """`args`: the unit and the days that the codes are to last. Raises NotFound."""
        unit = next((each for each in work.staff.units() if each.key == first(args)), None)
        if unit is None:
            raise NotFound("unit", first(args))
        days = args[1] if len(args) > 1 else ""
        awaiting.expect(work, person, "hday", unit.key, days, now=now)
        today = self._policy.day(now)
        language = person.language or incoming.language
        screen = page(
            language,
            Phrase("hiring.question"),
            Phrase("newcomers.how"),
            title=unit.name,
            notice=wrong,
            options=[_to(unit.key, days, today + timedelta(days=ahead), Phrase(key)) for ahead, key in USUAL],
            layout=Layout.PAIRS,
            controls=[option("staff.desk.back", "codes", unit.key, days)],
        )
        return Outcome(Reply(screen, afresh=not incoming.placement), language)

    def typed(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        unit, days, text = args
        day = read_day(text, self._policy.day(now))
        if not isinstance(day, date):
            return self.ask(work, incoming, person, (unit, days), now, day.said)
        return self._inviting.sizes(work, incoming, person, "inv", (unit, days, packed(day)))

    def print(self, incoming: Incoming, person: Person, draft: str) -> Outcome:
        """The codes of the workbook that was read and previewed under this key."""
        language = person.language or incoming.language
        return Outcome(Reply(toast=Phrase("staff.codes.coming")), language, errand=Errand("newcomers", (draft,)))

    def forget(self, work: Work, incoming: Incoming, person: Person) -> Outcome:
        if work.staff.hired_on(person.number) is not None:
            work.staff.hire(person.number, None)
        language = person.language or incoming.language
        screen = page(language, Phrase("hiring.forgotten"), controls=[option("hiring.to_privacy", "privacy")])
        return Outcome(Reply(screen, afresh=not incoming.placement), language)


def _to(unit: str, days: str, day: date, words: Phrase) -> Option:
    return Option(words, Action("codes", (unit, days, packed(day))))
