"""A small administration, an anonymous survey of it, and what its stores keep."""

from dataclasses import replace
from datetime import date, timedelta

from surveys.anonymity.blocks import Block, Column
from surveys.anonymity.boxes import Box
from surveys.anonymity.campaign import Act, Campaign, Loss
from surveys.anonymity.cells import Cells, TooFewPeople, cells_of
from surveys.anonymity.keys import RATINGS, Pool, texts_of
from surveys.anonymity.organisation import Unit, organisation
from surveys.anonymity.pool import Change
from surveys.disclosure.figures import Bound, Mean
from surveys.disclosure.ledger import Entry, Release
from surveys.disclosure.parameters import Parameters
from surveys.disclosure.reasons import Reason
from surveys.disclosure.scopes import Scope
from surveys.mailbox.letters import Arrived
from surveys.staff.hidden import HiddenWords
from surveys.staff.invitation import Invitation
from surveys.work import Work
from tests.storage.examples import MINUTE, NOON

TODAY = NOON.date()
TOMORROW = date(2026, 3, 3)
UNITS = [
    Unit("top", "Администрация", "", 3),
    Unit("finance", "Финансы", "top", 12),
    Unit("schools", "Школы", "top", 25),
]
DIGEST = bytes(range(32))
POOL = Pool("k7m2", RATINGS, "cell")
TEXTS = Pool("k7m2", texts_of("q7"), "cell")
ACT = Act(
    NOON + 7 * MINUTE,
    ((RATINGS, 27), (texts_of("q7"), 12)),
    ((RATINGS, 0),),
    2,
    (('Школы «"key_destroyed":false»', 3, 17),),
    True,
    False,
    "coordinator",
    "admin",
)
HIDDEN = HiddenWords(("Юрьева Анна Ильинична", "Абрамов Пётр"), ("директор школы № 3",))


def cells() -> Cells:
    found = cells_of(organisation(UNITS), needed=10)
    assert not isinstance(found, TooFewPeople)
    return found


def campaign(code: str = "k7m2", *, days: int = 0) -> Campaign:
    return Campaign(
        code=code,
        form_id="int-annual",
        version="1",
        cells=cells(),
        parameters=Parameters().raised(k=7, pause=timedelta(hours=24)),
        sensitive=frozenset({"mood", "boss"}),
        order="№ 12 от 01.03.2026",
        launched_at=NOON + timedelta(days=days),
        closes_at=NOON + timedelta(days=days + 14),
        fingerprint="0123456789abcdef",
    )


def invitation(mark: int, batch: str = "sheet", *, limit: int = 1, unit: str = "finance", role: str = "") -> Invitation:
    return Invitation(bytes([mark]) * 32, batch, unit, role, limit, 0, NOON + mark * MINUTE)


def box(mark: int, generation: int = 0) -> Box:
    return Box(bytes([mark]) * 16, generation, bytes([mark]) * 2076)


def ratings(mark: int) -> Block:
    columns = (Column("mood", 4, (("calm", 3), ("fear", 1)), 1, 2), Column("rate", 5, (("5", 5),)))
    return Block(bytes([mark]) * 16, "k7m2", RATINGS, "cell", 5, columns=columns)


def texts(mark: int) -> Block:
    return Block(bytes([mark]) * 16, "k7m2", texts_of("q7"), "~top", 2, texts=("Душно\ud800", "Тепло\0"))


def mean(value: float, *, question: str = "rate", cell: str = "cell") -> Release:
    blocks = frozenset({b"\xff" * 16, b"\0" * 16})
    return Release("mean", question, Scope(cell=cell), Mean(value, Bound.AT_LEAST), blocks=blocks)


def entry(release: Release, *, outlet: str = "screen", day: date = TODAY) -> Entry:
    return Entry("k7m2", day, outlet, release)


WITHHELD = Release("mean", "rate", Scope(cell="cell"), None, Reason.FEW_FOR_QUESTION)


def fill(w: Work, person: int) -> None:
    """A row in every table, and in each kind of column."""
    w.staff.replace_units(UNITS)
    w.staff.join(person, "finance")
    w.staff.replace_hidden(HIDDEN)
    w.invitations.add([invitation(1), invitation(2, unit="", role="coordinator")])
    w.campaigns.add(campaign())
    w.campaigns.add(replace(campaign("b9x3"), losses=(Loss(RATINGS, "cell", 3),)))
    w.campaigns.close("b9x3", ACT)
    for mark in (3, 1):
        w.pools.mark("k7m2", bytes([mark]) * 16)
        w.pools.put(POOL, box(mark))
    gone = (box(1).slot, box(3).slot)
    blocks = (ratings(9), texts(8))
    w.pools.apply(Change(blocks, ((POOL, gone),), ((POOL, (box(7, 1),)),), ((POOL, 1),)), NOON)
    w.ledger.record(entry(mean(4.2)))
    w.ledger.record(entry(WITHHELD))
    w.mailbox.let_in([Arrived(DIGEST, (("topic", "safety"),), "Лёд у входа\ud800")], TODAY)
    w.mailbox.answer(DIGEST, "Посыпали", TOMORROW)
    w.trail.append("campaign.launched", person, {"campaign": "k7m2", "people": 40}, NOON)
    w.trail.append("campaign.closed", 0, {}, NOON + MINUTE)
