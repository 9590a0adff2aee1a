"""The administration's own people: its units, who manages surveys, and, in a city that is lived in, an anonymous survey
with answers already mixed, and letters in the mailbox. All of it through the program's own use cases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from functools import partial
from itertools import count

from bot.campaign_keeping import CampaignKeeping
from bot.demo.chance import SeededChance
from bot.demo.clock import CityClock
from bot.demo.colleague import SOURCE, Colleague
from bot.demo.organisation import CENTRE, LETTERS, MOODS, OFFICE, UNITS, USUAL, WISHES
from bot.demo.people import ANALYST, COORDINATOR, EMPLOYEE, FIRST_COLLEAGUE, Dweller
from bot.installation import Installation
from surveys.address import Address
from surveys.anonymity.campaign import Campaign
from surveys.anonymity.launching import launch
from surveys.conversation.conversation import Conversation
from surveys.conversation.deeds import HR_ANALYST
from surveys.conversation.incoming import Incoming
from surveys.disclosure.parameters import Parameters
from surveys.mailbox.release import let_out
from surveys.staff.batches import Terms, into_role, lasting, make, one_time, shared
from surveys.staff.changes import import_organisation
from surveys.staff.hidden import HiddenWords
from surveys.staff.invitation import LINK, new_code
from surveys.staff.roster import roster
from surveys.staff.writing import organisation_sheets
from surveys.work import Work

SEED = 1720
FORM = "int-annual"
ORDER = "№ 214-р от 02.11.2026"
WALL = "wall01"
"""The batch of the shared code that hangs on the demo's wall."""
PLACES = 40
DAYS = 365
BEGAN = timedelta(days=6)
"""How long ago the survey of a lived-in city was launched."""
LASTS = timedelta(days=21)
ANSWERED = {OFFICE: 11, CENTRE: 15, "care": 11, "school": 6, "housing": 10}
"""Who has answered in a lived-in city; the school's six are too few to be shown."""
EVENINGS = 3
"""Evenings on which the answers came, a draw after each."""


@dataclass(frozen=True, slots=True)
class Codes:
    """Fresh invitations, known in the clear here alone; the program keeps their hashes."""

    slip: str = field(repr=False)
    """One employee of the centre, once."""
    typed: str = field(repr=False)
    """One employee of the office, once."""
    shared: str = field(repr=False)
    """Anybody of the centre, until the places are taken; it hangs on the demo's wall."""
    colleagues: tuple[tuple[str, str], ...] = field(repr=False)
    """(unit, code) for everybody else."""


def codes() -> Codes:
    """The same each time, so that a demo that goes on can hang the same slip again."""
    chance = SeededChance(SEED)
    slip, typed, wall = (new_code(chance) for _ in range(3))
    return Codes(slip, typed, wall, tuple((unit, new_code(chance)) for unit in ANSWERED))


def settle(work: Work, installation: Installation, channel: str, now: datetime) -> None:
    """The units as the administrator's workbook gives them, and the codes of `codes`."""
    chief = work.people.find(Address(channel, str(COORDINATOR.number)))
    actor = chief.number if chief is not None else 0
    sheets = organisation_sheets(UNITS, HiddenWords(), installation.texts, "ru")
    import_organisation(work, sheets, installation.settings.administration, actor=actor, now=now)
    fresh, until = codes(), lasting(now, DAYS)
    given: list[tuple[Terms, str]] = [
        (one_time("slip01", CENTRE, until), fresh.slip),
        (one_time("slip02", OFFICE, until), fresh.typed),
        (shared(WALL, CENTRE, PLACES, until), fresh.shared),
        *((shared(f"many{at:02}", unit, PLACES, until), code) for at, (unit, code) in enumerate(fresh.colleagues)),
    ]
    for terms, code in given:
        make(work, terms, [code], actor=actor, now=now)


