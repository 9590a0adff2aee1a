"""What can be set before an anonymous survey is launched: its end, its order, how small a group may be."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from surveys.answering.kinds.typed_dates import day_said
from surveys.conversation import awaiting, climate_draft
from surveys.conversation.climate_draft import ORDER, WEEKS, Draft
from surveys.conversation.climate_pages import (
    RUNS,
    arguments,
    drawn,
    language_of,
    number_in,
    runs,
    said,
    to_list,
)
from surveys.conversation.deeds import Deed
from surveys.conversation.incoming import Incoming, Outcome, Policy
from surveys.conversation.pages import first, option, page
from surveys.disclosure.parameters import Lowering, Parameters
from surveys.errors import NotFound
from surveys.people import Person
from surveys.screens import Action, Emphasis, Option, Phrase, Screen, Span, Tone, Words
from surveys.work import Work

SIZES = (5, 7, 10, 15)
TEXTS = (10, 15, 20)
PAUSES = (12, 24, 48)


class Drafting:
    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def taps(self) -> dict[str, Deed]:
        return {
            "cdraft": runs(self._shown),
            "cend": runs(self._ending),
            "cweeks": runs(self._weeks),
            "corder": runs(self._ordering),
            "cnoorder": runs(self._without_order),
            "csize": runs(self._sizes),
            "cset": runs(self._set),
            "csay": runs(self._words),
        }

    def texts(self) -> dict[str, Deed]:
        """What is done with a text that was asked for, by verb."""
        return {"cend": Deed(self._day_typed, RUNS), "corder": Deed(self._order_typed, RUNS)}

    def _shown(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        awaiting.expect_nothing(work, person)
        draft = climate_draft.found(work, person, first(args))
        return drawn(draft_page(work, language_of(incoming, person), draft), incoming)

    # --- until when

    def _ending(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        draft = climate_draft.found(work, person, first(args))
        awaiting.expect(work, person, "cend", draft.key, now=now)
        options = [
            Option(Phrase("climate.weeks", {"count": weeks}), Action("cweeks", (draft.key, str(weeks))))
            for weeks in WEEKS
        ]
        screen = page(
            language_of(incoming, person),
            Phrase("climate.end_how"),
            title=Phrase("climate.set_end"),
            options=options,
            controls=[_to(draft)],
        )
        return drawn(screen, incoming)

    def _weeks(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        draft, weeks = climate_draft.found(work, person, first(args)), number_in(arguments(args, 2)[1])
        if weeks not in WEEKS:
            raise NotFound("button")
        last_day = self._policy.day(now) + timedelta(weeks=weeks)
        return self._kept(work, incoming, person, replace(draft, last_day=last_day.isoformat()))

    def _day_typed(
        self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime
    ) -> Outcome:
        draft = climate_draft.found(work, person, first(args))
        last_day = coming_day(args[1], self._policy.day(now))
        if last_day is None:
            screen = page(language_of(incoming, person), Phrase("climate.end_unclear"), controls=[_to(draft)])
            return drawn(screen, incoming)
        return self._kept(work, incoming, person, replace(draft, last_day=last_day.isoformat()))

    # --- by which order

    def _ordering(
        self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime
    ) -> Outcome:
        draft = climate_draft.found(work, person, first(args))
        awaiting.expect(work, person, "corder", draft.key, now=now)
        screen = page(
            language_of(incoming, person),
            Phrase("climate.order_how"),
            title=Phrase("climate.set_order"),
            controls=[option("climate.without_order", "cnoorder", draft.key), _to(draft)],
        )
        return drawn(screen, incoming)

    def _order_typed(
        self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime
    ) -> Outcome:
        draft, order = climate_draft.found(work, person, first(args)), " ".join(args[1].split())
        if not order or len(order) > ORDER:
            words = Phrase("climate.order_long", {"most": ORDER})
            return drawn(page(language_of(incoming, person), words, controls=[_to(draft)]), incoming)
        return self._kept(work, incoming, person, replace(draft, order=order))

    def _without_order(
        self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime
    ) -> Outcome:
        draft = climate_draft.found(work, person, first(args))
        return self._kept(work, incoming, person, replace(draft, order=""))

    # --- how small a group

    def _sizes(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        draft = climate_draft.found(work, person, first(args))
        return drawn(_sizes_page(work, language_of(incoming, person), draft), incoming)

    def _set(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        """One of the sizes, never below what the questionnaire asks for: there is no button for less, and no way."""
        draft = climate_draft.found(work, person, first(args))
        _, name, given = arguments(args, 3)
        value = number_in(given)
        if name == "k":
            draft = replace(draft, k=value, k_text=max(value, draft.k_text))
        elif name == "text":
            draft = replace(draft, k_text=value)
        elif name == "hours":
            draft = replace(draft, hours=value)
        else:
            raise NotFound("button")
        try:
            least_of(work, draft).raised(k=draft.k, k_text=draft.k_text, pause=timedelta(hours=draft.hours))
        except Lowering as milder:
            raise NotFound("button") from milder
        climate_draft.kept(work, person, draft)
        return drawn(_sizes_page(work, language_of(incoming, person), draft), incoming)

    # --- what they will read

    def _words(self, work: Work, incoming: Incoming, person: Person, args: tuple[str, ...], now: datetime) -> Outcome:
        draft, language = climate_draft.found(work, person, first(args)), language_of(incoming, person)
        definition = climate_draft.definition_of(work, draft)
        before = said(definition.settings.intro, definition, language)
        after = said(definition.settings.outro, definition, language)
        promised = [Phrase(f"unseen.promise_{number}", _numbers(draft)) for number in (1, 2, 3)]
        texts: list[Words] = [before, *promised] if before else [*promised]
        paragraphs = [
            (Span(Phrase("climate.read_before"), Emphasis.STRONG),),
            *((Span(words, Emphasis.QUOTE),) for words in texts),
            (Span(Phrase("climate.read_after"), Emphasis.STRONG),),
            *([(Span(after, Emphasis.QUOTE),)] if after else []),
        ]
        return drawn(Screen(language, tuple(paragraphs), controls=(_to(draft),)), incoming)

    def _kept(self, work: Work, incoming: Incoming, person: Person, draft: Draft) -> Outcome:
        awaiting.expect_nothing(work, person)
        climate_draft.kept(work, person, draft)
        return drawn(draft_page(work, language_of(incoming, person), draft), incoming)


def draft_page(work: Work, language: str, draft: Draft) -> Screen:
    definition = climate_draft.definition_of(work, draft)
    facts: dict[str, str | int | Phrase] = {
        **_numbers(draft),
        "day": date.fromisoformat(draft.last_day).strftime("%d.%m.%Y"),
        "order": draft.order or Phrase("climate.no_order"),
        "hours": draft.hours,
    }
    return page(
        language,
        Phrase("climate.draft", facts),
        Phrase("climate.draft_frozen"),
        title=said(definition.settings.title, definition, language) or draft.form_id,
        options=[
            option("climate.set_end", "cend", draft.key),
            option("climate.set_order", "corder", draft.key),
            option("climate.set_sizes", "csize", draft.key),
            option("climate.see_words", "csay", draft.key),
        ],
        controls=[option("climate.see_groups", "cview", draft.key, "0", tone=Tone.PRIMARY), to_list()],
    )


def least_of(work: Work, draft: Draft) -> Parameters:
    """What the author of the questionnaire asked for, and the floors."""
    least = Parameters()
    return least.raised(k=max(least.k, climate_draft.definition_of(work, draft).settings.min_cell))


def coming_day(text: str, today: date) -> date | None:
    """The day that is typed, if a survey can end on it. «15.01» said in December is next year's."""
    day = day_said(text, today)
    if day is not None and day <= today and any(sign.isdigit() for sign in text):
        # A written year stays what it is; «вчера» is no day of next year.
        day = day_said(text, date(today.year + 1, 1, 1))
    return day if day is not None and climate_draft.fits(day, today) else None


def _sizes_page(work: Work, language: str, draft: Draft) -> Screen:
    least = least_of(work, draft)
    asked = (
        ("k", SIZES, draft.k, least.k),
        ("text", TEXTS, draft.k_text, max(least.k_text, draft.k)),
        ("hours", PAUSES, draft.hours, PAUSES[0]),
    )
    options = [
        Option(
            Phrase(f"climate.size_{name}", {"count": value}),
            Action("cset", (draft.key, name, str(value))),
            selected=value == chosen,
        )
        for name, values, chosen, floor in asked
        for value in sorted({*values, chosen})
        if value >= floor
    ]
    return page(
        language,
        Phrase("climate.sizes_why", {"k": least.k, "text": least.k_text}),
        title=Phrase("climate.set_sizes"),
        options=options,
        controls=[_to(draft)],
    )


def _numbers(draft: Draft) -> dict[str, str | int | Phrase]:
    parameters = draft.parameters
    return {"k": parameters.k, "others": parameters.k - 1, "twice": 2 * parameters.k, "text": parameters.k_text}


def _to(draft: Draft) -> Option:
    return option("climate.to_draft", "cdraft", draft.key)
