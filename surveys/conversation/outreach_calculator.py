"""The calculator of M-17 in the chat: how many are there, how exactly, how surely; it says how many have to answer."""

from dataclasses import replace
from decimal import Decimal

from surveys.anonymity.organisation import organisation
from surveys.campaigns.audiences import AllStaff, Listed, Subscribers, Units, with_children
from surveys.campaigns.outreach import Outreach, Populations
from surveys.campaigns.sample_size import PLAIN, Precision, better_as_census, sample_size
from surveys.conversation.climate_pages import arguments
from surveys.conversation.outreach_people import whole
from surveys.conversation.outreach_samples import size_in, usual_method
from surveys.conversation.outreach_setting import choice, opening, titled, to_draft
from surveys.conversation.outreach_sitting import Sitting
from surveys.conversation.outreach_words import METHODS, method_said, per_cent
from surveys.conversation.outreach_words import computed as said
from surveys.conversation.pages import first, page
from surveys.errors import NotFound
from surveys.screens import Layout, Option, Phrase, Screen, Tone, Words
from surveys.work import Work

ERRORS = {"3": Decimal("0.03"), "5": Decimal("0.05"), "10": Decimal("0.1")}
CONFIDENCES = {"90": Decimal(90), "95": Decimal(95), "99": Decimal(99)}
UNKNOWN = "unknown"
LONGEST_METHOD = 80


class Calculator:
    listens = True

    def page(self, sitting: Sitting, outreach: Outreach, args: tuple[str, ...]) -> Screen:
        code = outreach.code
        found = outreach.populations or computed(sitting.work, outreach)
        words: list[Words] = [Phrase("outreach.calc_now", said(found)), Phrase("outreach.calc_how")]
        if better_as_census(found.people):
            words.append(Phrase("outreach.calc_census"))
        saves = [opening("outreach.calc_sample", code, "sample")]
        if outreach.populations is None:
            saves.insert(0, choice(Phrase("outreach.calc_keep"), code, "calc", "keep"))
        elif not outreach.needs_populations:
            saves.append(choice(Phrase("outreach.calc_drop"), code, "calc", "drop"))
        return page(
            sitting.language,
            *words,
            title=titled("calc"),
            options=_choices(code, found),
            controls=[*saves, opening("outreach.calc_method", code, "method"), to_draft(code)],
            layout=Layout.PAIRS,
            footnote=Phrase("outreach.calc_spontaneous") if found.method == "spontaneous" else None,
        )

    def chosen(self, sitting: Sitting, outreach: Outreach, values: tuple[str, ...]) -> Outreach:
        name, value = arguments(values, 2)
        found = outreach.populations or computed(sitting.work, outreach)
        if name == "keep":
            return replace(outreach, populations=found)
        if name == "drop":
            return replace(outreach, populations=None)
        if name == "people" and value == UNKNOWN:
            return replace(outreach, populations=recomputed(replace(found, people=None)))
        if name == "error" and value in ERRORS:
            precision = replace(found.precision, error=ERRORS[value])
        elif name == "sure" and value in CONFIDENCES:
            precision = replace(found.precision, confidence=CONFIDENCES[value])
        else:
            raise NotFound("button")
        return replace(outreach, populations=recomputed(replace(found, precision=precision)))

    def typed(self, sitting: Sitting, outreach: Outreach, text: str) -> Outreach | Screen:
        people = size_in(text)
        if people is None:
            return replace(self.page(sitting, outreach, ()), notice=Phrase("outreach.number_unclear"))
        found = outreach.populations or computed(sitting.work, outreach)
        return replace(outreach, populations=recomputed(replace(found, people=people)))

    def after(self, values: tuple[str, ...]) -> tuple[str, ...] | None:
        return ()


class Method:
    """How people are chosen, as a document of the collection has to say."""

    listens = True

    def page(self, sitting: Sitting, outreach: Outreach, args: tuple[str, ...]) -> Screen:
        now = outreach.populations.method if outreach.populations else ""
        options = [
            choice(method_said(method), outreach.code, "method", method, selected=method == now) for method in METHODS
        ]
        back = opening("outreach.to_calculator", outreach.code, "calc", tone=Tone.PRIMARY)
        return page(
            sitting.language, Phrase("outreach.method_how"), title=titled("method"), options=options, controls=[back]
        )

    def chosen(self, sitting: Sitting, outreach: Outreach, values: tuple[str, ...]) -> Outreach:
        if first(values) not in METHODS:
            raise NotFound("button")
        return self._set(sitting, outreach, first(values))

    def typed(self, sitting: Sitting, outreach: Outreach, text: str) -> Outreach | Screen:
        method = " ".join(text.split())
        if not 0 < len(method) <= LONGEST_METHOD:
            notice = Phrase("outreach.title_long", {"most": LONGEST_METHOD})
            return replace(self.page(sitting, outreach, ()), notice=notice)
        return self._set(sitting, outreach, method)

    def after(self, values: tuple[str, ...]) -> tuple[str, ...] | None:
        return None

    def _set(self, sitting: Sitting, outreach: Outreach, method: str) -> Outreach:
        found = outreach.populations or computed(sitting.work, outreach)
        return replace(outreach, populations=replace(found, method=method))


def computed(work: Work, outreach: Outreach) -> Populations:
    """As it would be without a word of the coordinator's: all there are, five per cent, 95."""
    return recomputed(Populations(_population(work, outreach), 0, PLAIN, usual_method(outreach.audience)))


def recomputed(found: Populations) -> Populations:
    return replace(found, answers=sample_size(found.people, found.precision))


def _population(work: Work, outreach: Outreach) -> int | None:
    """Of staff the payroll of those units. Of citizens it is who applied for the service, which nobody has told us."""
    match whole(outreach.audience):
        case AllStaff():
            return sum(work.staff.members().values()) or None
        case Units(keys):
            members = work.staff.members()
            covered = with_children(keys, organisation(work.staff.units()))
            return sum(members.get(key, 0) for key in covered) or None
        case Listed(key):
            return work.lists.count(key) or None
        case Subscribers():
            return None


def _choices(code: str, found: Populations) -> list[Option]:
    precision: Precision = found.precision
    options = [
        choice(Phrase("outreach.calc_error", {"error": per_cent(error * 100)}), code, "calc", "error", name,
               selected=error == precision.error)
        for name, error in ERRORS.items()
    ]  # fmt: skip
    options += [
        choice(Phrase("outreach.calc_sure", {"confidence": name}), code, "calc", "sure", name,
               selected=sure == precision.confidence)
        for name, sure in CONFIDENCES.items()
    ]  # fmt: skip
    unknown = found.people is None
    options.append(choice(Phrase("outreach.calc_unknown"), code, "calc", "people", UNKNOWN, selected=unknown))
    return options
