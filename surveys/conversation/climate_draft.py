"""An anonymous survey that is being prepared: one draft a person, none of it an answer."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from surveys.disclosure.parameters import FLOOR_K, FLOOR_TEXT, Parameters
from surveys.errors import NotFound
from surveys.people import Person
from surveys.questionnaires.definition import Questionnaire
from surveys.work import Work

WEEKS = (1, 2, 4)
LONGEST = timedelta(days=366)
ORDER = 100
"""Signs of an order's number and date."""


@dataclass(frozen=True, slots=True)
class Draft:
    key: str
    """Stands in the buttons, so that those of an earlier draft do nothing."""
    form_id: str
    version: str
    last_day: str
    """ISO date; the survey is closed at its end."""
    k: int = FLOOR_K
    k_text: int = FLOOR_TEXT
    hours: int = 12
    order: str = ""
    launched: str = ""
    """The code of the campaign it became."""

    @property
    def parameters(self) -> Parameters:
        """Raises Lowering for what is milder than the floors."""
        return Parameters(self.k, max(self.k, self.k_text), timedelta(hours=self.hours))

    def closes_at(self, zone: tzinfo) -> datetime:
        """Midnight after the last day, where the administration is."""
        return datetime.combine(date.fromisoformat(self.last_day) + timedelta(days=1), time.min, zone)


def begun(work: Work, person: Person, definition: Questionnaire, key: str, today: date) -> Draft:
    """As it would be launched at once: two weeks, and no milder than its author asked for."""
    settings = definition.settings
    last_day = today + timedelta(weeks=2)
    k = max(FLOOR_K, settings.min_cell)
    draft = Draft(key, settings.form_id, settings.version, last_day.isoformat(), k, max(k, FLOOR_TEXT))
    return kept(work, person, draft)


def kept(work: Work, person: Person, draft: Draft) -> Draft:
    work.notes.put(_name(person), json.dumps(asdict(draft), ensure_ascii=False))
    return draft


def found(work: Work, person: Person, key: str) -> Draft:
    """Raises NotFound unless this is the person's draft."""
    written = work.notes.get(_name(person))
    draft = Draft(**json.loads(written)) if written else None
    if draft is None or draft.key != key:
        raise NotFound("draft")
    return draft


def launched(work: Work, person: Person, draft: Draft, code: str) -> None:
    """The draft stays as a pointer, so that its last button shows the survey instead of launching another one."""
    kept(work, person, replace(draft, launched=code))


def definition_of(work: Work, draft: Draft) -> Questionnaire:
    """The version that was looked at, also where a newer one came meanwhile. Raises NotFound."""
    definition = work.questionnaires.version(draft.form_id, draft.version)
    if definition is None:
        raise NotFound("questionnaire", draft.form_id)
    return definition


def fits(last_day: date, today: date) -> bool:
    return today < last_day <= today + LONGEST


def _name(person: Person) -> str:
    return f"draft_survey:{person.number}"
