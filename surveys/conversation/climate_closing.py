"""Closing an anonymous survey before its time: two people, a code that is typed, and rights looked at at each step."""

from datetime import datetime

from surveys.anonymity import ceremony
from surveys.anonymity.campaign import Campaign
from surveys.anonymity.ceremony import TYPES_WITHIN, Standing
from surveys.anonymity.holding import close
from surveys.anonymity.keys import Keys
from surveys.chance import Chance
from surveys.conversation import awaiting
from surveys.conversation.climate_acts import act_page
from surveys.conversation.climate_pages import RUNS, campaign_of, drawn, language_of, runs, titled
from surveys.conversation.deeds import ADMIN, HR_ANALYST, Deed
from surveys.conversation.incoming import Errand, Incoming, Outcome, Policy
from surveys.conversation.pages import first, option, page
from surveys.errors import NotFound
from surveys.people import Person
from surveys.screens import Emphasis, Phrase, Reply, Screen, Span, Tone, Words
from surveys.work import Work


class Closing:
    def __init__(self, policy: Policy, chance: Chance, keys: Keys) -> None:
        self._policy = policy
        self._chance = chance
        self._keys = keys

    def taps(self) -> dict[str, Deed]:
        return {
            "cclose": runs(self._offered),
            "cask": Deed(self._asked, RUNS, instead="cclose"),
            "cwithdraw": runs(self._withdrawn),
            "cconfirm": runs(self._code_shown),
        }

    def texts(self) -> dict[str, Deed]:
        return {"cconfirm": Deed(self._confirmed, RUNS)}

    def _offered(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        """What a close does, and what stands in its way."""
        campaign = self._running(work, first(args))
        return drawn(self._page(work, campaign, person, language_of(incoming, person), now), incoming)

    def _asked(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        campaign = self._running(work, first(args))
        if ceremony.standing(work, campaign.code, person.number, RUNS, now) is Standing.NONE:
            if not ceremony.others(work, person.number, RUNS):
                raise NotFound("second person")
            ceremony.ask(work, campaign.code, person.number, now)
        return drawn(self._page(work, campaign, person, language_of(incoming, person), now), incoming)

    def _withdrawn(
        self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime
    ) -> Outcome:
        campaign = self._running(work, first(args))
        ceremony.withdraw(work, campaign.code, person.number, now)
        return drawn(self._page(work, campaign, person, language_of(incoming, person), now), incoming)

    def _code_shown(
        self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime
    ) -> Outcome:
        """The tap alone closes nothing: the code is typed, so a stolen or repeated tap is not enough."""
        campaign, language = self._running(work, first(args)), language_of(incoming, person)
        if ceremony.standing(work, campaign.code, person.number, RUNS, now) is not Standing.OTHERS:
            return drawn(self._page(work, campaign, person, language, now), incoming)
        awaiting.expect(work, person, "cconfirm", campaign.code, now=now, within=TYPES_WITHIN)
        return drawn(_code_page(work, campaign, language, Phrase("climate.close_type")), incoming)

    def _confirmed(
        self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime
    ) -> Outcome:
        code, typed = args
        campaign, language = self._running(work, code), language_of(incoming, person)
        asked = ceremony.request(work, code, RUNS, now)
        if asked is None or asked.by == person.number:
            awaiting.expect_nothing(work, person)
            return drawn(self._page(work, campaign, person, language, now), incoming)
        if typed.strip().lower() != code:
            return drawn(_code_page(work, campaign, language, Phrase("climate.close_mistyped")), incoming)
        awaiting.expect_nothing(work, person)
        ceremony.done(work, code)
        close(
            work,
            self._keys,
            self._chance,
            now,
            code,
            asked_by=_role(work, asked.by),
            confirmed_by=_role(work, person.number),
            actor=person.number,
        )
        shown = act_page(work, campaign_of(work, code), language, self._policy, now, Phrase("climate.closed_now"))
        return Outcome(Reply(shown, afresh=True), language, errand=Errand("closed"))

    def _page(self, work: Work, campaign: Campaign, person: Person, language: str, now: datetime) -> Screen:
        code = campaign.code
        standing = ceremony.standing(work, code, person.number, RUNS, now)
        back = option("climate.to_survey", "cl", code)
        if standing is Standing.OTHERS:
            words: Words = Phrase("climate.close_others")
            controls = [
                option("climate.close_confirm", "cconfirm", code, tone=Tone.GRAVE),
                option("climate.close_refuse", "cwithdraw", code),
                back,
            ]
        elif standing is Standing.OWN:
            words = Phrase("climate.close_own")
            controls = [option("climate.close_withdraw", "cwithdraw", code), back]
        elif ceremony.others(work, person.number, RUNS):
            words = Phrase("climate.close_needs_two")
            controls = [option("climate.close_ask", "cask", code, tone=Tone.GRAVE), back]
        else:
            words, controls = Phrase("climate.close_alone"), [back]
        title = Phrase("climate.close_title", {"title": titled(work, campaign, language)})
        return page(language, Phrase("climate.close_what"), words, title=title, controls=controls)

    def _running(self, work: Work, code: str) -> Campaign:
        """Raises NotFound for one that is closed: nothing of this can be done twice."""
        campaign = campaign_of(work, code)
        if not campaign.running:
            raise NotFound("campaign")
        return campaign


def _code_page(work: Work, campaign: Campaign, language: str, words: Phrase) -> Screen:
    return Screen(
        language,
        (
            (Span(Phrase("climate.close_title", {"title": titled(work, campaign, language)}), Emphasis.STRONG),),
            (Span(words),),
            (Span(campaign.code, Emphasis.CODE),),
        ),
        controls=(option("climate.close_refuse", "cwithdraw", campaign.code),),
    )


def _role(work: Work, person: int) -> str:
    return HR_ANALYST if HR_ANALYST in work.roles.roles_of(person) else ADMIN
