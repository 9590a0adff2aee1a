"""Whom a campaign asks: all, some units, subscribers of some services, a list; or a sample of those."""

from dataclasses import replace

from surveys.campaigns.audiences import AllStaff, Audience, Sample, Subscribers, Whole
from surveys.campaigns.outreach import Outreach
from surveys.conversation.outreach_setting import Tapped, choice, opening, titled, to_draft
from surveys.conversation.outreach_sitting import Sitting
from surveys.conversation.outreach_words import people
from surveys.conversation.pages import first, page
from surveys.errors import NotFound
from surveys.screens import Option, Phrase, Screen
from surveys.work import Work

INTERNAL = "internal"
EVERYBODY: dict[str, Whole] = {"staff": AllStaff(), "subscribers": Subscribers()}


class Recipients(Tapped):
    def page(self, sitting: Sitting, outreach: Outreach, args: tuple[str, ...]) -> Screen:
        code, of = outreach.code, whole(outreach.audience)
        options: list[Option] = []
        if for_staff(sitting.work, outreach):
            chosen = of == AllStaff()
            options.append(choice(Phrase("outreach.who_staff"), code, "who", "staff", selected=chosen))
            options.append(opening("outreach.choose_units", code, "units", ""))
        else:
            chosen = of == Subscribers()
            options.append(choice(Phrase("outreach.who_subscribers"), code, "who", "subscribers", selected=chosen))
            options.append(opening("outreach.choose_services", code, "services"))
        options.append(opening("outreach.choose_list", code, "list"))
        options.append(opening("outreach.choose_sample", code, "sample"))
        return page(
            sitting.language,
            Phrase("outreach.who_how", {"who": people(sitting.work, outreach.audience)}),
            title=titled("who"),
            options=options,
            controls=[to_draft(code)],
        )

    def chosen(self, sitting: Sitting, outreach: Outreach, values: tuple[str, ...]) -> Outreach:
        of = EVERYBODY.get(first(values))
        if of is None:
            raise NotFound("button")
        return asking(outreach, of)


def for_staff(work: Work, outreach: Outreach) -> bool:
    """Whether its questionnaire is."""
    definition = work.questionnaires.version(outreach.form_id, outreach.version)
    return definition is not None and definition.settings.audience == INTERNAL


def whole(audience: Audience) -> Whole:
    return audience.of if isinstance(audience, Sample) else audience


def asking(outreach: Outreach, of: Whole) -> Outreach:
    """Of others; where a sample is wanted, so many of those, by the same seed."""
    audience = outreach.audience
    return replace(outreach, audience=replace(audience, of=of) if isinstance(audience, Sample) else of)
