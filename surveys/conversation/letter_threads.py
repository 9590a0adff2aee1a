"""A thread on a screen, a leaf at a time: as many letters as one message holds, the newest on the first leaf."""

from collections.abc import Sequence

from surveys.mailbox.letters import Letter, Side
from surveys.screens import Emphasis, Phrase, Span

ROOM = 3_300
"""Code points of letters on a leaf: a message takes 4,096 with all that stands around them."""
HEAD = 40
"""Code points of the line above a letter."""

Paragraph = tuple[Span, ...]


def leaf(letters: Sequence[Letter], at: int, author: str, desk: str) -> tuple[list[Paragraph], int]:
    """The paragraphs of leaf `at` (from 0), in the order they were written, and how many leaves there are.

    `author` and `desk` are the keys of the phrases above a letter, which get the `day`.
    """
    leaves = _leaves(letters)
    shown = leaves[min(max(at, 0), len(leaves) - 1)] if leaves else []
    paragraphs: list[Paragraph] = []
    for letter in shown:
        key = author if letter.side is Side.AUTHOR else desk
        paragraphs.append((Span(Phrase(key, {"day": f"{letter.day:%d.%m.%Y}"}), Emphasis.STRONG),))
        paragraphs.append((Span(letter.text, Emphasis.QUOTE),))
    return paragraphs, len(leaves)


def _leaves(letters: Sequence[Letter]) -> list[list[Letter]]:
    leaves: list[list[Letter]] = []
    room = 0
    for letter in reversed(letters):
        needed = len(letter.text) + HEAD
        if needed > room:
            leaves.append([])
            room = max(ROOM, needed)
        leaves[-1].insert(0, letter)
        room -= needed
    return leaves
