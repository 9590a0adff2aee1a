"""From a draft to a running campaign: what people will see, how many are asked, what is missing, and the last tap."""

from collections.abc import Callable
from dataclasses import replace

from surveys.campaigns.guards import Lack
from surveys.campaigns.launching import Prospect, prospect, step
from surveys.campaigns.outreach import Outreach, State
from surveys.campaigns.schedules import Hired, Recurring
from surveys.campaigns.states import Held, Step
from surveys.chance import Chance
from surveys.conversation import awaiting
from surveys.conversation.climate_pages import leaf, listed
from surveys.conversation.deeds import Deed
from surveys.conversation.incoming import Outcome, Policy
from surveys.conversation.outreach_card import card
from surveys.conversation.outreach_drafting import begun
from surveys.conversation.outreach_running import stepped
from surveys.conversation.outreach_setting import opening
from surveys.conversation.outreach_sitting import Doing, Sitting, at_desk
from surveys.conversation.outreach_words import moment, zone_of
from surveys.conversation.pages import first, option, page
from surveys.errors import NotFound
from surveys.screens import Emphasis, Option, Phrase, Screen, Span, Tone, Words
from surveys.texts import spoken
from surveys.work import Work

MENDED_BY = {
    Lack.OTHER_AUDIENCE: "who",
    Lack.NO_PROMISE: "promise",
    Lack.PROMISE_OVER: "closes",
    Lack.WRONG_PROMISE: "promise",
    Lack.CHOSEN_PEOPLE: "who",
    Lack.SINGLED_OUT: "who",
    Lack.NOBODY: "who",
    Lack.NO_ORDER: "order",
    Lack.NO_POPULATIONS: "calc",
    Lack.SAMPLE_SMALL: "calc",
    Lack.NO_END: "closes",
    Lack.ENDLESS: "closes",
    Lack.ENDS_FIRST: "closes",
    Lack.NO_BEGINNING: "opens",
    Lack.REMINDERS_LATE: "remind",
    Lack.NO_SCHEDULE: "kind",
}
"""Where a coordinator puts it right."""


Preview = Callable[[Work, Outreach, str], Screen]
"""What people will see in a language, with buttons that do nothing. Raises NotFound where there is nothing to show."""


class Launching:
    def __init__(self, policy: Policy, chance: Chance, preview: Preview) -> None:
        self._policy = policy
        self._chance = chance
        self._preview = preview

    def taps(self) -> dict[str, Deed]:
        return {
            "olook": self._deed(self._previewed),
            "ocheck": self._deed(self._checked),
            "osure": self._deed(self._asked),
            "ogo": self._deed(self._launched),
            "oplan": self._deed(self._scheduled),
        }

    def _deed(self, doing: Doing) -> Deed:
        return at_desk(self._policy, self._chance, doing)

    def _previewed(self, sitting: Sitting, args: tuple[str, ...]) -> Outcome:
        """Exactly the message, and one way back."""
        outreach = sitting.outreach(first(args))
        awaiting.expect_nothing(sitting.work, sitting.person)
        try:
            screen = self._preview(sitting.work, outreach, sitting.language)
        except NotFound:
            return card(sitting, outreach, Phrase("outreach.nothing_to_see"))
        back = option("outreach.end_preview", "oc", outreach.code)
        return sitting.drawn(replace(screen, controls=(*screen.controls, back)))

    def _checked(self, sitting: Sitting, args: tuple[str, ...]) -> Outcome:
        outreach = sitting.outreach(first(args))
        if outreach.state is not State.DRAFT:
            return begun(sitting, outreach)
        awaiting.expect_nothing(sitting.work, sitting.person)
        return sitting.drawn(check_page(sitting, outreach, prospect(sitting.work, outreach, sitting.now)))

    def _asked(self, sitting: Sitting, args: tuple[str, ...]) -> Outcome:
        """Once more, with the number: what was sent cannot be taken back."""
        outreach = sitting.outreach(first(args))
        if outreach.state is not State.DRAFT:
            return begun(sitting, outreach)
        found = prospect(sitting.work, outreach, sitting.now)
        if found.lacks:
            return sitting.drawn(check_page(sitting, outreach, found))
        screen = page(
            sitting.language,
            _question(outreach, len(found.chosen.asked)),
            title=outreach.title,
            controls=[
                option("outreach.launch_yes", "ogo", outreach.code, tone=Tone.GOOD),
                option("outreach.back", "ocheck", outreach.code),
            ],
        )
        return sitting.drawn(screen)

    def _launched(self, sitting: Sitting, args: tuple[str, ...]) -> Outcome:
        """Of two who press at once the second is told that it runs, and by whom it was launched makes no difference."""
        return self._stepped(sitting, first(args), Step.LAUNCH)

    def _scheduled(self, sitting: Sitting, args: tuple[str, ...]) -> Outcome:
        return self._stepped(sitting, first(args), Step.SCHEDULE)

    def _stepped(self, sitting: Sitting, code: str, which: Step) -> Outcome:
        outreach = sitting.outreach(code)
        if outreach.state is not State.DRAFT:
            return stepped(sitting, code, which)
        after = step(sitting.work, code, which, sitting.now, sitting.person.number)
        if isinstance(after, Held):
            found = prospect(sitting.work, outreach, sitting.now)
            return sitting.drawn(check_page(sitting, outreach, found, after.lacks))
        return card(sitting, after, Phrase(f"outreach.did_{which.value}"))


