"""What keeps the choice of an audience from undoing an anonymous survey.

Its cells promise that an answer is one of at least so many people's (trust.md 1.3.1). Who invites two people of a cell
and lets nobody else know has a good guess whose the answers are. So of every cell nobody is asked, or as many as a cell
needs, or everybody who can be reached at all; and a list of chosen people is not taken, whoever stands on it.
"""

from collections.abc import Mapping

from surveys.anonymity.cells import Cell, Cells
from surveys.campaigns.audiences import Audience, Chosen, staff


def may_be_unseen(audience: Audience) -> bool:
    """Whether an anonymous survey may be sent to an audience of this sort at all: its cells are of staff."""
    return staff(audience) is True


def narrowed(chosen: Chosen, cells: Cells, everybody: Mapping[str, int]) -> tuple[Cell, ...]:
    """The cells of which so few are asked that their answers could be told.

    `everybody` is how many employees of each unit can be reached, whatever the audience: of a cell made of two units
    an audience may name one.
    """
    asked = dict(chosen.by_stratum)
    found = []
    for cell in cells.cells:
        count = sum(asked.get(unit, 0) for unit in cell.units)
        all_of_it = sum(everybody.get(unit, 0) for unit in cell.units)
        if 0 < count < min(cells.needed, all_of_it):
            found.append(cell)
    return tuple(found)
