"""Answers that were lost with their keys: kept in mind until every administrator has been told, then said in words.

The number told is never exact: people come in whole blocks here too, "at least 5" or "fewer than 5".
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveys.anonymity.campaign import Campaign, Loss
from surveys.conversation.pages import page
from surveys.screens import Phrase, Screen
from surveys.work import Work

NOTE = "losses_to_tell"


@dataclass(frozen=True, slots=True)
class Untold:
    """What has been lost of one campaign since the administrators were last told."""

    code: str
    lost: Mapping[str, int]
    """Answers by stream."""
    closed: bool
    """The campaign was closed because its own key is gone."""

    @property
    def people(self) -> int:
        """At least so many: who gave ratings and texts has lost something in several streams."""
        return max(self.lost.values(), default=0)


def announce(work: Work, code: str, losses: Iterable[Loss], *, closed: bool = False) -> None:
    """To be told after this unit of work, or after any kill that follows it."""
    waiting = {each.code: each for each in untold(work)}
    before = waiting.get(code, Untold(code, {}, False))
    lost = Counter(before.lost)
    for loss in losses:
        lost[loss.stream] += loss.people
    waiting[code] = Untold(code, lost, before.closed or closed)
    _keep(work, waiting.values())


def untold(work: Work) -> list[Untold]:
    written = work.notes.get(NOTE)
    return [Untold(code, lost, closed) for code, lost, closed in json.loads(written)] if written else []


def told(work: Work, said: Iterable[Untold]) -> None:
    """`said` has reached whom it could reach. What was lost meanwhile stays to be told."""
    done = {each.code: each for each in said}
    left = [_without(each, done[each.code]) if each.code in done else each for each in untold(work)]
    _keep(work, [each for each in left if each.lost or each.closed])


def _without(each: Untold, said: Untold) -> Untold:
    # Subtraction of counters keeps what is above zero.
    return Untold(each.code, Counter(each.lost) - Counter(said.lost), each.closed and not said.closed)


def losses_page(work: Work, said: Iterable[Untold], language: str) -> Screen:
    """For an administrator: what is lost, why, and what can be done."""
    paragraphs: list[Phrase] = []
    for each in said:
        campaign = work.campaigns.find(each.code)
        if campaign is not None:
            paragraphs += _of_campaign(work, campaign, each, language)
    closing = (Phrase("holding.loss_why"), Phrase("holding.loss_what"))
    return page(language, *paragraphs, *closing, title=Phrase("holding.loss_title"))


def _of_campaign(work: Work, campaign: Campaign, lost: Untold, language: str) -> list[Phrase]:
    definition = work.questionnaires.version(campaign.form_id, campaign.version)
    title = (definition.settings.title.said_in(language) if definition else "") or campaign.form_id
    paragraphs = []
    if lost.lost:
        paragraphs.append(_how_many(lost.people, campaign.parameters.k, title))
    if lost.closed:
        paragraphs.append(Phrase("holding.loss_closed", {"title": title}))
    return paragraphs


def _how_many(people: int, k: int, title: str) -> Phrase:
    if people < k:
        return Phrase("holding.loss_few", {"title": title, "k": k})
    return Phrase("holding.loss_people", {"title": title, "least": people - people % k})


def _keep(work: Work, waiting: Iterable[Untold]) -> None:
    rows = [[each.code, dict(each.lost), each.closed] for each in waiting]
    work.notes.put(NOTE, json.dumps(rows) if rows else None)
