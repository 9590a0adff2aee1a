"""Lists of people at the desk: which there are, until when, and away with one. Files are read in `bot.list_errands`."""

from datetime import date, datetime

from surveys.campaigns.list_keeping import PeopleList, forget, kept
from surveys.conversation.deeds import DESK, Deed
from surveys.conversation.incoming import Errand, Incoming, Outcome
from surveys.conversation.pages import first, option, page
from surveys.errors import NotFound
from surveys.people import Person
from surveys.screens import Action, Option, Phrase, Reply, Screen, Tone, Words
from surveys.work import Work


class Listing:
    def commands(self) -> dict[str, Deed]:
        return {"lists": Deed(lambda work, incoming, person, *_: self.shown(work, incoming, person), DESK, shows=True)}

    def taps(self) -> dict[str, Deed]:
        return {
            "lists": self.commands()["lists"],
            "list": Deed(
                lambda work, incoming, person, args, _: self.card(work, incoming, person, first(args)),
                DESK,
                shows=True,
            ),
            "unlist": Deed(
                lambda work, incoming, person, args, now: self.forget(work, incoming, person, first(args), now),
                DESK,
                instead="lists",
            ),
            "keep": Deed(lambda work, incoming, person, args, _: self.keep(incoming, person, first(args)), DESK),
        }

    def shown(self, work: Work, incoming: Incoming, person: Person, notice: Words | None = None) -> Outcome:
        lists = kept(work)
        screen = page(
            person.language or incoming.language,
            Phrase("lists.some" if lists else "lists.none"),
            Phrase("lists.how"),
            title=Phrase("lists.title"),
            notice=notice,
            options=[Option(line(each), Action("list", (each.key,))) for each in lists],
            controls=[option("staff.desk.open", "staff")],
            again=Action("lists"),
        )
        return _said(screen, incoming)

    def card(self, work: Work, incoming: Incoming, person: Person, key: str) -> Outcome:
        """Raises NotFound."""
        found = next((each for each in kept(work) if each.key == key), None)
        if found is None:
            raise NotFound("list", key)
        screen = page(
            person.language or incoming.language,
            line(found),
            Phrase("lists.card"),
            title=Phrase("lists.title"),
            controls=[
                option("lists.forget", "unlist", key, tone=Tone.GRAVE),
                option("staff.desk.back", "lists"),
            ],
        )
        return _said(screen, incoming)

    def forget(self, work: Work, incoming: Incoming, person: Person, key: str, now: datetime) -> Outcome:
        forget(work, key, actor=person.number, now=now)
        return self.shown(work, incoming, person, Phrase("lists.forgotten"))

    def keep(self, incoming: Incoming, person: Person, draft: str) -> Outcome:
        """What was read and previewed under this key is kept, after this work."""
        return Outcome(Reply(), person.language or incoming.language, errand=Errand("list_keep", (draft,)))


def line(found: PeopleList) -> Phrase:
    """One list, as it is offered to choose from."""
    day = found.last_day
    facts: dict[str, str | int | Phrase] = {"name": found.name, "count": found.people, "until": _written(day)}
    return Phrase("lists.line", facts)


def _written(day: date) -> str:
    return day.strftime("%d.%m.%Y")


def _said(screen: Screen, incoming: Incoming) -> Outcome:
    return Outcome(Reply(screen, afresh=not incoming.placement), screen.language)
