"""A citizen says about which services they may be asked now and then, and takes it back. Nobody is by default.

Agreeing to be asked is a consent of its own (domain.md L-7): it is given on a page that speaks of nothing else, one
service by one, and the row that records it holds when.
"""

from datetime import datetime

from surveys.conversation.deeds import EVERYBODY, Deed
from surveys.conversation.incoming import Incoming, Outcome
from surveys.conversation.pages import first, option, page
from surveys.errors import NotFound
from surveys.people import Person
from surveys.points.point import Point
from surveys.screens import Action, Layout, Option, Phrase, Reply, Words
from surveys.work import Work

ASKING = "2026-11"
"""The version of the text that is agreed to (`subscribing.consent`): raise it with every change of its meaning."""
ANY = ""
"""Whatever the service: the key of that subscription."""
PAGE = "subs"


class Subscribing:
    def commands(self) -> dict[str, Deed]:
        return {
            "subscriptions": Deed(
                lambda work, incoming, person, *_: self.shown(work, incoming, person), EVERYBODY, shows=True
            )
        }

    def taps(self) -> dict[str, Deed]:
        return {
            PAGE: self.commands()["subscriptions"],
            "asks": Deed(
                lambda work, incoming, person, args, _: self.offered(work, incoming, person, first(args)),
                EVERYBODY,
                shows=True,
            ),
            # Each says what shall be and not what shall change, so a doubled tap changes nothing back.
            "subon": Deed(
                lambda work, incoming, person, args, now: self.agree(work, incoming, person, first(args), now),
                EVERYBODY,
                shows=True,
            ),
            "suboff": Deed(
                lambda work, incoming, person, args, _: self.withdraw(work, incoming, person, first(args)),
                EVERYBODY,
                shows=True,
            ),
            "subnone": Deed(
                lambda work, incoming, person, *_: self.withdraw_all(work, incoming, person), EVERYBODY, shows=True
            ),
        }

    def shown(self, work: Work, incoming: Incoming, person: Person, notice: Words | None = None) -> Outcome:
        return self._page(work, incoming, person, (), notice, afresh=not incoming.placement)

    def offered(self, work: Work, incoming: Incoming, person: Person, point: str) -> Outcome:
        """From the thanks of a survey at a point, whose services stand first. The thanks stay where they are."""
        place = work.points.by_key(point)
        near = tuple(service.code for service in place.services) if place is not None else ()
        return self._page(work, incoming, person, near, None, afresh=True)

    def agree(self, work: Work, incoming: Incoming, person: Person, service: str, now: datetime) -> Outcome:
        """Raises NotFound for a service that no point has (any more)."""
        if service != ANY and service not in services(work):
            raise NotFound("service", service)
        if service not in work.subscriptions.of(person.number):
            work.subscriptions.add(person.number, service, now)
        return self.shown(work, incoming, person, Phrase("subscribing.agreed", {"service": _named(work, service)}))

    def withdraw(self, work: Work, incoming: Incoming, person: Person, service: str) -> Outcome:
        work.subscriptions.remove(person.number, service)
        return self.shown(work, incoming, person, Phrase("subscribing.withdrawn", {"service": _named(work, service)}))

    def withdraw_all(self, work: Work, incoming: Incoming, person: Person) -> Outcome:
        work.subscriptions.remove(person.number, None)
        return self.shown(work, incoming, person, Phrase("subscribing.withdrawn_all"))

    def _page(
        self,
        work: Work,
        incoming: Incoming,
        person: Person,
        near: tuple[str, ...],
        notice: Words | None,
        *,
        afresh: bool,
    ) -> Outcome:
        language = person.language or incoming.language
        chosen = work.subscriptions.of(person.number)
        employed = work.staff.unit_of(person.number) is not None
        screen = page(
            language,
            Phrase("subscribing.what"),
            Phrase("subscribing.how_to_stop" if chosen else "subscribing.none"),
            *([Phrase("subscribing.staff")] if employed else []),
            title=Phrase("subscribing.title"),
            notice=notice,
            options=[_toggle(code, words, code in chosen) for code, words in _ordered(work, chosen, near)],
            layout=Layout.TOGGLES,
            controls=[option("subscribing.stop_all", "subnone")] if chosen else [],
            footnote=Phrase("subscribing.consent", {"version": ASKING}),
            again=Action(PAGE),
        )
        return Outcome(Reply(screen, afresh=afresh), language)


def services(work: Work) -> dict[str, str]:
    """(code, label) of every service that an open point of the register has, by label. The first label of a code is
    taken: points are known to spell one differently."""
    found: dict[str, str] = {}
    for point in sorted(work.points.all(), key=lambda point: point.key):
        if point.active and not point.revoked:
            for service in point.services:
                found.setdefault(service.code, service.label)
    return dict(sorted(found.items(), key=lambda pair: pair[1].lower()))


def chosen_words(work: Work, person: Person) -> list[Words]:
    """About what this person may be asked, for the page of what is stored."""
    chosen = work.subscriptions.of(person.number)
    return [_named(work, code) for code in sorted(chosen)]


def offer(work: Work, person: int, point: Point) -> tuple[Option, ...]:
    """One quiet button below the thanks, for who does not get invitations about this point's services yet."""
    chosen = work.subscriptions.of(person)
    near = {service.code for service in point.services}
    if ANY in chosen or near & chosen:
        return ()
    return (option("subscribing.offer", "asks", point.key),)


def _ordered(work: Work, chosen: frozenset[str], near: tuple[str, ...]) -> list[tuple[str, Words]]:
    """Any service, what is chosen, what the person has just come from, the rest: a choice stays on the first page."""
    known = services(work)
    rest = [code for code in (*known, *sorted(chosen - known.keys() - {ANY}))]
    rest.sort(key=lambda code: (code not in near, code not in chosen))
    return [(code, _named(work, code, known)) for code in (ANY, *rest)]


def _toggle(code: str, words: Words, selected: bool) -> Option:
    return Option(words, Action("suboff" if selected else "subon", (code,)), selected=selected)


def _named(work: Work, code: str, known: dict[str, str] | None = None) -> Words:
    if code == ANY:
        return Phrase("subscribing.any")
    label = (services(work) if known is None else known).get(code)
    return label or Phrase("subscribing.gone_service", {"code": code})
