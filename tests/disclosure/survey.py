"""A simulated campaign (trust.md 2.2) through the real pool, draw, close and gate."""

import random
from dataclasses import dataclass, field
from datetime import timedelta

from surveys.anonymity.blocks import Block
from surveys.anonymity.cells import Cells
from surveys.anonymity.closing import Closed, close
from surveys.anonymity.draw import draw, due
from surveys.anonymity.keys import RATINGS, Pool, texts_of
from surveys.anonymity.pool import say, vote
from surveys.disclosure.gate import Gate, Published
from surveys.disclosure.ledger import Release
from surveys.disclosure.parameters import Parameters
from surveys.disclosure.scopes import Scope
from surveys.questionnaires.definition import Questionnaire
from tests.anonymity.world import CAMPAIGN, LAUNCH, MemoryKeys, MemoryLedger, MemoryRows, SeededChance, perform, town
from tests.disclosure.attacker import People
from tests.disclosure.policies import Arrivals
from tests.surveys.answering.building import questionnaire

SIZES = (6, 9, 14, 22, 35)
DAYS = 10
WHO = "who"
"""A column that no questionnaire has and no gate releases: it tells the test who is in a block."""


def definition() -> Questionnaire:
    lists = {"yn": {"yes": "Да", "no": "Нет"}, "hr": {"calm": "Спокойно", "fear": "Боюсь говорить"}}
    rows = [
        {"rate": "range", "parameters": {"start": "1", "end": "5"}, "metric": "csi:rate"},
        {"enps": "range", "parameters": {"start": "0", "end": "10"}, "metric": "enps"},
        {"mood": "select_one", "choices": "hr"},
        {"q7": "text"},
    ]
    return questionnaire(rows, lists, {"form_id": "staff", "anonymity": "strict"})


@dataclass
class Survey:
    """`answers` by person: rate, enps, mood. Everything random comes from `seed` alone, in an order that does not
    depend on the answers."""

    seed: int
    sizes: tuple[int, ...] = SIZES
    rate: float = 0.75
    swapped: tuple[int, int] | None = None
    changed: dict[int, int] = field(default_factory=dict)
    cells: Cells | None = None

    def __post_init__(self) -> None:
        self.luck = random.Random(f"survey {self.seed}")
        self.cells = self.cells or town(self.sizes)
        self.rows, self.keys = MemoryRows(), MemoryKeys(self.seed)
        self.chance, self.ledger = SeededChance(f"draws {self.seed}"), MemoryLedger()
        self.keys.make_campaign(CAMPAIGN)
        self.published = Published(CAMPAIGN, definition(), self.cells, Parameters(), frozenset({"mood"}))
        self.arrivals = self._arrivals()
        self.answers = {who: self._answer() for who, _, _ in self.arrivals.came}
        if self.swapped:
            one, other = self.swapped
            self.answers[one], self.answers[other] = self.answers[other], self.answers[one]
        for who, rate in self.changed.items():
            self.answers[who] = {**self.answers[who], "rate": rate}
        self.closed: Closed | None = None

    def _arrivals(self) -> Arrivals:
        assert self.cells
        came = []
        people = [(cell, n) for cell, each in enumerate(self.cells.cells) for n in range(each.people)]
        for who, (cell, _) in enumerate(people):
            if self.luck.random() < self.rate:
                came.append((min(DAYS - 1, int(self.luck.expovariate(0.35))), self.luck.random(), who, cell))
        return Arrivals(tuple((who, cell, day) for day, _, who, cell in sorted(came)))

    def _answer(self) -> dict[str, object]:
        """One favours ends and sameness, where rules are needed."""
        return {
            "rate": self.luck.choice([1, 1, 2, 3, 4, 5, 5, 5]),
            "enps": self.luck.randrange(11),
            "mood": self.luck.choice(["calm", "calm", "calm", "fear"]),
        }

    def runs(self) -> "Survey":
        assert self.cells
        for day in range(DAYS):
            for who, cell, when in self.arrivals.came:
                if when == day:
                    self._comes(who, self.cells.cells[cell].key)
            for hour in (12, 24):
                self._ticks(day, hour)
            self._digest(day, closed=False)
        plan, self.closed = close(
            self.rows, self.keys, self.chance, campaign=CAMPAIGN, cells=self.cells, parameters=Parameters()
        )
        perform(plan, self.rows, self.keys, LAUNCH + timedelta(days=DAYS))
        self._digest(DAYS, closed=True)
        return self

    def _comes(self, who: int, cell: str) -> None:
        given = {"campaign": CAMPAIGN, "cell": cell, "person": f"p{who}"}
        answers = {WHO: str(who), **self.answers[who]}
        vote(self.rows, self.keys, self.chance, **given, answers=answers)
        say(self.rows, self.keys, self.chance, **given, question="q7", text=f"текст {who:03}")

    def _ticks(self, day: int, hour: int) -> None:
        now = LAUNCH + timedelta(days=day, hours=hour)
        for pool in self.rows.pools(CAMPAIGN):
            if due(self.rows, pool, Parameters(), now=now, launched=LAUNCH):
                plan = draw(self.rows, self.keys, self.chance, pool, Parameters())
                assert plan
                perform(plan, self.rows, self.keys, now)

    def gate(self, day: int, *, closed: bool) -> Gate:
        blocks = tuple(self.rows.blocks(CAMPAIGN))
        today = (LAUNCH + timedelta(days=day)).date()
        return Gate(self.published, blocks, self.ledger, "digest", today, closed)

    def _digest(self, day: int, *, closed: bool) -> None:
        """Everything that can be asked for, for every group, every day."""
        assert self.cells
        gate = self.gate(day, closed=closed)
        for scope in self.scopes:
            for question in ("rate", "enps"):
                gate.mean(question, scope)
                gate.favourable(question, scope)
            gate.distribution("rate", scope)
            gate.distribution("mood", scope)
            gate.nps("enps", scope)
            gate.csi(scope)
            gate.count(scope)
            gate.comments("q7", scope)
            if scope.cell:
                ratings = Pool(CAMPAIGN, RATINGS, scope.cell)
                done = sum(block.n for block in self.blocks if block.place == scope.cell)
                gate.participation(scope, done + self.rows.size(ratings))

    @property
    def scopes(self) -> list[Scope]:
        assert self.cells
        units = [Scope(unit=key) for key, _ in self.cells.names]
        return [*units, *(Scope(cell=cell.key) for cell in self.cells.cells)]

    @property
    def blocks(self) -> list[Block]:
        return [block for block in self.rows.blocks(CAMPAIGN) if block.stream == RATINGS]

    @property
    def text_blocks(self) -> list[Block]:
        return [block for block in self.rows.blocks(CAMPAIGN) if block.stream == texts_of("q7")]

    def people(self, block: Block) -> People:
        if block.stream != RATINGS:
            return frozenset(int(text.split()[1]) for text in block.texts)
        return frozenset(int(who) for column in block.columns if column.question == WHO for who, _ in column.counts)

    @property
    def releases(self) -> list[Release]:
        return [entry.release for entry in self.ledger.entries if entry.release.figure is not None]

    def published_sets(self, stream: str = RATINGS) -> list[People]:
        """For each figure, the people whose answers it is a function of."""
        members = {block.id: self.people(block) for block in self.rows.blocks(CAMPAIGN) if block.stream == stream}
        return [
            frozenset().union(*(members[each] for each in release.blocks))
            for release in self.releases
            if release.blocks and release.blocks <= members.keys()
        ]
