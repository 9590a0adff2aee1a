"""How many are asked: all of the audience, or a sample drawn by unit, under a seed that is kept and shown.

The seed is made once and stays with the draft: nobody can draw again and again until a colleague is in or out.
"""

from dataclasses import replace
from decimal import Decimal

from surveys.campaigns.audiences import Audience, Sample, Subscribers
from surveys.campaigns.outreach import Outreach
from surveys.campaigns.sample_size import to_ask
from surveys.campaigns.sampling import new_seed
from surveys.conversation.outreach_people import whole
from surveys.conversation.outreach_setting import choice, opening, titled, to_draft
from surveys.conversation.outreach_sitting import Sitting
from surveys.conversation.outreach_words import METHODS
from surveys.conversation.pages import first, page
from surveys.errors import NotFound
from surveys.screens import Option, Phrase, Screen, Tone

MOST = 1_000_000
ALL = "all"
RESPONSES = (Decimal(1), Decimal("0.5"), Decimal("0.3"))
"""Shares of those invited that may answer."""


class Sampling:
    listens = True

    def page(self, sitting: Sitting, outreach: Outreach, args: tuple[str, ...]) -> Screen:
        code, audience = outreach.code, outreach.audience
        options = [
            choice(Phrase("outreach.sample_all"), code, "sample", ALL, selected=not isinstance(audience, Sample))
        ]
        options += _computed(outreach)
        words = [Phrase("outreach.sample_how")]
        if isinstance(audience, Sample):
            words.append(Phrase("outreach.sample_now", {"count": audience.size, "seed": audience.seed}))
        return page(
            sitting.language,
            *words,
            title=titled("sample"),
            options=options,
            controls=[opening("outreach.to_calculator", code, "calc", tone=Tone.PRIMARY), to_draft(code)],
        )

    def chosen(self, sitting: Sitting, outreach: Outreach, values: tuple[str, ...]) -> Outreach:
        if first(values) == ALL:
            return _chosen_by(replace(outreach, audience=whole(outreach.audience)))
        size = size_in(first(values))
        if size is None:
            raise NotFound("button")
        return sampled(sitting, outreach, size)

    def typed(self, sitting: Sitting, outreach: Outreach, text: str) -> Outreach | Screen:
        size = size_in(text)
        if size is None:
            return replace(self.page(sitting, outreach, ()), notice=Phrase("outreach.number_unclear"))
        return sampled(sitting, outreach, size)

    def after(self, values: tuple[str, ...]) -> tuple[str, ...] | None:
        return None


def sampled(sitting: Sitting, outreach: Outreach, size: int) -> Outreach:
    audience = outreach.audience
    seed = audience.seed if isinstance(audience, Sample) else new_seed(sitting.chance)
    return _chosen_by(replace(outreach, audience=Sample(whole(audience), size, seed)))


def usual_method(audience: Audience) -> str:
    if isinstance(audience, Sample):
        return "stratified"
    return "spontaneous" if isinstance(audience, Subscribers) else "census"


def _chosen_by(outreach: Outreach) -> Outreach:
    """What was computed says how people are chosen; a method in the coordinator's own words stays."""
    found = outreach.populations
    if found is None or found.method not in METHODS:
        return outreach
    return replace(outreach, populations=replace(found, method=usual_method(outreach.audience)))


def size_in(text: str) -> int | None:
    """A number of people as people type it, «1 000»; None for anything else."""
    digits = "".join(text.split())
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 7):
        return None
    return int(digits) if 0 < int(digits) <= MOST else None


def _computed(outreach: Outreach) -> list[Option]:
    found = outreach.populations
    if found is None:
        return []
    options = []
    for share in RESPONSES:
        size = to_ask(found.answers, found.people, share)
        words = Phrase("outreach.sample_of", {"count": size, "share": str(int(share * 100))})
        options.append(choice(words, outreach.code, "sample", str(size)))
    return options
