"""Any definition an author could have written, for properties of reading and writing."""

from hypothesis import strategies as st

from surveys.questionnaires.columns import MEDIA
from surveys.questionnaires.definition import (
    Choice,
    ChoiceList,
    EntityRow,
    Group,
    Item,
    Language,
    Localized,
    Metadata,
    Question,
    Questionnaire,
    Settings,
)
from surveys.questionnaires.kinds import CHOOSING, KINDS, METADATA_SPELLINGS

LANGUAGES = (Language("ru", "Русский"), Language("en", "English"), Language("ce", "ce"), Language("Erzya", "Erzya"))
AWKWARD = (
    "yes",
    "no",
    "null",
    "~",
    "1",
    "1.0",
    "=1+1",
    "'x",
    "- a",
    "a: b",
    "#",
    "{x}",
    "|",
    "true",
    "@a",
    "2026-01-01",
)

_letters = st.characters(categories=("L", "N", "P", "S", "Zs"), include_characters="\n")
texts = st.one_of(st.sampled_from(AWKWARD), st.text(_letters, min_size=1, max_size=40).map(str.strip).filter(bool))
plain = st.one_of(st.sampled_from(AWKWARD[:5]), st.text("abcёЖ0 '=<>.${}()", max_size=20).map(str.strip))
names = st.from_regex(r"[a-zа-я_][a-zа-я0-9_.\-]{0,8}", fullmatch=True)
headers = st.from_regex(r"x[a-zа-я]{1,6}", fullmatch=True)
mappings = st.dictionaries(headers, texts, max_size=2)


@st.composite
def localized(draw: st.DrawFn, languages: tuple[Language, ...]) -> Localized:
    codes = ("", *(language.code for language in languages))
    chosen = [code for code in codes if draw(st.booleans())]
    return Localized(tuple((code, draw(texts)) for code in chosen))


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    languages = LANGUAGES[: draw(st.integers(0, len(LANGUAGES)))]
    said = localized(languages)
    media = st.dictionaries(st.sampled_from(MEDIA), said.filter(lambda text: bool(text)), max_size=2)
    condition = st.one_of(st.just(""), st.just("true()"), st.just("${q} = 'a'"), st.just(". > 3 and ${x} != ''"))
    choice = st.builds(
        Choice, name=names, label=said, pain=plain, exclusive=st.booleans(), media=media, attributes=mappings
    )
    # A list without options is no row of a sheet.
    lists = draw(st.dictionaries(names, st.lists(choice, min_size=1, max_size=4), max_size=3))

    def question(kind: str) -> st.SearchStrategy[Question]:
        chooses = kind in CHOOSING
        return st.builds(
            Question,
            name=names,
            kind=st.just(kind),
            label=said,
            hint=said,
            guidance=said,
            media=media,
            required=condition,
            required_message=said,
            relevant=condition,
            constraint=condition,
            constraint_message=said,
            calculation=condition,
            default=plain,
            trigger=st.sampled_from(("", "${q}")),
            read_only=condition,
            choices=names if chooses else st.just(""),
            choice_filter=condition,
            or_other=st.booleans() if chooses else st.just(False),
            parameters=st.dictionaries(st.sampled_from(("start", "end", "seed")), st.sampled_from("05a"), max_size=2),
            appearance=plain,
            metric=plain,
            not_applicable=st.booleans(),
            sensitive=st.booleans(),
            max_choices=st.none() | st.integers(0, 99),
            options_from=plain,
            effect=plain,
            extra=mappings,
        )

    asked = st.sampled_from(KINDS).flatmap(question)
    items: st.SearchStrategy[Item] = st.recursive(
        asked,
        lambda inner: st.builds(
            Group,
            name=names,
            items=st.lists(inner, max_size=3).map(tuple),
            label=said,
            hint=said,
            relevant=condition,
            appearance=plain,
            extra=mappings,
        ),
        max_leaves=5,
    )
    settings = Settings(
        form_id=draw(names),
        title=draw(said),
        version=draw(texts),
        default_language=draw(st.sampled_from(("", *(language.code for language in languages)))),
        audience=draw(names),
        direction=draw(plain),
        process=draw(plain),
        anonymity=draw(names),
        min_cell=draw(st.integers(0, 99)),
        campaign=draw(plain),
        intro=draw(said),
        outro=draw(said),
        extra=draw(mappings),
    )
    metadata = st.builds(Metadata, kind=st.sampled_from(tuple(METADATA_SPELLINGS)), name=names, extra=mappings)
    return Questionnaire(
        settings=settings,
        items=tuple(draw(st.lists(items, max_size=4))),
        lists={name: ChoiceList(name, tuple(choices)) for name, choices in lists.items()},
        languages=languages,
        metadata=tuple(draw(st.lists(metadata, max_size=2))),
        entities=tuple(EntityRow(row) for row in draw(st.lists(mappings, max_size=2)) if row),
    )
