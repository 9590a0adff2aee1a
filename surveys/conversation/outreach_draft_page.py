"""A campaign that is being prepared, on one page: everything that is set, and a button for each."""

from collections.abc import Iterator

from surveys.campaigns.guards import BY_ORDER
from surveys.campaigns.outreach import Kind, Outreach
from surveys.campaigns.schedules import Recurring
from surveys.conversation import outreach_words as words
from surveys.conversation.climate_pages import listed, said
from surveys.conversation.outreach_people import INTERNAL
from surveys.conversation.outreach_setting import opening
from surveys.conversation.outreach_sitting import Sitting
from surveys.conversation.pages import option
from surveys.questionnaires.definition import Questionnaire
from surveys.screens import Emphasis, Layout, Options, Phrase, Screen, Span, Tone, Words
from surveys.texts import spoken


def draft_page(sitting: Sitting, outreach: Outreach, notice: Words | None = None) -> Screen:
    definition = sitting.work.questionnaires.version(outreach.form_id, outreach.version)
    code = outreach.code
    names = list(_settings(outreach, definition))
    return Screen(
        spoken(sitting.language),
        (
            (Span(outreach.title, Emphasis.STRONG),),
            listed([_fact(sitting, outreach, definition, name) for name in ("form", *names)]),
        ),
        answers=Options(Layout.PAIRS, tuple(opening(f"outreach.set_{name}", code, name) for name in names)),
        controls=(
            option("outreach.check", "ocheck", code, tone=Tone.PRIMARY),
            option("outreach.preview", "olook", code),
            option("outreach.discard", "oaway", code),
            option("outreach.to_list", "camps"),
        ),
        notice=notice,
    )


def form_title(definition: Questionnaire | None, outreach: Outreach, language: str) -> str:
    return (said(definition.settings.title, definition, language) if definition else "") or outreach.form_id


def _settings(outreach: Outreach, definition: Questionnaire | None) -> Iterator[str]:
    """What can be set of it, in the order in which one thinks of it. What its kind does not have is not offered."""
    recurring = isinstance(outreach.schedule, Recurring)
    yield "kind"
    yield "who"
    if outreach.kind in (Kind.TRIGGERED, Kind.ANNUAL, Kind.EXTRA_QUARTERLY):
        yield "again"
    if not recurring:
        yield "opens"
    if not recurring and not outreach.kind.endless:
        yield "closes"
    yield from ("remind", "quiet", "zone", "pause")
    if definition is not None and definition.settings.anonymity == "strict":
        yield "promise"
    if definition is not None and definition.settings.audience == INTERNAL and outreach.kind in BY_ORDER:
        yield "order"
    yield "calc"
    yield "title"


def _fact(sitting: Sitting, outreach: Outreach, definition: Questionnaire | None, name: str) -> Phrase:
    return Phrase(f"outreach.fact_{name}", {"value": _value(sitting, outreach, definition, name)})


def _value(sitting: Sitting, outreach: Outreach, definition: Questionnaire | None, name: str) -> Phrase | str:
    match name:
        case "form":
            title = form_title(definition, outreach, sitting.language)
            return Phrase("outreach.form_version", {"title": title, "version": outreach.version})
        case "kind":
            return Phrase(f"outreach.kind_{outreach.kind.value}")
        case "who":
            return words.people(sitting.work, outreach.audience)
        case "again":
            return words.schedule(outreach.schedule)
        case "opens":
            return words.opens(outreach)
        case "closes":
            return words.closes(outreach)
        case "remind":
            return words.reminders(outreach.reminders)
        case "quiet":
            return words.quiet(outreach.quiet)
        case "zone":
            return words.zone_said(outreach.zone)
        case "pause":
            return words.pause(outreach.pause)
        case "calc":
            return words.populations(outreach.populations)
        case "promise":
            return _promise(sitting, outreach)
        case "order" if outreach.order is not None:
            day = outreach.order.day.strftime("%d.%m.%Y")
            return Phrase("outreach.order", {"number": outreach.order.number, "day": day})
        case "order":
            return Phrase("outreach.no_order")
    return outreach.title


def _promise(sitting: Sitting, outreach: Outreach) -> Phrase:
    campaign = sitting.work.campaigns.find(outreach.promise) if outreach.promise else None
    if campaign is None:
        return Phrase("outreach.no_promise")
    return Phrase("outreach.promise", {"until": words.moment(campaign.closes_at, words.zone_of(outreach))})
