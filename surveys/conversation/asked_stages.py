"""How far somebody who was invited has come, counted once: of surveys that keep names, and of no others.

An anonymous survey has no response and so never comes here (trust.md 1.3.9).
"""

from surveys.answering.response import Response
from surveys.campaigns.tallies import Count, of_person
from surveys.conversation.asked_carriers import read_carrier
from surveys.work import Work

INVITATION = "invitation"
"""In the context of a session: the carrier of the invitation that it answers."""


def reached(work: Work, response: Response, stage: Count) -> None:
    """A response that nobody was invited to is passed over."""
    if not response.outreach:
        return
    carrier = read_carrier(str(response.session.context.get(INVITATION, "")))
    name = carrier.stage if carrier is not None else response.outreach
    changes = of_person(work.stages.furthest(name, response.person), stage, unseen=False)
    if changes:
        work.stages.reach(name, response.person, stage)
        work.tallies.count(response.outreach, changes)
