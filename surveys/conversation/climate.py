"""Anonymous surveys of staff at the desk: which there are, what each promised, and the way to everything else."""

from datetime import datetime

from surveys.anonymity import ceremony
from surveys.anonymity.campaign import Campaign
from surveys.anonymity.ceremony import Standing
from surveys.anonymity.keys import Keys
from surveys.chance import Chance
from surveys.conversation.climate_acts import Acts
from surveys.conversation.climate_closing import Closing
from surveys.conversation.climate_comments import CommentReading
from surveys.conversation.climate_drafting import Drafting
from surveys.conversation.climate_launching import Launching, lines_of
from surveys.conversation.climate_pages import (
    READS,
    RUNS,
    arguments,
    campaign_of,
    day_of,
    drawn,
    language_of,
    leaf,
    listed,
    number_in,
    runs,
    standing,
    titled,
    to_list,
    turned,
)
from surveys.conversation.climate_results import Results
from surveys.conversation.deeds import Deed, allowed
from surveys.conversation.incoming import Incoming, Outcome, Policy
from surveys.conversation.pages import first, option, page
from surveys.people import Person
from surveys.screens import Action, Emphasis, Layout, Option, Options, Phrase, Screen, Span, Tone
from surveys.work import Work


class Climate:
    def __init__(self, policy: Policy, chance: Chance, keys: Keys) -> None:
        self._policy = policy
        results = Results(policy)
        self._acts = Acts(policy)
        self._parts = (
            Launching(policy, chance, keys),
            Drafting(policy),
            Closing(policy, chance, keys),
            results,
            CommentReading(results),
            self._acts,
        )
        self._typing = (Drafting(policy), Closing(policy, chance, keys))

    def commands(self) -> dict[str, Deed]:
        return {"climate": runs(self._list), **self._acts.commands()}

    def taps(self) -> dict[str, Deed]:
        taps = {"climate": runs(self._list), "cl": runs(self._card), "cgroups": runs(self._groups)}
        for part in self._parts:
            taps |= part.taps()
        return taps

    def texts(self) -> dict[str, Deed]:
        """What is done with a text that a screen here has asked for, by verb."""
        return {verb: deed for part in self._typing for verb, deed in part.texts().items()}

    def _list(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        language = language_of(incoming, person)
        campaigns = work.campaigns.all()
        options = [
            Option(
                Phrase(
                    "climate.row", {"title": titled(work, each, language), "standing": standing(each, self._policy)}
                ),
                Action("cl", (each.code,)),
            )
            for each in campaigns
        ]
        screen = page(
            language,
            Phrase("climate.list" if campaigns else "climate.none"),
            title=Phrase("climate.title"),
            options=options,
            controls=[option("climate.new", "cnew", tone=Tone.PRIMARY)],
        )
        return drawn(screen, incoming)

    def _card(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        """What was frozen at the launch, and what can be done now."""
        campaign, language = campaign_of(work, first(args)), language_of(incoming, person)
        parameters = campaign.parameters
        facts: dict[str, str | int | Phrase] = {
            "standing": standing(campaign, self._policy),
            "launched": day_of(campaign.launched_at, self._policy),
            "order": campaign.order or Phrase("climate.no_order"),
            "k": parameters.k,
            "text": parameters.k_text,
            "hours": int(parameters.pause.total_seconds() // 3600),
            "version": campaign.version,
            "fingerprint": campaign.fingerprint,
        }
        asked = ceremony.standing(work, campaign.code, person.number, RUNS, now) if campaign.running else Standing.NONE
        screen = page(
            language,
            Phrase("climate.card", facts),
            title=titled(work, campaign, language),
            notice=Phrase("climate.close_asked") if asked is Standing.OTHERS else None,
            options=self._ways(work, campaign, person),
            controls=[to_list()],
        )
        return drawn(screen, incoming)

    def _ways(self, work: Work, campaign: Campaign, person: Person) -> list[Option]:
        options = []
        if allowed(work, person, READS):
            options.append(option("climate.results", "res", campaign.code, "", tone=Tone.PRIMARY))
        options.append(option("climate.groups", "cgroups", campaign.code, "0"))
        if campaign.running:
            options.append(option("climate.close", "cclose", campaign.code))
        else:
            options.append(option("climate.act", "act", campaign.code))
        return options

    def _groups(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        code, at = arguments(args, 2)
        campaign, language = campaign_of(work, code), language_of(incoming, person)
        lines, number, pages = leaf(lines_of(campaign.cells), number_in(at))
        turns = turned("cgroups", (code,), number, pages)
        numbers = {
            "count": len(campaign.cells.cells),
            "people": sum(cell.people for cell in campaign.cells.cells),
            "needed": campaign.cells.needed,
        }
        screen = Screen(
            language,
            (
                (Span(Phrase("climate.groups"), Emphasis.STRONG),),
                (Span(Phrase("climate.groups_intro", numbers)),),
                listed(lines),
            ),
            answers=Options(Layout.PAIRS, tuple(turns)) if turns else None,
            controls=(option("climate.to_survey", "cl", code),),
        )
        return drawn(screen, incoming)
