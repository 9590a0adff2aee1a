"""What a campaign stands on: its name at the desk, the order it is held by, the anonymous survey it invites to."""

import re
from dataclasses import replace
from datetime import date

from surveys.anonymity.campaign import Campaign
from surveys.answering.kinds.typed_dates import day_said
from surveys.campaigns.outreach import Order, Outreach
from surveys.conversation.climate_pages import RUNS
from surveys.conversation.climate_pages import titled as survey_title
from surveys.conversation.deeds import allowed
from surveys.conversation.outreach_setting import Tapped, choice, titled, to_draft
from surveys.conversation.outreach_sitting import Sitting
from surveys.conversation.outreach_words import moment, zone_of
from surveys.conversation.pages import first, option, page
from surveys.errors import NotFound
from surveys.screens import Option, Phrase, Screen, Tone
from surveys.work import Work

LONGEST_TITLE = 60
LONGEST_NUMBER = 40
WITHOUT = "none"
_OF_DAY = re.compile(r"(?P<number>.+?)\s+(?:от|of|from|dated)\s+(?P<day>.+)", re.IGNORECASE)
_SIGN = re.compile(r"^(?:приказ|order)?\s*(?:№|no\.?|#)?\s*", re.IGNORECASE)


class Title:
    """People who are asked do not see it."""

    listens = True

    def page(self, sitting: Sitting, outreach: Outreach, args: tuple[str, ...]) -> Screen:
        return page(
            sitting.language,
            Phrase("outreach.title_how", {"title": outreach.title}),
            title=titled("title"),
            controls=[to_draft(outreach.code)],
        )

    def chosen(self, sitting: Sitting, outreach: Outreach, values: tuple[str, ...]) -> Outreach:
        raise NotFound("button")

    def typed(self, sitting: Sitting, outreach: Outreach, text: str) -> Outreach | Screen:
        title = " ".join(text.split())
        if not 0 < len(title) <= LONGEST_TITLE:
            notice = Phrase("outreach.title_long", {"most": LONGEST_TITLE})
            return replace(self.page(sitting, outreach, ()), notice=notice)
        return replace(outreach, title=title)

    def after(self, values: tuple[str, ...]) -> tuple[str, ...] | None:
        return None


class ByOrder:
    listens = True

    def page(self, sitting: Sitting, outreach: Outreach, args: tuple[str, ...]) -> Screen:
        options = [choice(Phrase("outreach.without_order"), outreach.code, "order", WITHOUT)] if outreach.order else []
        return page(
            sitting.language,
            Phrase("outreach.order_how", {"day": sitting.policy.day(sitting.now).strftime("%d.%m.%Y")}),
            title=titled("order"),
            options=options,
            controls=[to_draft(outreach.code)],
        )

    def chosen(self, sitting: Sitting, outreach: Outreach, values: tuple[str, ...]) -> Outreach:
        if first(values) != WITHOUT:
            raise NotFound("button")
        return replace(outreach, order=None)

    def typed(self, sitting: Sitting, outreach: Outreach, text: str) -> Outreach | Screen:
        order = order_said(text, sitting.policy.day(sitting.now))
        if order is None:
            return replace(self.page(sitting, outreach, ()), notice=Phrase("outreach.order_unclear"))
        return replace(outreach, order=order)

    def after(self, values: tuple[str, ...]) -> tuple[str, ...] | None:
        return None


class Promise(Tapped):
    """Which running anonymous survey it invites to: of this questionnaire, and of no other."""

    def page(self, sitting: Sitting, outreach: Outreach, args: tuple[str, ...]) -> Screen:
        found = promises(sitting.work, outreach.form_id)
        options = [_offered(sitting, outreach, each) for each in found]
        controls: list[Option] = []
        if not found and allowed(sitting.work, sitting.person, RUNS):
            controls.append(option("outreach.to_climate", "climate", tone=Tone.PRIMARY))
        words = Phrase("outreach.promise_how" if found else "outreach.promise_missing")
        controls.append(to_draft(outreach.code))
        return page(sitting.language, words, title=titled("promise"), options=options, controls=controls)

    def chosen(self, sitting: Sitting, outreach: Outreach, values: tuple[str, ...]) -> Outreach:
        found = next((each for each in promises(sitting.work, outreach.form_id) if each.code == first(values)), None)
        if found is None:
            raise NotFound("campaign")
        return promised(outreach, found)


def promises(work: Work, form_id: str) -> list[Campaign]:
    return [each for each in work.campaigns.running() if each.form_id == form_id]


def promised(outreach: Outreach, campaign: Campaign) -> Outreach:
    """In the version that was promised, and not beyond its end."""
    closes_at = outreach.closes_at
    if closes_at is not None and closes_at > campaign.closes_at:
        closes_at = campaign.closes_at
    return replace(outreach, promise=campaign.code, version=campaign.version, closes_at=closes_at)


def order_said(text: str, today: date) -> Order | None:
    """«№ 123-р от 01.12.2026»: both are needed (R-H3). A day that is still to come is a slip."""
    found = _OF_DAY.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    number, day = _SIGN.sub("", found["number"]), day_said(found["day"], today)
    if day is None or day > today or not 0 < len(number) <= LONGEST_NUMBER:
        return None
    return Order(number, day)


def _offered(sitting: Sitting, outreach: Outreach, campaign: Campaign) -> Option:
    args: dict[str, str | int | Phrase] = {
        "title": survey_title(sitting.work, campaign, sitting.language),
        "until": moment(campaign.closes_at, zone_of(outreach)),
    }
    words = Phrase("outreach.promise_row", args)
    return choice(words, outreach.code, "promise", campaign.code, selected=campaign.code == outreach.promise)