def check_page(sitting: Sitting, outreach: Outreach, found: Prospect, also: tuple[Lack, ...] = ()) -> Screen:
    """How many are asked and why others are not; everything that is missing, each with the button that mends it."""
    missing = tuple(lack for lack in Lack if lack in {*found.lacks, *also})
    paragraphs: list[tuple[Span, ...]] = [
        (Span(outreach.title, Emphasis.STRONG),),
        (Span(Phrase("outreach.asked", {"count": len(found.chosen.asked), "named": found.chosen.named})),),
    ]
    left_out = [Phrase("outreach.line", {"words": reason.said(count)}) for reason, count in found.chosen.left_out]
    if found.chosen.named:
        paragraphs.append((Span(Phrase("outreach.left_out")), Span("\n"), *listed(left_out)))
    if len(found.chosen.by_stratum) > 1:
        paragraphs.append(_strata(sitting, found))
    if missing:
        lines: list[Words] = [Phrase("outreach.line", {"words": lack.said}) for lack in missing]
        paragraphs.append((Span(Phrase("outreach.missing"), Emphasis.STRONG), Span("\n"), *listed(lines)))
    elif outreach.opens_at is not None:
        at = moment(outreach.opens_at, zone_of(outreach))
        paragraphs.append((Span(Phrase("outreach.ready_for", {"at": at})),))
    else:
        paragraphs.append((Span(Phrase("outreach.ready")),))
    return Screen(spoken(sitting.language), tuple(paragraphs), controls=tuple(_ways(outreach, missing)))


def _question(outreach: Outreach, asked: int) -> Phrase:
    match outreach.schedule:
        case Hired():
            return Phrase("outreach.sure_by_hire")
        case Recurring():
            return Phrase("outreach.sure_again")
        case None:
            return Phrase("outreach.sure", {"count": asked})


def _strata(sitting: Sitting, found: Prospect) -> tuple[Span, ...]:
    """By unit or service, as many lines as a page holds."""
    names = {unit.key: unit.name for unit in sitting.work.staff.units()}
    names |= {service.code: service.label for point in sitting.work.points.all() for service in point.services}
    lines: list[Words] = [
        Phrase("outreach.stratum", {"name": names.get(key, key), "people": count})
        for key, count in found.chosen.by_stratum
    ]
    shown, _, pages = leaf(lines, 0, signs=600)
    if pages > 1:
        shown = [*shown, "…"]
    return (Span(Phrase("outreach.by_stratum")), Span("\n"), *listed(shown, Emphasis.QUIET))


def _ways(outreach: Outreach, missing: tuple[Lack, ...]) -> list[Option]:
    code = outreach.code
    back = option("outreach.to_draft", "oc", code)
    if missing:
        names = list(dict.fromkeys(MENDED_BY[lack] for lack in missing if lack in MENDED_BY))
        return [*(opening(f"outreach.set_{name}", code, name) for name in names), back]
    launch = option("outreach.launch", "osure", code, tone=Tone.PRIMARY)
    if outreach.opens_at is not None:
        return [option("outreach.schedule", "oplan", code, tone=Tone.PRIMARY), replace(launch, tone=Tone.NEUTRAL), back]
    return [launch, option("outreach.preview", "olook", code), back]
