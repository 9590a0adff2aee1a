"""The city's last weeks, made through the program's own use cases under a moved clock.

One unit of work holds it all: a few thousand taps, each what a person's tap would do, committed once.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from bot.demo.chance import SeededChance
from bot.demo.citizen import Citizen, Mood
from bot.demo.city import PLACES, WITHDRAWN, Place
from bot.demo.clock import CityClock
from bot.demo.comments import Comments
from bot.demo.people import COORDINATOR, FIRST_OTHER, OTHERS, SPEAKS_ENGLISH
from bot.demo.staff_seeding import StaffPast, settle
from bot.demo.traffic import DAYS, Visit, visits
from bot.housekeeping import tidy
from bot.installation import Installation
from bot.registers import read_register_into
from surveys.address import Address
from surveys.conversation.conversation import Conversation
from surveys.conversation.desk import new_claim
from surveys.conversation.incoming import Incoming
from surveys.points.changes import revoke
from surveys.points.links import payload
from surveys.points.point import Point, Service
from surveys.points.register import write_register
from surveys.work import Work

SEED = 2026
OUTLIERS = 0.9
"""How far ratings spread around a place's middle."""
RETURNS = 0.35
"""The chance that a visitor is somebody who has rated before."""


class CityRefused(RuntimeError):
    """The program did not take its own demo city: a fault of this release. `reason` says what was refused."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


async def populate(installation: Installation, clock: CityClock, channel: str, *, lived_in: bool = True) -> None:
    """Fill an empty database with the city and, when `lived_in`, with what its people said. Raises CityRefused."""
    now = clock.now()
    with clock.in_the_past():
        await installation.works.write(lambda work: _Past(installation, clock, channel, now).happen(work, lived_in))
    if lived_in:
        await StaffPast(installation, clock, channel).lived(now)


class _Past:
    """Made anew for each try of the transaction, with all its chance, so that a repeated try gives the same."""

    def __init__(self, installation: Installation, clock: CityClock, channel: str, now: datetime) -> None:
        self._at = installation
        self._clock = clock
        self._channel = channel
        self._now = now
        self._chance = SeededChance(SEED)
        self._comments = Comments(self._chance)
        self._conversation = Conversation(
            installation.policy, clock, self._chance, installation.secret, installation.keys
        )
        self._numbers: Iterator[int] = count(1)
        self._tidy_at = now - timedelta(days=DAYS + 3)
        self._seen: list[Citizen] = []
        self._strangers: Iterator[int] = iter(self._chance.shuffled(range(FIRST_OTHER, FIRST_OTHER + OTHERS)))

    def happen(self, work: Work, lived_in: bool) -> None:
        self._clock.put(self._now - timedelta(days=DAYS + 3))
        self._appoint(work)
        settle(work, self._at, self._channel, self._clock.now())
        points = self._open_points(work)
        for visit in visits(self._now, self._at.policy.zone, self._chance) if lived_in else ():
            self._tidied(work, visit.moment)
            self._clock.put(visit.moment)
            citizen = self._visitor(staged=visit.staged)
            citizen.scan_and_rate(work, payload(points[visit.place.title], self._at.secret), self._mood(visit))
        self._clock.put(self._now - timedelta(days=1))
        revoke(work, points[WITHDRAWN].key)

    def _tidied(self, work: Work, moment: datetime) -> None:
        """Once a day what was left unfinished expires, as the running bot sees to."""
        if moment - self._tidy_at >= timedelta(days=1):
            self._tidy_at = moment
            tidy(work, self._at.policy, moment)

    def _appoint(self, work: Work) -> None:
        """The coordinator takes the bot with the one-time code, as an administrator does."""
        code = new_claim(work, self._chance)
        if code is None:
            raise CityRefused("the database has an administrator already")
        address = Address(self._channel, str(COORDINATOR.number))
        self._conversation.commanded(work, Incoming(address, "ru", self._channel, next(self._numbers)), "claim", code)

    def _open_points(self, work: Work) -> dict[str, Point]:
        """The register is read as a coordinator's workbook is."""
        known = {form.settings.form_id for form in work.questionnaires.offered("external")}
        rows = write_register([_entered(place, known) for place in PLACES], "ru")
        preview = read_register_into(work, rows, self._chance, apply=True)
        if preview.issues:
            raise CityRefused(", ".join(f"{issue.code} in row {issue.place.row}" for issue in preview.issues))
        return {point.title: point for point in preview.new}

    def _visitor(self, *, staged: bool) -> Citizen:
        if self._seen and not staged and self._chance.happens(RETURNS):
            return self._chance.one_of(self._seen)
        stranger = next(self._strangers, None)
        if stranger is None:
            return self._chance.one_of(self._seen)
        citizen = Citizen(
            stranger,
            "en" if self._chance.happens(SPEAKS_ENGLISH) else "ru",
            self._channel,
            conversation=self._conversation,
            clock=self._clock,
            chance=self._chance,
            comments=self._comments,
            numbers=self._numbers,
        )
        self._seen.append(citizen)
        return citizen

    def _mood(self, visit: Visit) -> Mood:
        place = visit.place
        if visit.staged:
            return Mood(5, place.trouble, 0.0, curious=False)
        rating = round(self._chance.around(place.liked + place.drift * visit.progress, OUTLIERS))
        rating = min(5, max(1, rating))
        # The displeased have more to say.
        patience = 0.75 if rating <= 2 else 0.35
        return Mood(rating, place.trouble, patience, curious=self._chance.happens(0.3 if rating <= 2 else 0.12))


def _entered(place: Place, known: set[str]) -> Point:
    point = Point(
        key="",
        code="",
        title=place.title,
        unit=place.unit,
        address=place.address,
        hours=place.hours,
        services=tuple(Service(code, label) for code, label in place.services),
    )
    return replace(point, follow_up=place.follow_up if place.follow_up in known else "")
