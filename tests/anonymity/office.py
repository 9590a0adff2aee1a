"""One anonymous campaign over a town, with whom a test votes, draws, closes and is killed."""

from datetime import datetime

from surveys.anonymity.blocks import Block
from surveys.anonymity.boxes import opened
from surveys.anonymity.closing import Closed, close
from surveys.anonymity.draw import CrashPoint, Plan, draw, recovered
from surveys.anonymity.keys import RATINGS, Pool
from surveys.anonymity.pool import Vote, say, vote
from surveys.disclosure.parameters import Parameters
from tests.anonymity.world import CAMPAIGN, MemoryKeys, MemoryRows, SeededChance, after, perform, town

FIVE = Parameters()
POOL = Pool(CAMPAIGN, RATINGS, "cell")


class Office:
    """One campaign over a town, with whom a test votes and draws."""

    def __init__(self, sizes: tuple[int, ...] = (12, 30), seed: int = 1) -> None:
        self.cells = town(sizes)
        self.rows, self.keys, self.chance = MemoryRows(), MemoryKeys(seed), SeededChance(seed)
        self.keys.make_campaign(CAMPAIGN)

    def votes(self, cell: str, person: str) -> Vote:
        return vote(
            self.rows,
            self.keys,
            self.chance,
            campaign=CAMPAIGN,
            cell=cell,
            person=person,
            answers={"who": person, "rate": len(person) % 5 + 1},
        )

    def says(self, cell: str, person: str, text: str) -> Vote:
        return say(
            self.rows, self.keys, self.chance, campaign=CAMPAIGN, cell=cell, person=person, question="q7", text=text
        )

    def draws(
        self, cell: str, kill: CrashPoint | None = None, stream: str = RATINGS, at: datetime | None = None
    ) -> Plan:
        plan = draw(self.rows, self.keys, self.chance, Pool(CAMPAIGN, stream, cell), FIVE)
        assert plan is not None
        perform(plan, self.rows, self.keys, at or after(13), kill)
        return plan

    def recovers(self) -> None:
        plan, _ = recovered(self.rows, self.keys, CAMPAIGN)
        perform(plan, self.rows, self.keys, after(14))

    def closes(self, kill: CrashPoint | None = None) -> Closed:
        plan, told = close(self.rows, self.keys, self.chance, campaign=CAMPAIGN, cells=self.cells, parameters=FIVE)
        perform(plan, self.rows, self.keys, after(200), kill)
        return told

    @property
    def blocks(self) -> list[Block]:
        """By stream: rows in tables have no other order."""
        return sorted(self.rows.blocks(CAMPAIGN), key=lambda block: block.stream)

    def accounted(self) -> list[str]:
        """Everybody whose answer is in a block or opens in a pool, once for each time."""
        found = [person for block in self.blocks for person in members(block)]
        for pool in self.rows.pools(CAMPAIGN):
            for box in self.rows.boxes(pool):
                content = opened(box, pool=pool, key=self.keys.block(pool, box.generation)).decode()
                found.append(content.split('"who": "')[1].split('"')[0])
        return sorted(found)


def members(block: Block) -> list[str]:
    return [who for column in block.columns if column.question == "who" for who, _ in column.counts]


def one() -> tuple[Office, str]:
    office = Office()
    return office, office.cells.cells[0].key
