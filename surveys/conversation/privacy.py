"""What is stored about a person: shown, given as a file, erased."""

import json
from datetime import datetime
from typing import Any

from surveys.answering.session import State
from surveys.answering.values import to_json
from surveys.conversation.incoming import Errand, Incoming, Outcome, Policy
from surveys.conversation.pages import option, page
from surveys.people import Person
from surveys.screens import Phrase, Reply, Tone
from surveys.work import Work


class Privacy:
    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def shown(self, work: Work, incoming: Incoming, person: Person) -> Outcome:
        """Every stored thing about this person, as a count or a value, with what can be done about it."""
        language = person.language or incoming.language
        responses = work.responses.of_person(person.number)
        since = person.since.astimezone(self._policy.zone).strftime("%d.%m.%Y")
        point = work.points.by_key(person.last_point) if person.last_point else None
        screen = page(
            language,
            Phrase(
                "privacy.rows",
                {
                    "since": since,
                    "responses": len(responses),
                    "open": sum(response.session.state is State.OPEN for response in responses),
                    "point": point.title if point else "—",
                    "consent": person.consent or "—",
                    "notices": Phrase("privacy.yes" if person.notices else "privacy.no"),
                },
            ),
            Phrase("privacy.not_stored"),
            title=Phrase("privacy.title"),
            controls=[
                option("privacy.export", "export"),
                option("privacy.erase", "erase", tone=Tone.GRAVE),
            ],
        )
        return Outcome(Reply(screen, afresh=not incoming.placement), language)

    def asked_to_erase(self, incoming: Incoming, person: Person) -> Outcome:
        language = person.language or incoming.language
        screen = page(
            language,
            Phrase("privacy.erase_question"),
            controls=[
                option("privacy.erase_yes", "erased", tone=Tone.GRAVE),
                option("privacy.erase_no", "privacy"),
            ],
        )
        return Outcome(Reply(screen, afresh=not incoming.placement), language)

    def erase(self, work: Work, incoming: Incoming, person: Person) -> Outcome:
        """Forget the person. Finished ratings stay in the counts, linked to nobody."""
        language = person.language or incoming.language
        work.people.erase(person.number)
        return Outcome(Reply(page(language, Phrase("privacy.erased")), afresh=not incoming.placement), language)

    def exported(self, incoming: Incoming, person: Person) -> Outcome:
        language = person.language or incoming.language
        return Outcome(Reply(toast=Phrase("privacy.export_toast")), language, errand=Errand("export"))


def everything_about(work: Work, person: Person) -> dict[str, Any]:
    """All that is stored about one person and nothing of others, as JSON values."""
    return {
        "channel": person.address.channel,
        "key": person.address.key,
        "language": person.language,
        "since": person.since.isoformat(),
        "last_point": person.last_point,
        "consent": person.consent,
        "notices": person.notices,
        "responses": [
            {
                "questionnaire": response.session.form_id,
                "version": response.session.version,
                "point": response.point,
                "state": response.session.state.value,
                "started_at": response.session.started_at.isoformat(),
                "answers": {
                    name: to_json(answer) for name, answer in work.responses.answers(response.session.key).items()
                },
            }
            for response in work.responses.of_person(person.number)
        ],
    }


def as_file(stored: dict[str, Any], now: datetime) -> tuple[str, bytes]:
    """A file name without anything personal in it, and readable JSON."""
    return f"otklik-{now:%Y-%m-%d}.json", json.dumps(stored, ensure_ascii=False, indent=2).encode()
