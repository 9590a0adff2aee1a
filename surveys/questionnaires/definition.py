"""A questionnaire as its author wrote it, parsed once into values.

Everything an author may write is kept, so that reading and writing again loses nothing. Expressions stay
source text here: `surveys.expressions.parse` is cached, and the text is what an author recognises in an error.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from surveys.questionnaires.place import NOWHERE, Place

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Language:
    """A language a questionnaire speaks: `code` is a BCP 47 tag such as "ru"; without one `code == name`."""

    code: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Localized:
    """One text in several languages: pairs of language code and text.

    The code "" marks a text written without a language, which serves every language that has none of its own.
    """

    texts: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return any(text for _, text in self.texts)

    def said_in(self, language: str, fallback: str = "") -> str:
        """The text in `language`, else without a language, else in `fallback`, else whatever there is, else ""."""
        known = dict(self.texts)
        for code in (language, "", fallback):
            if known.get(code):
                return known[code]
        return next((text for _, text in self.texts if text), "")


@dataclass(frozen=True, slots=True)
class Choice:
    """An option. `name` is its identity for ever; `pain` is a pain code of the dictionary, or ""."""

    name: str
    label: Localized = Localized()
    pain: str = ""
    exclusive: bool = False
    """Chosen alone: «none of these» takes the others away."""
    media: Mapping[str, Localized] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    """Extra columns, which choice filters read."""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ChoiceList:
    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the survey sheet that is not a group. Empty strings mean that the author wrote nothing."""

    name: str
    kind: str
    """The canonical type: select_one, select_multiple, rank, text, integer, decimal, range, date, time, note,
    acknowledge, image, file, geopoint, calculate, hidden."""
    label: Localized = Localized()
    hint: Localized = Localized()
    guidance: Localized = Localized()
    media: Mapping[str, Localized] = field(default_factory=dict)
    required: str = ""
    """An expression; plain yes is stored as "true()"."""
    required_message: Localized = Localized()
    relevant: str = ""
    constraint: str = ""
    constraint_message: Localized = Localized()
    calculation: str = ""
    default: str = ""
    trigger: str = ""
    read_only: str = ""
    choices: str = ""
    """The name of its choice list, for the three kinds that choose."""
    choice_filter: str = ""
    or_other: bool = False
    parameters: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    appearance: str = ""
    metric: str = ""
    """csat, ces, nps, enps, csi:<criterion>, weight, fact:<name>."""
    not_applicable: bool = False
    """Offers «Не было / затрудняюсь», which answers the question and counts in no metric."""
    sensitive: bool = False
    """An answer could be held against its author: of an anonymous survey it is only ever shown in bands."""
    max_choices: int | None = None
    options_from: str = ""
    """Options given by the situation instead of the list, e.g. "point_services". A single one answers by itself."""
    effect: str = ""
    """What an answer does beside being stored, e.g. "notice_opt_in", "reply_code"."""
    extra: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    """Columns of the format that Otklik carries without using them, by their header."""
    place: Place = field(default=NOWHERE, compare=False)

    @property
    def asked(self) -> bool:
        """Whether somebody answers it. A question of any type with a calculation is computed, as in ODK.

        One with a trigger is shown when it has something to show (pyxform makes no control for it otherwise).
        """
        if self.kind in ("calculate", "hidden", "note"):
            return False
        return bool(self.label or self.hint) if self.trigger else not self.calculation


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that belong together. Inside it every question is relevant only while the group is."""

    name: str
    items: "tuple[Item, ...]"
    label: Localized = Localized()
    hint: Localized = Localized()
    relevant: str = ""
    appearance: str = ""
    extra: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    place: Place = field(default=NOWHERE, compare=False)


Item = Question | Group


@dataclass(frozen=True, slots=True)
class Metadata:
    """A row such as start, end, today or deviceid: kept for the tools that fill it, asked of nobody, filled by none."""

    kind: str
    name: str
    extra: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class EntityRow:
    """A row of the entities sheet: kept for the tools that make records of answers; here it makes none."""

    cells: Mapping[str, str]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings sheet. `extra` keeps settings of the format that Otklik carries without using them."""

    form_id: str
    title: Localized = Localized()
    version: str = "1"
    default_language: str = ""
    audience: str = "external"
    direction: str = ""
    process: str = ""
    anonymity: str = "no_identity"
    """"no_identity" (citizens: no name asked) or "strict" (staff: `surveys.anonymity`)."""
    min_cell: int = 5
    campaign: str = ""
    intro: Localized = Localized()
    outro: Localized = Localized()
    extra: Mapping[str, str] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A whole definition. Immutable: publishing freezes it under (form_id, version)."""

    settings: Settings
    items: tuple[Item, ...]
    lists: Mapping[str, ChoiceList] = field(default_factory=dict)
    languages: tuple[Language, ...] = ()
    metadata: tuple[Metadata, ...] = ()
    entities: tuple[EntityRow, ...] = ()

    def placed(self) -> "Iterator[PlacedQuestion]":
        """Every question in the order of the sheet with the groups around it, outermost first."""
        yield from _walk(self.items, ())

    def choice_list(self, question: Question) -> tuple[Choice, ...]:
        """The options its author listed; () for a question that does not choose."""
        known = self.lists.get(question.choices)
        return known.choices if known else ()


@dataclass(frozen=True, slots=True)
class PlacedQuestion:
    question: Question
    groups: tuple[Group, ...]


def _walk(items: tuple[Item, ...], groups: tuple[Group, ...]) -> Iterator[PlacedQuestion]:
    for item in items:
        if isinstance(item, Group):
            yield from _walk(item.items, (*groups, item))
        else:
            yield PlacedQuestion(item, groups)
