"""What one can ask for beside a survey: other surveys, the language, help, and to be left alone."""

from dataclasses import replace
from datetime import datetime

from surveys.answering import engine
from surveys.conversation.climate_pages import RUNS
from surveys.conversation.deeds import ADMIN, ANALYSTS, DESK, EMPLOYEE, EVERYBODY, Deed, allowed
from surveys.conversation.incoming import Incoming, Outcome, Policy
from surveys.conversation.pages import first, option, page
from surveys.conversation.unseen_offers import for_staff
from surveys.conversation.unseen_surveys import Surveys
from surveys.people import Person
from surveys.screens import Action, Layout, Option, Phrase, Reply, Screen, Tone
from surveys.texts import LANGUAGES
from surveys.work import Work

OWN_NAMES = {"ru": "Русский", "en": "English"}
FURTHER = {
    "employee": frozenset({EMPLOYEE}),
    "desk": DESK,
    "holder": RUNS,
    "analyst": ANALYSTS,
    "admin": frozenset({ADMIN}),
}
"""Commands that only some have: the last part of the text's key, and for whom."""


class Menus:
    def __init__(self, policy: Policy, staff_surveys: Surveys) -> None:
        self._policy = policy
        self._staff_surveys = staff_surveys

    def commands(self) -> dict[str, Deed]:
        return {
            "surveys": Deed(
                lambda work, incoming, person, *_: self.surveys(work, incoming, person), EVERYBODY, shows=True
            ),
            "language": Deed(
                lambda work, incoming, person, *_: self.languages(incoming, person), EVERYBODY, shows=True
            ),
            "help": Deed(lambda work, incoming, person, *_: self.help(work, incoming, person), EVERYBODY, shows=True),
            "stop": Deed(
                lambda work, incoming, person, _, now: self.stop(work, incoming, person, now), EVERYBODY, shows=True
            ),
        }

    def taps(self) -> dict[str, Deed]:
        return {
            "surveys": self.commands()["surveys"],
            "speak": Deed(
                lambda work, incoming, person, args, _: self.speak(work, incoming, person, first(args)),
                EVERYBODY,
                shows=True,
            ),
        }

    def surveys(self, work: Work, incoming: Incoming, person: Person) -> Outcome:
        """Every questionnaire open to citizens, the unfinished one first."""
        language = person.language or incoming.language
        options = []
        current = work.responses.open_of(person.number)
        if current is not None and current.session.answers:
            options.append(option("arriving.go_on", "resume", current.session.key, tone=Tone.PRIMARY))
        options += for_staff(work, person, self._staff_surveys)
        for definition in work.questionnaires.offered("external"):
            settings = definition.settings
            title = settings.title.said_in(language, settings.default_language) or settings.form_id
            options.append(Option(title, Action("survey", (settings.form_id,))))
        text = Phrase("menus.surveys_intro") if options else Phrase("menus.no_surveys")
        screen = page(language, text, title=Phrase("menus.surveys"), options=options, again=Action("surveys"))
        return Outcome(_reply(screen, incoming), language)

    def languages(self, incoming: Incoming, person: Person) -> Outcome:
        language = person.language or incoming.language
        options = [Option(OWN_NAMES[code], Action("speak", (code,)), selected=code == language) for code in LANGUAGES]
        screen = page(
            language,
            Phrase("menus.language"),
            options=options,
            layout=Layout.PAIRS,
            controls=[option("zones.title", "zones")],
        )
        return Outcome(_reply(screen, incoming), language)

    def speak(self, work: Work, incoming: Incoming, person: Person, language: str) -> Outcome:
        """The person's language from now on, in an unfinished survey too."""
        if language not in LANGUAGES:
            return self.languages(incoming, person)
        work.people.save(replace(person, language=language))
        current = work.responses.open_of(person.number)
        options = []
        if current is not None:
            work.responses.save(replace(current, session=replace(current.session, language=language)))
            if current.session.answers:
                options.append(option("arriving.go_on", "resume", current.session.key, tone=Tone.PRIMARY))
        screen = page(language, Phrase("menus.language_set"), options=options)
        return Outcome(_reply(screen, incoming), language)

    def help(self, work: Work, incoming: Incoming, person: Person) -> Outcome:
        """What everybody can ask for, and what this person can beside it."""
        language = person.language or incoming.language
        further = [Phrase(f"menus.help_{name}") for name, roles in FURTHER.items() if allowed(work, person, roles)]
        screen = page(
            language,
            Phrase("menus.help_rate"),
            Phrase("menus.help_commands"),
            *further,
            title=Phrase("menus.help", {"administration": self._policy.administration}),
            footnote=Phrase("conversation.not_an_appeal", {"url": self._policy.appeals_url}),
        )
        return Outcome(_reply(screen, incoming), language)

    def not_understood(self, work: Work, incoming: Incoming, person: Person) -> Outcome:
        """Any other text: never silence, always a way on."""
        language = person.language or incoming.language
        options = []
        last = work.points.by_key(person.last_point) if person.last_point else None
        if last is not None and last.active and not last.revoked:
            again = Phrase("arriving.last_point", {"point": last.title})
            options.append(Option(again, Action("point", (last.key,))))
        options.append(option("arriving.other_surveys", "surveys"))
        screen = page(
            language,
            Phrase("menus.not_understood"),
            options=options,
            footnote=Phrase("conversation.not_an_appeal", {"url": self._policy.appeals_url}),
        )
        return Outcome(_reply(screen, incoming), language)

    def stop(self, work: Work, incoming: Incoming, person: Person, now: datetime) -> Outcome:
        """No survey, invitation or notice until the person comes back. What was answered stays, and says so."""
        language = person.language or incoming.language
        current = work.responses.open_of(person.number)
        retire = ""
        kept = False
        if current is not None:
            retire = current.placement
            kept = bool(current.session.answers)
            if kept:
                work.responses.save(replace(current, session=engine.stopped(current.session, now), placement=""))
            else:
                work.responses.discard(current.session.key)
        work.people.save(replace(person, notices=False))
        work.subscriptions.remove(person.number, None)
        texts = [Phrase("menus.stopped_kept" if kept else "menus.stopped")]
        if work.staff.unit_of(person.number) is not None:
            texts.append(Phrase("menus.stopped_staff"))
        controls = [option("menus.erase_all", "erase", tone=Tone.GRAVE)] if kept else []
        return Outcome(_reply(page(language, *texts, controls=controls), incoming), language, retire=retire)


def _reply(screen: Screen, incoming: Incoming) -> Reply:
    return Reply(screen, afresh=not incoming.placement)
