"""Launching an anonymous survey: what is frozen, and what refuses it.

LaunchRefused (OtklikError)
    `reason`: "not_strict" (the questionnaire does not promise anonymity), "unpublished", "too_late" (it would be over
    before it began).
"""

from datetime import datetime

from surveys.anonymity.campaign import Campaign
from surveys.anonymity.cells import Cells, TooFewPeople, cells_of
from surveys.anonymity.keys import Keys, fingerprint
from surveys.anonymity.organisation import Organisation
from surveys.anonymity.riding import CAMPAIGN_SIGNS, DoesNotFit, capacity
from surveys.chance import Chance
from surveys.disclosure.parameters import Parameters
from surveys.errors import Conflict, OtklikError
from surveys.questionnaires.definition import Questionnaire
from surveys.work import Work

LAUNCHED = "campaign.launched"


class LaunchRefused(OtklikError):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parameters_for(definition: Questionnaire, parameters: Parameters) -> Parameters:
    """Never milder than the author of the questionnaire asked for (`min_cell`)."""
    return parameters.raised(k=max(parameters.k, definition.settings.min_cell))


def marked(definition: Questionnaire) -> frozenset[str]:
    """The questions whose answers could be held against their authors, as the author of the questionnaire says."""
    return frozenset(placed.question.name for placed in definition.placed() if placed.question.sensitive)


def launch(
    work: Work,
    keys: Keys,
    chance: Chance,
    now: datetime,
    definition: Questionnaire,
    organisation: Organisation,
    parameters: Parameters,
    order: str,
    closes_at: datetime,
    *,
    actor: int = 0,
) -> Campaign | TooFewPeople | DoesNotFit:
    """Freeze everything, make the campaign's key and begin. `organisation` as `surveys.staff.roster` gives it.

    Raises LaunchRefused. A key whose launch is rolled back is left in the folder and dropped at the next start.
    """
    _check(work, definition, now, closes_at)
    fits = capacity(definition)
    if isinstance(fits, DoesNotFit):
        return fits
    parameters = parameters_for(definition, parameters)
    cells = cells_of(organisation, needed=parameters.people)
    if isinstance(cells, TooFewPeople):
        return cells
    code, key = _keyed(work, keys, chance)
    settings = definition.settings
    campaign = Campaign(
        code,
        settings.form_id,
        settings.version,
        cells,
        parameters,
        marked(definition),
        order,
        now,
        closes_at,
        fingerprint(key),
    )
    work.campaigns.add(campaign)
    work.trail.append(LAUNCHED, actor, _facts(campaign), now)
    return campaign


def _check(work: Work, definition: Questionnaire, now: datetime, closes_at: datetime) -> None:
    settings = definition.settings
    if settings.anonymity != "strict":
        raise LaunchRefused("not_strict")
    if work.questionnaires.version(settings.form_id, settings.version) is None:
        raise LaunchRefused("unpublished")
    if closes_at <= now:
        raise LaunchRefused("too_late")


def _keyed(work: Work, keys: Keys, chance: Chance) -> tuple[str, bytes]:
    """A code that no campaign and no key has, and its key."""
    while True:
        code = chance.key(CAMPAIGN_SIGNS)
        if work.campaigns.find(code) is not None:
            continue
        try:
            return code, keys.make_campaign(code)
        except Conflict:
            continue


def _facts(campaign: Campaign) -> dict[str, str | int]:
    """For the trail: what was promised, so that nobody can say later that it was another thing."""
    return {
        "campaign": campaign.code,
        "form": campaign.form_id,
        "version": campaign.version,
        "order": campaign.order,
        "closes_at": campaign.closes_at.isoformat(),
        "k": campaign.parameters.k,
        "k_text": campaign.parameters.k_text,
        "pause_minutes": int(campaign.parameters.pause.total_seconds() // 60),
        "cells": _cells_in_words(campaign.cells),
        "key": campaign.fingerprint,
    }


def _cells_in_words(cells: Cells) -> str:
    return f"{len(cells.cells)}:{cells.fingerprint}"