class StaffPast:
    """What the colleagues have done lately, under a moved clock. `language` is what they write in."""

    def __init__(self, installation: Installation, clock: CityClock, channel: str, language: str = "ru") -> None:
        self._at = installation
        self._clock = clock
        self._channel = channel
        self._language = language
        self._chance = SeededChance(SEED)
        self._conversation = Conversation(
            installation.policy, clock, self._chance, installation.secret, installation.keys
        )
        self._numbers: Iterator[int] = count(1)
        self._strangers: Iterator[int] = count(FIRST_COLLEAGUE)
        self._wishes = list(WISHES[language])
        self._keeping = CampaignKeeping(
            installation.works, installation.keys, clock, installation.chance, at=lambda _: None, tell=lambda: None
        )

    async def lived(self, now: datetime) -> None:
        """An anonymous survey that has run for some days, a draw after each evening, and letters let out."""
        with self._clock.in_the_past():
            began = now - BEGAN
            self._clock.put(began)
            campaign = await self._at.works.write(lambda work: self._launched(work, began))
            for evening in range(EVENINGS):
                self._clock.put(began + timedelta(days=evening, hours=9))
                await self._at.works.write(partial(self._answered, campaign=campaign.code, evening=evening))
                self._clock.put(began + timedelta(days=evening + 1))
                await self._keeping.tick()
            await self._at.works.write(self._wrote)
            self._clock.put(_morning_before(now, self._at.settings.zone))
            await self._let_out()
            await self._at.works.write(self._appointed)

    async def answered(self, campaign: str, people: Mapping[str, int]) -> None:
        """So many colleagues of each unit answer, now; they write while there are wishes left."""

        def answer(work: Work) -> None:
            for unit, number in people.items():
                self._answers(work, campaign, unit, number, wishing=1.0)

        await self._at.works.write(answer)

    async def wrote(self) -> None:
        """Letters of colleagues, posted now."""
        await self._at.works.write(self._wrote)

    def _launched(self, work: Work, now: datetime) -> Campaign:
        definition = work.questionnaires.current(FORM)
        assert definition is not None
        found = launch(
            work,
            self._at.keys,
            self._at.chance,
            now,
            definition,
            roster(work),
            Parameters(),
            ORDER,
            now + LASTS,
        )
        assert isinstance(found, Campaign)
        return found

    def _answered(self, work: Work, campaign: str, evening: int) -> None:
        """The evening's share of everybody who answers: most on the first, as after a mailing."""
        for unit, people in ANSWERED.items():
            first = people // 2
            shares = [first] + [(people - first + at) // (EVENINGS - 1) for at in range(EVENINGS - 1)]
            self._answers(work, campaign, unit, shares[evening])

    def _answers(self, work: Work, campaign: str, unit: str, people: int, wishing: float = 0.7) -> None:
        for _ in range(people):
            colleague = self._colleague()
            colleague.comes_in(work, dict(codes().colleagues)[unit])
            mood = MOODS.get(unit, USUAL)
            wish = self._wishes.pop() if self._wishes and self._chance.happens(wishing) else ""
            colleague.answers(work, campaign, mood, wish)

    def _wrote(self, work: Work) -> None:
        for letter in LETTERS[self._language]:
            colleague = self._colleague()
            colleague.comes_in(work, codes().colleagues[0][1])
            colleague.writes(work, letter)

    async def _let_out(self) -> None:
        at, now = self._at, self._clock.now()
        await self._keeping.carry_out(lambda work: let_out(work, at.keys, at.chance, now, at.settings.zone))

    def _appointed(self, work: Work) -> None:
        """Who has a phone on the page: the employee and the analyst come in by codes of their own."""
        now = self._clock.now()
        until = lasting(now, DAYS)
        for dweller, terms in (
            (EMPLOYEE, one_time("page01", CENTRE, until)),
            (ANALYST, one_time("page02", OFFICE, until)),
            (ANALYST, into_role("page03", HR_ANALYST, now)),
        ):
            code = new_code(self._chance)
            make(work, terms, [code], actor=0, now=now)
            self._started(work, dweller, code)

    def _started(self, work: Work, dweller: Dweller, code: str) -> None:
        address = Address(self._channel, str(dweller.number))
        incoming = Incoming(address, dweller.language, SOURCE, next(self._numbers))
        self._conversation.commanded(work, incoming, "start", LINK + code)

    def _colleague(self) -> Colleague:
        return Colleague(
            next(self._strangers),
            self._language,
            self._channel,
            conversation=self._conversation,
            chance=self._chance,
            numbers=self._numbers,
        )


def _morning_before(now: datetime, zone: tzinfo) -> datetime:
    """Ten o'clock of yesterday: letters are let out by then."""
    yesterday = now.astimezone(zone).date() - timedelta(days=1)
    return datetime.combine(yesterday, time(10), zone)
