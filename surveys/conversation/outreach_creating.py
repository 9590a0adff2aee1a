"""The beginning of a campaign: a questionnaire is chosen, and a draft stands there that could almost be launched."""

from surveys.campaigns.audiences import AllStaff, Subscribers
from surveys.campaigns.held_launches import release
from surveys.campaigns.outreach import Kind, Outreach, State, cloned
from surveys.campaigns.reminding import ONE
from surveys.campaigns.sampling import new_seed
from surveys.chance import Chance
from surveys.conversation.climate_pages import arguments, number_in, said
from surveys.conversation.deeds import Deed
from surveys.conversation.incoming import Outcome, Policy
from surveys.conversation.outreach_card import card
from surveys.conversation.outreach_dates import usual_end
from surveys.conversation.outreach_kinds import of_kind
from surveys.conversation.outreach_papers import LONGEST_TITLE, promised, promises
from surveys.conversation.outreach_people import INTERNAL
from surveys.conversation.outreach_sitting import CODE, Sitting, at_desk
from surveys.conversation.outreach_words import named_zone
from surveys.conversation.pages import first, option, page
from surveys.errors import NotFound
from surveys.questionnaires.definition import Questionnaire
from surveys.screens import Action, Option, Phrase, Tone
from surveys.texts import spoken
from surveys.work import Work

AUDIENCES = ("external", INTERNAL)
KINDS = {"annual": Kind.ANNUAL, "initiative": Kind.INITIATIVE}
"""By what the questionnaire's author wrote. «permanent» there means that it is always open, not that it invites."""


class Creating:
    """The code of a draft stands in the button that makes it: pressed twice it makes one."""

    def __init__(self, policy: Policy, chance: Chance) -> None:
        self._policy = policy
        self._chance = chance

    def taps(self) -> dict[str, Deed]:
        return {
            "onew": at_desk(self._policy, self._chance, self._choose),
            "oform": at_desk(self._policy, self._chance, self._begun),
            "oclone": at_desk(self._policy, self._chance, self._asked),
            "ocopy": at_desk(self._policy, self._chance, self._cloned),
            "oaway": at_desk(self._policy, self._chance, self._asked_to_discard),
            "ogone": at_desk(self._policy, self._chance, self._discarded),
        }

    def _choose(self, sitting: Sitting, args: tuple[str, ...]) -> Outcome:
        code, language = self._chance.key(CODE), sitting.language
        options = [
            Option(_row(each, language), Action("oform", (str(at), code)))
            for at, each in enumerate(offered(sitting.work))
        ]
        words = Phrase("outreach.choose" if options else "outreach.nothing_to_choose")
        controls = [option("outreach.to_list", "camps")]
        screen = page(
            language, words, title=Phrase("outreach.new"), options=options, controls=controls, again=Action("onew")
        )
        return sitting.drawn(screen)

    def _begun(self, sitting: Sitting, args: tuple[str, ...]) -> Outcome:
        at, code = arguments(args, 2)
        forms = offered(sitting.work)
        if number_in(at) >= len(forms) or len(code) != CODE:
            raise NotFound("questionnaire")
        found = sitting.work.outreaches.find(code)
        if found is None:
            found = draft_of(sitting, forms[number_in(at)], code)
            sitting.work.outreaches.add(found)
        return card(sitting, found)

    def _asked(self, sitting: Sitting, args: tuple[str, ...]) -> Outcome:
        outreach = sitting.outreach(first(args))
        screen = page(
            sitting.language,
            Phrase("outreach.clone_what"),
            title=outreach.title,
            controls=[
                option("outreach.clone_yes", "ocopy", outreach.code, self._chance.key(CODE), tone=Tone.PRIMARY),
                option("outreach.back", "oc", outreach.code),
            ],
        )
        return sitting.drawn(screen)

    def _cloned(self, sitting: Sitting, args: tuple[str, ...]) -> Outcome:
        code, new = arguments(args, 2)
        outreach = sitting.outreach(code)
        if len(new) != CODE:
            raise NotFound("button")
        found = sitting.work.outreaches.find(new)
        if found is None:
            copy = cloned(outreach, new, new_seed(self._chance))
            found = of_kind(copy, copy.kind, sitting.now) if not copy.kind.endless else copy
            sitting.work.outreaches.add(found)
        return card(sitting, found, Phrase("outreach.cloned"))

    def _asked_to_discard(self, sitting: Sitting, args: tuple[str, ...]) -> Outcome:
        outreach = sitting.outreach(first(args))
        if outreach.state is not State.DRAFT:
            return card(sitting, outreach)
        screen = page(
            sitting.language,
            Phrase("outreach.discard_what"),
            title=outreach.title,
            controls=[
                option("outreach.discard_yes", "ogone", outreach.code, tone=Tone.GRAVE),
                option("outreach.back", "oc", outreach.code),
            ],
        )
        return sitting.drawn(screen)

    def _discarded(self, sitting: Sitting, args: tuple[str, ...]) -> Outcome:
        """Only of a draft: what was launched stays for ever. Pressed twice it says the same."""
        found = sitting.work.outreaches.find(first(args))
        if found is not None and found.state is not State.DRAFT:
            return card(sitting, found)
        if found is not None:
            release(sitting.work, found.code)
            sitting.work.outreaches.discard(found.code)
        done = Phrase("outreach.discarded")
        return sitting.drawn(page(sitting.language, done, controls=[option("outreach.to_list", "camps")]))


def draft_of(sitting: Sitting, definition: Questionnaire, code: str) -> Outreach:
    """As most would be: everybody it is for, two weeks, one reminder; its anonymous survey, where one runs."""
    settings, zone = definition.settings, sitting.policy.zone
    title = said(settings.title, definition, spoken(sitting.language)) or settings.form_id
    draft = Outreach(
        code=code,
        kind=Kind.ONE_OFF,
        title=title[:LONGEST_TITLE],
        form_id=settings.form_id,
        version=settings.version,
        audience=AllStaff() if settings.audience == INTERNAL else Subscribers(),
        zone=named_zone(zone),
        closes_at=usual_end(sitting.now, zone),
        reminders=ONE,
    )
    draft = of_kind(draft, KINDS.get(settings.campaign, Kind.ONE_OFF), sitting.now)
    return _with_promise(sitting.work, draft) if settings.anonymity == "strict" else draft


def offered(work: Work) -> list[Questionnaire]:
    return [each for audience in AUDIENCES for each in work.questionnaires.offered(audience)]


def _with_promise(work: Work, draft: Outreach) -> Outreach:
    found = promises(work, draft.form_id)
    return promised(draft, found[0]) if found else draft


def _row(definition: Questionnaire, language: str) -> Phrase:
    title = said(definition.settings.title, definition, spoken(language)) or definition.settings.form_id
    kind = "strict" if definition.settings.anonymity == "strict" else definition.settings.audience
    return Phrase(f"outreach.form_{kind}", {"title": title})
