"""What is stored about a person: shown, given as a file, erased."""

import json
from datetime import datetime
from typing import Any

from surveys.anonymity.keys import Keys
from surveys.anonymity.marks import subject
from surveys.answering.session import State
from surveys.answering.values import to_json
from surveys.conversation import own_invitations, own_rows
from surveys.conversation.deeds import EVERYBODY, Deed
from surveys.conversation.incoming import Errand, Incoming, Outcome, Policy
from surveys.conversation.own_standing import standings
from surveys.conversation.pages import option, page
from surveys.people import Person
from surveys.screens import Phrase, Reply, Tone
from surveys.work import Work


class Privacy:
    def __init__(self, policy: Policy, keys: Keys) -> None:
        self._policy = policy
        self._keys = keys

    def commands(self) -> dict[str, Deed]:
        shown = Deed(lambda work, incoming, person, _, now: self.shown(work, incoming, person, now), EVERYBODY, True)
        return {"privacy": shown, "trust": shown, "доверие": shown}

    def taps(self) -> dict[str, Deed]:
        return {
            "privacy": self.commands()["privacy"],
            "export": Deed(lambda work, incoming, person, *_: self.exported(incoming, person), EVERYBODY),
            "erase": Deed(
                lambda work, incoming, person, *_: self.asked_to_erase(work, incoming, person), EVERYBODY, shows=True
            ),
            "erased": Deed(
                lambda work, incoming, person, *_: self.erase(work, incoming, person), EVERYBODY, shows=True
            ),
        }

    def shown(self, work: Work, incoming: Incoming, person: Person, now: datetime) -> Outcome:
        """Every stored thing about this person, as a count or a value, with what can be done about it.

        Writes nothing, also for an employee: `surveys.conversation.looking`.
        """
        language = person.language or incoming.language
        employed = own_rows.belongs(work, person)
        registered = self._registered(work, person)
        asked = own_rows.invitations(work, person)
        paragraphs = [Phrase("privacy.rows", registered), *asked]
        if employed:
            rows = {**registered, **own_rows.membership(work, person)}
            paragraphs = [Phrase("trust.rows", rows), *asked, *self._surveys(work, person, language, now)]
        screen = page(
            language,
            *paragraphs,
            *own_invitations.rows(work, person),
            Phrase("trust.not_stored" if employed else "privacy.not_stored"),
            *([own_rows.program(work, self._policy)] if employed else []),
            title=Phrase("privacy.title"),
            options=own_rows.acts(work, language) if employed else (),
            controls=[
                *([option("trust.why", "why")] if employed else []),
                *own_rows.changeable(work, person),
                option("privacy.export", "export"),
                option("privacy.erase", "erase", tone=Tone.GRAVE),
            ],
        )
        return Outcome(Reply(screen, afresh=not incoming.placement), language)

    def _registered(self, work: Work, person: Person) -> dict[str, str | int | Phrase]:
        responses = work.responses.of_person(person.number)
        point = work.points.by_key(person.last_point) if person.last_point else None
        return {
            "since": person.since.astimezone(self._policy.zone).strftime("%d.%m.%Y"),
            "responses": len(responses),
            "open": sum(response.session.state is State.OPEN for response in responses),
            "point": point.title if point else "—",
            "consent": person.consent or "—",
            "notices": Phrase("privacy.yes" if person.notices else "privacy.no"),
        }

    def _surveys(self, work: Work, person: Person, language: str, now: datetime) -> list[Phrase]:
        """What is stored for each survey that keeps no names, and that the answer cannot be found."""
        unit = work.staff.unit_of(person.number) or ""
        found = standings(work, self._keys, unit, subject(person.address), self._policy.day(now))
        said = [
            phrase for each in found for phrase in (own_rows.rows(each, self._policy, language), *own_rows.losses(each))
        ]
        return [*said, Phrase("trust.no_link")] if said else [Phrase("trust.no_survey")]

    def asked_to_erase(self, work: Work, incoming: Incoming, person: Person) -> Outcome:
        """What goes and what cannot, before it is done."""
        language = person.language or incoming.language
        more = []
        if work.staff.unit_of(person.number) is not None:
            more.append(Phrase("privacy.erase_employee"))
        if work.roles.roles_of(person.number):
            more.append(Phrase("privacy.erase_roles"))
        screen = page(
            language,
            Phrase("privacy.erase_question"),
            *more,
            controls=[
                option("privacy.erase_yes", "erased", tone=Tone.GRAVE),
                option("privacy.erase_no", "privacy"),
            ],
        )
        return Outcome(Reply(screen, afresh=not incoming.placement), language)

    def erase(self, work: Work, incoming: Incoming, person: Person) -> Outcome:
        """Forget the person. Finished ratings stay in the counts, linked to nobody."""
        language = person.language or incoming.language
        employed = work.staff.unit_of(person.number) is not None
        work.people.erase(person.number)
        said = Phrase("privacy.erased_employee" if employed else "privacy.erased")
        return Outcome(Reply(page(language, said), afresh=not incoming.placement), language)

    def exported(self, incoming: Incoming, person: Person) -> Outcome:
        language = person.language or incoming.language
        return Outcome(Reply(toast=Phrase("privacy.export_toast")), language, errand=Errand("export"))


def everything_about(work: Work, person: Person) -> dict[str, Any]:
    """All that is stored about one person and nothing of others, as JSON values.

    Marks of anonymous surveys are left out: only with the survey's key are they this person's, and the page shows them.
    """
    units = {unit.key: unit.name for unit in work.staff.units()}
    unit = work.staff.unit_of(person.number)
    return {
        "channel": person.address.channel,
        "key": person.address.key,
        "language": person.language,
        "since": person.since.isoformat(),
        "last_point": person.last_point,
        "consent": person.consent,
        "notices": person.notices,
        "zone": person.zone,
        "subscriptions": sorted(work.subscriptions.of(person.number)),
        "lists": work.lists.holding(person.number),
        "unit": {"key": unit, "name": units.get(unit, "")} if unit is not None else None,
        "hired": hired.isoformat() if (hired := work.staff.hired_on(person.number)) is not None else None,
        "roles": sorted(work.roles.roles_of(person.number)),
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
        "invitations": own_invitations.stored(work, person),
    }


def as_file(stored: dict[str, Any], now: datetime) -> tuple[str, bytes]:
    """A file name without anything personal in it, and readable JSON."""
    return f"otklik-{now:%Y-%m-%d}.json", json.dumps(stored, ensure_ascii=False, indent=2).encode()
