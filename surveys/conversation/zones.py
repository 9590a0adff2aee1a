"""Somebody says where they live by the clock, so that nothing is sent to them at night.

The names are what people call their zone by: the city it is known for and its distance from Moscow.
"""

from dataclasses import replace
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from surveys.conversation.deeds import EVERYBODY, Deed
from surveys.conversation.incoming import Incoming, Outcome, Policy
from surveys.conversation.pages import first, page
from surveys.errors import NotFound
from surveys.people import Person
from surveys.screens import Action, Option, Phrase, Reply, Words
from surveys.work import Work

CITIES = {
    "Europe/Kaliningrad": "kaliningrad",
    "Europe/Moscow": "moscow",
    "Europe/Samara": "samara",
    "Asia/Yekaterinburg": "yekaterinburg",
    "Asia/Omsk": "omsk",
    "Asia/Krasnoyarsk": "krasnoyarsk",
    "Asia/Irkutsk": "irkutsk",
    "Asia/Yakutsk": "yakutsk",
    "Asia/Vladivostok": "vladivostok",
    "Asia/Magadan": "magadan",
    "Asia/Kamchatka": "kamchatka",
}
"""The eleven zones of Russia (107-FZ, art. 5), from west to east: IANA name, key of its name in the catalogue."""
HERE = ""
"""As the administration's own clock goes."""


class Zones:
    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def commands(self) -> dict[str, Deed]:
        return {
            "timezone": Deed(
                lambda work, incoming, person, _, now: self.shown(incoming, person, now), EVERYBODY, shows=True
            )
        }

    def taps(self) -> dict[str, Deed]:
        return {
            "zones": self.commands()["timezone"],
            "zone": Deed(
                lambda work, incoming, person, args, now: self.choose(work, incoming, person, first(args), now),
                EVERYBODY,
                shows=True,
            ),
        }

    def shown(self, incoming: Incoming, person: Person, now: datetime, notice: Words | None = None) -> Outcome:
        language = person.language or incoming.language
        wall = now.astimezone(zone_of(person, self._policy.zone)).strftime("%H:%M")
        screen = page(
            language,
            Phrase("zones.question", {"time": wall}),
            title=Phrase("zones.title"),
            notice=notice,
            options=[
                Option(zone_words(zone), Action("zone", (zone,)), selected=zone == person.zone)
                for zone in (HERE, *CITIES)
            ],
        )
        return Outcome(Reply(screen, afresh=not incoming.placement), language)

    def choose(self, work: Work, incoming: Incoming, person: Person, zone: str, now: datetime) -> Outcome:
        """Raises NotFound for a zone that has no button."""
        if zone != HERE and zone not in CITIES:
            raise NotFound("zone")
        chosen = replace(person, zone=zone)
        work.people.save(chosen)
        return self.shown(incoming, chosen, now, Phrase("zones.chosen"))


def zone_of(person: Person, administration: tzinfo) -> tzinfo:
    return ZoneInfo(person.zone) if person.zone else administration


def zone_words(zone: str) -> Phrase:
    """What people call it. A zone from elsewhere, which only an import can have brought, is the administration's."""
    return Phrase(f"zones.{CITIES[zone]}") if zone in CITIES else Phrase("zones.here")
