"""What an employee finds on the first page beside what everybody finds there."""

from surveys.conversation.letter_form import TICKET
from surveys.conversation.pages import option
from surveys.conversation.unseen_surveys import Surveys
from surveys.people import Person
from surveys.screens import Action, Option, Phrase
from surveys.work import Work

BEGIN = "lbegin"
"""The verb that begins a letter."""


def for_staff(work: Work, person: Person, surveys: Surveys) -> list[Option]:
    """One button for each survey this person's unit can answer, voted or not: the list does not change by a vote. And
    one to say something at any time."""
    unit = work.staff.unit_of(person.number)
    if unit is None:
        return []
    options = []
    for held in surveys.running(work, unit):
        settings = held.definition.settings
        title = settings.title.said_in(person.language, settings.default_language) or settings.form_id
        options.append(Option(Phrase("unseen.offer", {"title": title}), Action("anon", (held.campaign.code,))))
    return [*options, option("letters.speak", BEGIN, TICKET)]
